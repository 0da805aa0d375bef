"""Pictures carried to another system: a new place for the same pixels, or new pixels on an upright grid.

The operation is the pinned one, never a choice of GDAL's: target pixels are asked back into the source through a
mesh of exact points, between which places are interpolated (the deviation is measured).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray

from gis_core.crs.operations import Conversion
from importers.conversion.errors import ConversionError

Floats = NDArray[np.float64]
MESH = 21
"""Points a side at which a picture's place is examined."""

NODE = 32
"""Target pixels between two exact points while warping."""

TILE = 512


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a picture lies: width and height in pixels, pixel corner to map coordinates."""

    width: int
    height: int
    place: Affine

    def points(self, columns: Floats, rows: Floats) -> tuple[Floats, Floats]:
        """Map coordinates of pixel positions."""
        a = self.place
        return a.a * columns + a.b * rows + a.c, a.d * columns + a.e * rows + a.f

    @property
    def extent(self) -> list[float]:
        """West, south, east, north."""
        corners = np.array([[0, 0], [self.width, 0], [self.width, self.height], [0, self.height]], dtype=float)
        x, y = self.points(corners[:, 0], corners[:, 1])
        return [float(x.min()), float(y.min()), float(x.max()), float(y.max())]


def mesh(frame: Frame) -> tuple[Floats, Floats, Floats, Floats]:
    """Pixel positions of a mesh over the picture (columns, rows) and their map coordinates."""
    across, down = np.meshgrid(np.linspace(0, frame.width, MESH), np.linspace(0, frame.height, MESH))
    columns, rows = across.ravel(), down.ravel()
    return columns, rows, *frame.points(columns, rows)


def retagged(frame: Frame, conversion: Conversion) -> tuple[Frame, float]:
    """The same pixels at the affine place that fits best, and its largest deviation in pixels."""
    columns, rows, x, y = mesh(frame)
    east, north = conversion.forward(x, y)
    design = np.column_stack([columns, rows, np.ones(len(columns))])
    solution, *_ = np.linalg.lstsq(design, np.column_stack([east, north]), rcond=None)
    place = Affine(*solution[:, 0], *solution[:, 1])
    back = ~place
    fitted_x = back.a * east + back.b * north + back.c
    fitted_y = back.d * east + back.e * north + back.f
    off = float(np.hypot(fitted_x - columns, fitted_y - rows).max())
    return Frame(frame.width, frame.height, place), off


def upright(frame: Frame, conversion: Conversion) -> Frame:
    """A north-up grid in the target that holds the picture, with as many pixels across its diagonal."""
    _, _, x, y = mesh(frame)
    east, north = conversion.forward(x, y)
    west, south, right, top = east.min(), north.min(), east.max(), north.max()
    size = float(np.hypot(right - west, top - south) / np.hypot(frame.width, frame.height))
    if (
        frame.place.b == 0
        and frame.place.d == 0
        and not conversion.target.is_geographic == conversion.source.is_geographic
    ):
        size = float(min((right - west) / frame.width, (top - south) / frame.height))
    width, height = int(np.ceil((right - west) / size)), int(np.ceil((top - south) / size))
    return Frame(width, height, Affine(size, 0.0, float(west), 0.0, -size, float(top)))


def tiles(frame: Frame) -> Iterator[tuple[int, int, int, int]]:
    """Column, row, width and height of the target's tiles."""
    for row in range(0, frame.height, TILE):
        for column in range(0, frame.width, TILE):
            yield column, row, min(TILE, frame.width - column), min(TILE, frame.height - row)


