"""Corner numbers and side lengths of a parcel, one numbering for map, certificate, sheet and typed input.

Corner 1 is the one furthest to the north-west; the outer ring runs clockwise, rings of holes follow with their
own north-western corner first and run the other way, so that the parcel always lies to the right of a side.
Numbers go on from ring to ring, none is used twice. Side n runs from corner n to the next corner of its ring.
All in the plane of the official zone, metres; the start of a ring and its direction in the data change nothing.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gis_core.errors import GeometryError

Floats = NDArray[np.float64]
_CENTIMETRE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Corner:
    """Corner `n` of ring `ring`; `side_m` is the length of side n, which runs to corner `next_n`."""

    n: int
    ring: int
    east: float
    north: float
    side_m: float
    next_n: int

    @property
    def place(self) -> tuple[float, float]:
        """(east, north)."""
        return self.east, self.north


def number_corners(shape: Polygon | MultiPolygon) -> tuple[Corner, ...]:
    """Every corner in the order of its number. Parts of a multipolygon follow from the north-west on."""
    corners: list[Corner] = []
    for index, ring in enumerate(_rings(shape)):
        first = len(corners) + 1
        sides = np.hypot(*(np.roll(ring, -1, axis=0) - ring).T)
        for position, ((east, north), side) in enumerate(zip(ring, sides, strict=True)):
            n = first + position
            following = first if position == len(ring) - 1 else n + 1
            corners.append(Corner(n, index, float(east), float(north), round(float(side), 3), following))
    return tuple(corners)


def corner_of(shape: Polygon | MultiPolygon, n: int) -> Corner:
    """Corner `n`. Refuses a number the parcel does not have (`corner_unknown`)."""
    corners = number_corners(shape)
    if not 1 <= n <= len(corners):
        raise GeometryError(
            f"Thửa không có đỉnh số {n}; các đỉnh được đánh số từ 1 đến {len(corners)}.",
            f"The parcel has no corner {n}; its corners are numbered 1 to {len(corners)}.",
            hint_vi="Chọn số hiệu đỉnh có trên sơ đồ thửa đất.",
            hint_en="Choose a corner number shown on the plan of the parcel.",
            code="corner_unknown",
        )
    return corners[n - 1]


def side_of(shape: Polygon | MultiPolygon, n: int) -> tuple[Corner, Corner]:
    """Both ends of side `n`, the parcel to the right when walking from the first to the second."""
    first = corner_of(shape, n)
    return first, corner_of(shape, first.next_n)


def printed_length(metres: float) -> Decimal:
    """A side length as sheets and certificates print it: to the centimetre, half up."""
    return Decimal(str(round(metres, 3))).quantize(_CENTIMETRE, rounding=ROUND_HALF_UP)


def _rings(shape: Polygon | MultiPolygon) -> list[Floats]:
    """Open rings, each turned so that the parcel lies to its right and begun at its north-western corner."""
    parts = [(_from_north_west(part.exterior, clockwise=True), part) for part in shapely.get_parts(shape)]
    parts.sort(key=lambda item: _north_west(item[0][0]))
    rings: list[Floats] = []
    for outer, part in parts:
        holes = [_from_north_west(hole, clockwise=False) for hole in part.interiors]
        rings += [outer, *sorted(holes, key=lambda ring: _north_west(ring[0]))]
    return rings


def _from_north_west(ring: shapely.LinearRing, *, clockwise: bool) -> Floats:
    points = np.round(np.asarray(ring.coords, dtype=np.float64)[:-1, :2], 3)
    if shapely.is_ccw(ring) == clockwise:
        points = points[::-1]
    first = min(range(len(points)), key=lambda index: _north_west(points[index]))
    return np.roll(points, -first, axis=0)


def _north_west(point: Floats) -> tuple[float, float]:
    """Sorts the place furthest to the north-west first; among equals the northern one."""
    east, north = float(point[0]), float(point[1])
    return round(east - north, 3), -north
