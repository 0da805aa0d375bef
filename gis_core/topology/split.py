"""Cut one polygon by lines: the parts fill it exactly, on the millimetre grid, and nothing is lost.

New vertices on the old border are rounded to the grid, so the border may bend by less than a millimetre there;
a line's end within a millimetre of the border counts as on it;
`border` in the result is the old polygon with those vertices, and the parts' union is exactly that. Neighbours
must take the same vertices (DESIGN: one fabric, one grid).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon

from gis_core.errors import GeometryError
from gis_core.topology.cut_refusals import cut_crosses_itself, cut_ends_inside, cut_misses
from gis_core.topology.noding import node_lines
from gis_core.topology.planar import trace_faces

_GRID_M = 0.001


@dataclass(frozen=True, slots=True)
class SplitResult:
    """Parts in a fixed order, the old polygon with the new vertices on its border, and those vertices."""

    parts: tuple[Polygon, ...]
    border: Polygon
    new_vertices: tuple[Point, ...]


def split_polygon(polygon: Polygon, cut_lines: Sequence[LineString]) -> SplitResult:
    """Cut a polygon by one or more lines, which may cross each other, end on each other and run beyond it.

    Raises GeometryError when the polygon is invalid, a line crosses itself, a line ends inside or the lines do
    not cut the polygon into parts.
    """
    _check_polygon(polygon)
    lines = _check_lines(polygon, cut_lines)
    bent = _with_line_ends(polygon, lines)
    rings = shapely.get_rings(bent)
    work, _ = node_lines(np.concatenate([rings, lines]), snap_m=0.0)
    faces = trace_faces(work)
    centres = work.metres((work.xy[work.start] + work.xy[work.end]) / 2)
    loose = faces.barren & shapely.contains_properly(bent, shapely.points(centres))
    if loose.any():
        raise cut_ends_inside(tuple(centres[np.flatnonzero(loose)[0]].tolist()))
    inner = shapely.contains_properly(bent, shapely.point_on_surface(faces.polygons))
    parts = tuple(faces.polygons[inner])
    if len(parts) < 2:
        raise cut_misses()
    border, points = _border(polygon, bent, work.metres(work.xy))
    return SplitResult(parts, border, points)


def _check_polygon(polygon: Any) -> None:
    if not isinstance(polygon, Polygon) or polygon.is_empty or not shapely.is_valid(polygon):
        raise GeometryError(
            "Thửa cần tách không có hình hợp lệ.",
            "The parcel to be split has no valid shape.",
            hint_vi="Sửa hình thửa trước khi tách.",
            hint_en="Repair the parcel before splitting it.",
            code="invalid_polygon",
        )


def _check_lines(polygon: Polygon, cut_lines: Sequence[LineString]) -> NDArray[np.object_]:
    """Cut lines as an array, each usable by itself."""
    lines = np.array([line for line in cut_lines if line is not None and not line.is_empty], dtype=object)
    if not len(lines) or not shapely.intersects(polygon, lines).all():
        raise cut_misses()
    if not shapely.is_simple(lines).all():
        raise cut_crosses_itself()
    return lines


def _with_line_ends(polygon: Polygon, lines: NDArray[np.object_]) -> Polygon:
    """The polygon with the ends of lines that lie on its border, within the grid, as vertices."""
    ends = np.round(shapely.get_coordinates([shapely.get_point(lines, 0), shapely.get_point(lines, -1)]), 3)
    ends = np.unique(ends, axis=0)
    touching = ends[shapely.dwithin(shapely.boundary(polygon), shapely.points(ends), _GRID_M)]
    bent = _with_vertices(polygon, touching)
    return bent if shapely.is_valid(bent) else polygon


def _border(polygon: Polygon, bent: Polygon, vertices: NDArray[np.float64]) -> tuple[Polygon, tuple[Point, ...]]:
    """The bent polygon with every vertex of the line work on its border, and those the old one does not have."""
    candidates = vertices[shapely.dwithin(shapely.boundary(bent), shapely.points(vertices), _GRID_M)]
    whole = _with_vertices(bent, candidates)
    old = {tuple(c) for c in np.round(shapely.get_coordinates(polygon), 3)}
    new = [c for c in candidates if tuple(np.round(c, 3)) not in old]
    return whole, tuple(shapely.points(new)) if new else ()


def _with_vertices(polygon: Polygon, vertices: NDArray[np.float64]) -> Polygon:
    """The polygon with those vertices inserted that it does not have."""
    old = {tuple(c) for c in np.round(shapely.get_coordinates(polygon), 3)}
    new = np.array([c for c in vertices if tuple(np.round(c, 3)) not in old]).reshape(-1, 2)
    rings = [_ring_with(shapely.get_coordinates(ring), new) for ring in shapely.get_rings(polygon)]
    return Polygon(rings[0], rings[1:])


def _ring_with(ring: NDArray[np.float64], new: NDArray[np.float64]) -> NDArray[np.float64]:
    """Insert new vertices into the sides of a ring they lie on."""
    ring = np.round(ring, 3)
    if not len(new):
        return ring
    base, along = ring[:-1], ring[1:] - ring[:-1]
    length = np.hypot(along[:, 0], along[:, 1])
    offset = new[:, None] - base[None]
    run = (offset * along).sum(axis=2) / length
    gap = np.abs(offset[..., 0] * along[:, 1] - offset[..., 1] * along[:, 0]) / length
    gap[(run < 0) | (run > length)] = np.inf
    side = gap.argmin(axis=1)
    mine = np.flatnonzero(gap[np.arange(len(new)), side] <= 0.001)
    order = mine[np.lexsort((run[mine, side[mine]], side[mine]))]
    return np.insert(ring, side[order] + 1, new[order], axis=0)
