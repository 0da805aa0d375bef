"""One fabric: a vertex on a common boundary stands in both neighbours (DESIGN 5.2).

Without it, splitting a side rounds to a point a fraction of a millimetre off the neighbour's straight line, and
three of four splits overlap a neighbour by some 1e-9 m². Plane coordinates, metres.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """`shapes` with the vertices in; `inserted` counts them per shape (0: the shape is the very same object)."""

    shapes: NDArray[Any]
    inserted: NDArray[np.intp]


def vertices_of(shapes: NDArray[Any]) -> Floats:
    """Every vertex of the shapes once (n×2)."""
    coordinates = shapely.get_coordinates(shapes)
    # as complex numbers they sort by (x, y) in one go; a unique over rows compares byte strings and takes five times
    once = np.unique(coordinates.view(np.complex128).ravel())
    return once.view(np.float64).reshape(-1, 2)


def with_vertices_nearby(shapes: NDArray[Any], vertices: Floats, tolerance: float) -> Fitted:
    """The same as `with_vertices` for vertices of other shapes, most of them far away: only what they touch is looked
    at."""
    unchanged = Fitted(shapes, np.zeros(len(shapes), dtype=np.intp))
    if not len(shapes) or not len(vertices):
        return unchanged
    west, south, east, north = shapely.total_bounds(shapes) + tolerance * np.array([-1, -1, 1, 1])
    x, y = vertices.T
    vertices = vertices[(x >= west) & (x <= east) & (y >= south) & (y <= north)]
    vertex, shape = shapely.STRtree(shapes).query(shapely.points(vertices), predicate="dwithin", distance=tolerance)
    if not len(vertex):
        return unchanged
    touched = np.unique(shape)
    fitted = with_vertices(shapes[touched], vertices[np.unique(vertex)], tolerance)
    result = shapes.copy()
    result[touched] = fitted.shapes
    unchanged.inserted[touched] = fitted.inserted
    return Fitted(result, unchanged.inserted)


def with_vertices(shapes: NDArray[Any], vertices: Floats, tolerance: float) -> Fitted:
    """Insert every vertex that lies on a side of a shape within `tolerance` metres and is none of its corners.

    Corners nearer than `tolerance` count as being there already: no side of a millimetre is made. A shape that the
    insertion would make invalid stays as it was.
    """
    inserted = np.zeros(len(shapes), dtype=np.intp)
    if not len(shapes) or not len(vertices):
        return Fitted(shapes, inserted)
    rings = _Rings.of(shapes)
    side, vertex, along = rings.sides_near(vertices, tolerance)
    if not len(side):
        return Fitted(shapes, inserted)
    order = np.lexsort((along, side))
    side, vertex, along = side[order], vertex[order], along[order]
    keep = np.ones(len(side), dtype=bool)
    # two vertices closer than the tolerance on one side are one corner drawn twice: the first serves
    same = side[1:] == side[:-1]
    keep[1:] = ~(same & (along[1:] - along[:-1] <= tolerance))
    side, vertex = side[keep], vertex[keep]

    result = shapes.copy()
    for shape in np.unique(rings.owner[rings.ring_of_side[side]]):
        mine = rings.owner[rings.ring_of_side[side]] == shape
        rebuilt = rings.rebuild(shapes[shape], int(shape), side[mine], vertices[vertex[mine]])
        if rebuilt.is_valid:
            result[shape] = rebuilt
            inserted[shape] = int(mine.sum())
    return Fitted(result, inserted)


@dataclass(frozen=True, slots=True)
class _Rings:
    """All rings of many polygons as flat arrays."""

    coordinates: Floats  # every ring vertex, closing ones included
    ring_of_vertex: NDArray[np.intp]
    owner: NDArray[np.intp]  # ring → shape
    start: NDArray[np.intp]  # side → index of its first vertex
    ring_of_side: NDArray[np.intp]

    @classmethod
    def of(cls, shapes: NDArray[Any]) -> "_Rings":
        parts, part_owner = shapely.get_parts(shapes, return_index=True)
        rings, ring_part = shapely.get_rings(parts, return_index=True)
        coordinates, ring_of_vertex = shapely.get_coordinates(rings, return_index=True)
        start = np.flatnonzero(ring_of_vertex[:-1] == ring_of_vertex[1:])
        return cls(coordinates, ring_of_vertex, part_owner[ring_part], start, ring_of_vertex[start])

    def sides_near(self, vertices: Floats, tolerance: float) -> tuple[NDArray[Any], NDArray[Any], Floats]:
        """(side, vertex, metres along the side) for vertices on a side but not at its ends."""
        begin, end = self.coordinates[self.start], self.coordinates[self.start + 1]
        tree = shapely.STRtree(shapely.linestrings(np.stack([begin, end], axis=1)))
        vertex, side = tree.query(shapely.points(vertices), predicate="dwithin", distance=tolerance)
        at, first, last = vertices[vertex], begin[side], end[side]
        inside = (np.hypot(*(at - first).T) > tolerance) & (np.hypot(*(at - last).T) > tolerance)
        side, vertex = side[inside], vertex[inside]
        step = last[inside] - first[inside]
        along = ((at[inside] - first[inside]) * step).sum(axis=1) / np.maximum(np.hypot(*step.T), 1e-12)
        return side, vertex, along

    def rebuild(self, shape: Any, index: int, sides: NDArray[Any], vertices: Floats) -> Any:
        """The shape again with `vertices` put behind the first corner of their `sides`."""
        rings = {}
        for ring in np.flatnonzero(self.owner == index):
            of_ring = self.ring_of_side[sides] == ring
            first = int(np.searchsorted(self.ring_of_vertex, ring))
            corners = self.coordinates[self.ring_of_vertex == ring]
            rings[int(ring)] = np.insert(corners, self.start[sides[of_ring]] - first + 1, vertices[of_ring], axis=0)
        remaining = iter(rings.values())
        polygons = []
        for polygon in shape.geoms:
            shell = next(remaining)
            polygons.append(shapely.Polygon(shell, [next(remaining) for _ in polygon.interiors]))
        return shapely.MultiPolygon(polygons)