def source_places(
    target: Frame, source: Frame, conversion: Conversion, tile: tuple[int, int, int, int]
) -> tuple[Floats, Floats, float]:
    """Source pixel positions (columns, rows) of the centres of a tile's pixels, and the mesh's error in pixels."""
    column, row, width, height = tile
    nodes_x = _nodes(width)
    nodes_y = _nodes(height)
    grid_x, grid_y = np.meshgrid(column + nodes_x, row + nodes_y)
    sx, sy = _ask_back(target, source, conversion, grid_x.ravel(), grid_y.ravel())
    shape = grid_x.shape
    centres_x, centres_y = np.arange(width, dtype=float) + 0.5, np.arange(height, dtype=float) + 0.5
    places = [_between(values.reshape(shape), nodes_x, nodes_y, centres_x, centres_y) for values in (sx, sy)]
    middle = (min(NODE // 2, width - 1), min(NODE // 2, height - 1))
    exact = _ask_back(
        target, source, conversion, np.array([column + middle[0] + 0.5]), np.array([row + middle[1] + 0.5])
    )
    error = float(
        np.hypot(places[0][middle[1], middle[0]] - exact[0][0], places[1][middle[1], middle[0]] - exact[1][0])
    )
    return places[0], places[1], error


def _nodes(length: int) -> Floats:
    return np.unique(np.concatenate([np.arange(0, length, NODE), [length]])).astype(float)


def _ask_back(
    target: Frame, source: Frame, conversion: Conversion, columns: Floats, rows: Floats
) -> tuple[Floats, Floats]:
    x, y = conversion.backward(*target.points(columns, rows), impossible="mark")
    back = ~source.place
    return back.a * x + back.b * y + back.c, back.d * x + back.e * y + back.f


def _between(values: Floats, nodes_x: Floats, nodes_y: Floats, at_x: Any, at_y: Any) -> Floats:
    """Bilinear between nodes."""
    i = np.clip(np.searchsorted(nodes_x, at_x) - 1, 0, len(nodes_x) - 2)
    j = np.clip(np.searchsorted(nodes_y, at_y) - 1, 0, len(nodes_y) - 2)
    u = (at_x - nodes_x[i]) / (nodes_x[i + 1] - nodes_x[i])
    v = ((at_y - nodes_y[j]) / (nodes_y[j + 1] - nodes_y[j]))[:, None]
    low = values[j][:, i] * (1 - u) + values[j][:, i + 1] * u
    high = values[j + 1][:, i] * (1 - u) + values[j + 1][:, i + 1] * u
    return low * (1 - v) + high * v


def sampled(bands: NDArray, columns: Floats, rows: Floats, *, smooth: bool) -> tuple[NDArray, NDArray[np.bool_]]:
    """Pixels of `bands` at positions (0 is the first pixel's corner), and the mask of those inside."""
    _, height, width = bands.shape
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    if not smooth:
        i = np.clip(np.floor(np.nan_to_num(columns)).astype(int), 0, width - 1)
        j = np.clip(np.floor(np.nan_to_num(rows)).astype(int), 0, height - 1)
        return bands[:, j, i], inside
    x, y = np.nan_to_num(columns) - 0.5, np.nan_to_num(rows) - 0.5
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    u, v = x - i, y - j
    i0, i1 = np.clip(i, 0, width - 1), np.clip(i + 1, 0, width - 1)
    j0, j1 = np.clip(j, 0, height - 1), np.clip(j + 1, 0, height - 1)
    mixed = (
        bands[:, j0, i0] * ((1 - u) * (1 - v)) + bands[:, j0, i1] * (u * (1 - v))
        + bands[:, j1, i0] * ((1 - u) * v) + bands[:, j1, i1] * (u * v)
    )  # fmt: skip
    if np.issubdtype(bands.dtype, np.integer):
        mixed = np.rint(mixed)
    return mixed.astype(bands.dtype), inside


def refuse_inexact(off: float, allowed: float) -> None:
    """A new place alone is not enough when it bends the picture."""
    if off > allowed:
        raise ConversionError(
            f"Chỉ đổi tham chiếu sẽ lệch tới {off:.3f} điểm ảnh (cho phép {allowed:g}).",
            f"A new place alone would be off by up to {off:.3f} pixels (allowed: {allowed:g}).",
            hint_vi="Bỏ --retag để nắn lại ảnh, hoặc nới --retag-pixels.",
            hint_en="Leave out --retag and have the picture warped, or allow more by --retag-pixels.",
            code="retag_not_exact",
        )
