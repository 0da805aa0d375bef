"""The window of a plan: which scale, which ground, where a place of the ground lies on the paper."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis_core.errors import DomainError

SCALES = (200, 500, 1000, 2000, 5000, 10_000, 25_000, 50_000, 100_000)
"""Scale denominators of cadastral maps and what lies between them and a province."""
LABEL_ROOM_MM = 8.0
"""Paper left around the parcel for side lengths, corner numbers and a look at the neighbours."""
_CROSS_STEPS_M = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
_LEAST_CROSS_STEP_MM = 35.0


@dataclass(frozen=True, slots=True)
class Frame:
    """`scale` is the denominator; `west`, `north` the ground at the upper left corner, metres of the zone."""

    scale: int
    width_mm: float
    height_mm: float
    west: float
    north: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(west, south, east, north) of the ground shown."""
        ground = self.scale / 1000
        return self.west, self.north - self.height_mm * ground, self.west + self.width_mm * ground, self.north

    def at(self, east: float, north: float) -> tuple[float, float]:
        """Paper millimetres right of and below the upper left corner."""
        return (east - self.west) * 1000 / self.scale, (self.north - north) * 1000 / self.scale

    def on_paper(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape of the ground in paper millimetres (y downwards)."""
        return shapely.transform(shape, self._to_paper)

    def _to_paper(self, ground: NDArray[np.float64]) -> NDArray[np.float64]:
        return (ground - [self.west, self.north]) * [1000 / self.scale, -1000 / self.scale]

    @property
    def window(self) -> BaseGeometry:
        """The frame on paper."""
        return shapely.box(0, 0, self.width_mm, self.height_mm)

    def cross_step_m(self) -> int:
        """Metres between grid crosses."""
        return next(step for step in _CROSS_STEPS_M if step * 1000 / self.scale >= _LEAST_CROSS_STEP_MM)

    def cross_lines(self) -> tuple[list[int], list[int]]:
        """Y values (east) and X values (north) of the grid lines inside the frame."""
        west, south, east, north = self.bounds
        step = self.cross_step_m()
        return _multiples(west, east, step), _multiples(south, north, step)


def fit_frame(shape: BaseGeometry, width_mm: float, height_mm: float, *, scale: int | None = None) -> Frame:
    """The frame centred on a shape: at the largest scale that shows it whole with room for labels, or at `scale`.

    Refuses a scale at which the shape does not fit (`scale_too_large`).
    """
    west, south, east, north = shape.bounds
    room_m = (east - west, north - south)
    paper = (width_mm - 2 * LABEL_ROOM_MM, height_mm - 2 * LABEL_ROOM_MM)
    least = max(metres * 1000 / millimetres for metres, millimetres in zip(room_m, paper, strict=True))
    chosen = scale or next((denominator for denominator in SCALES if denominator >= least), None)
    if chosen is None or chosen < max(room_m[0] / width_mm, room_m[1] / height_mm) * 1000:
        shown = chosen or SCALES[-1]
        raise DomainError(
            f"Thửa không nằm gọn trong khung vẽ ở tỷ lệ 1:{shown}.",
            f"The parcel does not fit into the frame at 1:{shown}.",
            hint_vi="Chọn tỷ lệ nhỏ hơn.",
            hint_en="Choose a smaller scale.",
            code="scale_too_large",
        )
    ground = chosen / 1000
    return Frame(
        chosen,
        width_mm,
        height_mm,
        (west + east) / 2 - width_mm * ground / 2,
        (south + north) / 2 + height_mm * ground / 2,
    )


def _multiples(low: float, high: float, step: int) -> list[int]:
    first = int(np.ceil(low / step)) * step
    return list(range(first, int(np.floor(high)) + 1, step))
