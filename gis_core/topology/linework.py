"""Line work on the millimetre grid: vertices, segments, snapping and noding, all as integer arrays.

Clean cadastral line work already meets at vertices, so it needs no heavy noding. Every element is cut into
segments between grid vertices; one tree finds the pairs that come near each other; exact integer arithmetic
says which of them touch, cross or lie within the snapping distance; only those places are changed, and only
changed segments are looked at again. Vertices are numbered by place (x, then y), segments by their vertices,
so nothing depends on the order, direction or starting point of the input.

Lengths inside this module are whole millimetres; `origin` carries the shift back to the file's coordinates.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.errors import GeometryError

Ints = NDArray[np.int64]
Geometries = NDArray[np.object_]

GRID_PER_METRE = 1000
"""Grid steps in a metre: the register's 1 mm."""

LARGEST_EXTENT_MM = 10**9
"""The widest file the integer arithmetic holds exactly, 1,000 km; no sheet is a thousandth of it."""


@dataclass(frozen=True, slots=True)
class LineWork:
    """Noded line work.

    `xy` (V, 2) are vertices in mm from `origin`, sorted by x then y. `start < end` are the vertices of each
    distinct segment. An element may run over several segments and a segment may be drawn by several elements:
    `drawn_segment[k]` was drawn by element `drawn_by[k]`. `places` holds (place key, element) of every vertex
    as the elements had them before noding.
    """

    xy: Ints
    origin: Ints
    start: Ints
    end: Ints
    drawn_segment: Ints
    drawn_by: Ints
    places: Ints

    def degree(self) -> Ints:
        """Number of distinct segments at each vertex."""
        return np.bincount(np.concatenate([self.start, self.end]), minlength=len(self.xy))

    def metres(self, mm: Ints | NDArray[np.float64]) -> NDArray[np.float64]:
        """Grid coordinates as the file's coordinates in metres."""
        return np.asarray((mm + self.origin) / GRID_PER_METRE, dtype=np.float64)

    def place(self, vertex: int) -> tuple[float, float]:
        """One vertex as (x, y) in the file's coordinates."""
        x, y = self.metres(self.xy[vertex])
        return float(x), float(y)


@dataclass(frozen=True, slots=True)
class DrawnSegments:
    """Segments as drawn, not yet distinct: end points in grid coordinates and the element that drew each."""

    ends: Ints
    element: Ints


def flatten_lines(lines: Geometries) -> tuple[Geometries, Ints]:
    """Lines and rings of any input, with the index of the element each comes from; null and empty ones drop out."""
    index = np.arange(len(lines))
    kinds = shapely.get_type_id(lines)
    if np.isin(kinds, (-1, 1, 2)).all():
        return lines, index
    areal = np.isin(kinds, (3, 6))
    lines = lines.copy()
    lines[areal] = shapely.boundary(lines[areal])
    parts, origin = shapely.get_parts(lines, return_index=True)
    linear = np.isin(shapely.get_type_id(parts), (1, 2))
    return parts[linear], origin[linear]


def draw_on_grid(lines: Geometries) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    """Round every vertex to the grid.

    Returns grid coordinates (N, 2), the element of each, the origin that was taken off, and which elements
    cannot be used (no finite coordinates). Raises GeometryError when the extent is impossible.
    """
    parts, element_of_part = flatten_lines(lines)
    coordinates, part = shapely.get_coordinates(parts, return_index=True)
    element = element_of_part[part]
    finite = np.isfinite(coordinates).all(axis=1)
    unusable = np.zeros(len(lines), dtype=bool)
    unusable[element[~finite]] = True
    usable = ~unusable[element]
    coordinates, element, part = coordinates[usable], element[usable], part[usable]
    if not len(coordinates):
        return np.zeros((0, 2), np.int64), np.zeros((0, 2), np.int64), np.zeros(2, np.int64), ~_drawn(lines, element)
    if np.abs(coordinates).max() > 1e12 or (np.ptp(coordinates, axis=0) * GRID_PER_METRE > LARGEST_EXTENT_MM).any():
        raise GeometryError(
            "Tọa độ trải rộng quá 1.000 km; không phải bản đồ địa chính.",
            "The coordinates spread over more than 1,000 km; this is no cadastral map.",
            hint_vi="Kiểm tra hệ tọa độ và các phần tử lạc xa rồi nhập lại.",
            hint_en="Check the coordinate system and stray elements far away, then import again.",
            code="impossible_coordinates",
        )
    grid = np.rint(coordinates * GRID_PER_METRE).astype(np.int64)
    origin = grid.min(axis=0)
    return grid - origin, np.column_stack([part, element]), origin, ~_drawn(lines, element)


def _drawn(lines: Geometries, element: Ints) -> NDArray[np.bool_]:
    drawn = np.zeros(len(lines), dtype=bool)
    drawn[element] = True
    return drawn


def segments_of(grid: Ints, owner: Ints) -> DrawnSegments:
    """The segments between consecutive vertices of one part; those that vanish on the grid are left out.

    `owner` (N, 2) tells the part and the element of each vertex.
    """
    if len(grid) < 2:
        return DrawnSegments(np.zeros((0, 2, 2), np.int64), np.zeros(0, np.int64))
    same = (owner[1:, 0] == owner[:-1, 0]) & (grid[1:] != grid[:-1]).any(axis=1)
    ends = np.stack([grid[:-1][same], grid[1:][same]], axis=1)
    return DrawnSegments(ends, owner[1:, 1][same])


def place_keys(xy: Ints) -> Ints:
    """One number per grid place; sorts by x, then y."""
    return (xy[:, 0] << 32) | xy[:, 1]


def assemble(drawn: DrawnSegments, origin: Ints, places: Ints | None = None) -> LineWork:
    """Number vertices and segments by place and join segments drawn more than once."""
    flat = drawn.ends.reshape(-1, 2)
    keys, inverse = np.unique(place_keys(flat), return_inverse=True)
    xy = np.column_stack([keys >> 32, keys & 0xFFFFFFFF])
    pairs = inverse.reshape(-1, 2)
    low, high = pairs.min(axis=1), pairs.max(axis=1)
    real = low != high
    segment_keys, segment = np.unique(low[real] * len(keys) + high[real], return_inverse=True)
    count = max(len(keys), 1)
    if places is None:
        places = np.column_stack([place_keys(flat), np.repeat(drawn.element, 2)])
    return LineWork(xy, origin, segment_keys // count, segment_keys % count, segment, drawn.element[real], places)


def redraw(
    work: LineWork, keep: NDArray[np.bool_], ends: Ints, element: Ints, *, places: Ints | None = None
) -> LineWork:
    """The line work without the drawn segments that are not kept, plus new ones given by end points.

    `keep` has one value per drawn segment, `ends` is (n, 2, 2) in grid coordinates; `places` moves vertices.
    """
    xy = work.xy if places is None else places
    kept = work.drawn_segment[keep]
    old = np.stack([xy[work.start[kept]], xy[work.end[kept]]], axis=1)
    drawn = DrawnSegments(np.concatenate([old, ends]), np.concatenate([work.drawn_by[keep], element]))
    return assemble(drawn, work.origin, work.places)
