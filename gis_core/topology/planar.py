"""Faces of noded line work, traced as one planar graph over integer arrays.

Each segment is two half edges; the next half edge of a face is the one that turns least to the left at the
vertex. Following them gives rings: counter-clockwise rings are the outer borders of faces, the others are
the outer borders of connected groups of lines and become holes of the face around them. Unlike a bare
polygonizer this also tells which face lies on each side of every segment.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.topology.linework import Geometries, Ints, LineWork

Flags = NDArray[np.bool_]
Small = NDArray[np.int32]

NO_FACE = -1
"""The unbounded outside, on the side of a segment where no face lies."""


@dataclass(frozen=True, slots=True)
class Faces:
    """Polygons in file coordinates and, per segment, the face on its left and right (NO_FACE: none).

    `outer_left` and `outer_right` tell whether the segment belongs to that face's outer border rather than to a
    hole. `barren` marks segments that separate nothing: the same face lies on both sides. Faces are numbered
    by their lowest segment, so the order does not depend on the order of the input.
    """

    polygons: Geometries
    left: Ints
    right: Ints
    outer_left: Flags
    outer_right: Flags
    barren: Flags

    def sides(self) -> tuple[Ints, Ints]:
        """(segment, face) for every side of a segment that borders a face and separates something."""
        count = len(self.left)
        segment = np.concatenate([np.arange(count), np.arange(count)])
        face = np.concatenate([self.left, self.right])
        borders = (face != NO_FACE) & ~np.concatenate([self.barren, self.barren])
        return segment[borders], face[borders]


@dataclass(frozen=True, slots=True)
class _Rings:
    """Rings as half edges in order: `ring[k]` of half edge `half[k]`, doubled signed area per ring."""

    half: Ints
    ring: Ints
    area: NDArray[np.float64]


def trace_faces(work: LineWork, usable: Flags | None = None) -> Faces:
    """Build every face of the line work; `usable` may leave segments out (loose ends, set aside)."""
    barren = np.zeros(len(work.start), dtype=bool) if usable is None else ~usable
    while True:
        live = np.flatnonzero(~barren)
        following = _next_half_edges(work, live)
        label = _ring_labels(following)
        bridge = label[0] == label[1]
        if not bridge.any():
            break
        barren[live[bridge]] = True
    left = np.full(len(barren), NO_FACE)
    right = left.copy()
    outer_left, outer_right = np.zeros(len(barren), dtype=bool), np.zeros(len(barren), dtype=bool)
    if not len(live):
        return Faces(np.zeros(0, dtype=object), left, right, outer_left, outer_right, barren)
    rings = _order_rings(work, live, following, label)
    polygons, face_of_ring = _polygons(work, live, rings)
    face_of_half = np.empty(2 * len(live), dtype=np.int64)
    face_of_half[rings.half] = face_of_ring[rings.ring]
    outer_half = np.empty(2 * len(live), dtype=bool)
    outer_half[rings.half] = rings.area[rings.ring] > 0
    left[live], right[live] = face_of_half[0::2], face_of_half[1::2]
    outer_left[live], outer_right[live] = outer_half[0::2], outer_half[1::2]
    return Faces(polygons, left, right, outer_left, outer_right, barren)


def _next_half_edges(work: LineWork, live: Ints) -> Small:
    """Half edge 2k runs from the start of live segment k to its end, 2k+1 back."""
    start, end = work.start[live], work.end[live]
    origin = np.column_stack([start, end]).ravel()
    along = work.xy[end] - work.xy[start]
    way = np.column_stack([along, -along]).reshape(-1, 2)
    angle = np.arctan2(way[:, 1].astype(float), way[:, 0].astype(float))
    by_angle = np.lexsort((angle, origin))
    rank = np.empty(len(origin), dtype=np.int64)
    rank[by_angle] = np.arange(len(origin))
    sorted_origin = origin[by_angle]
    first = np.searchsorted(sorted_origin, origin)
    last = np.searchsorted(sorted_origin, origin, side="right") - 1
    before = np.where(rank == first, last, rank - 1)
    clockwise = by_angle[before]
    twin = np.arange(len(origin)) ^ 1
    return clockwise[twin].astype(np.int32)


def _ring_labels(following: Small) -> Small:
    """The lowest half edge of the ring each half edge belongs to, as rows (forward, backward)."""
    label = np.minimum(np.arange(len(following), dtype=np.int32), following)
    jump = following
    while True:
        jump = jump[jump]
        lower = np.minimum(label, label[jump])
        if np.array_equal(lower, label):
            return label.reshape(-1, 2).T
        label = lower


def _order_rings(work: LineWork, live: Ints, following: Small, label: Small) -> _Rings:
    """Half edges ring by ring, each ring from its lowest half edge onwards."""
    flat = label.T.ravel()
    half = np.arange(len(flat), dtype=np.int32)
    ends = following == flat
    jump = np.where(ends, half, following).astype(np.int32)
    to_end = (~ends).astype(np.int32)
    while True:
        more = to_end[jump]
        if not more.any():
            break
        to_end = to_end + more
        jump = jump[jump]
    heads, ring, size = np.unique(flat, return_inverse=True, return_counts=True)
    offset = np.cumsum(size) - size
    slot = offset[ring] + size[ring] - 1 - to_end
    order = np.empty(len(flat), dtype=np.int64)
    order[slot] = half
    start, end = work.xy[work.start[live]].astype(float), work.xy[work.end[live]].astype(float)
    cross = start[:, 0] * end[:, 1] - start[:, 1] * end[:, 0]
    area = np.bincount(ring, weights=np.column_stack([cross, -cross]).ravel(), minlength=len(heads))
    return _Rings(order, np.repeat(np.arange(len(heads)), size), area.astype(np.float64))


def _polygons(work: LineWork, live: Ints, rings: _Rings) -> tuple[Geometries, Ints]:
    """Polygons with their holes, and the face of every ring."""
    segment = live[rings.half >> 1]
    vertex = np.where(rings.half & 1, work.end[segment], work.start[segment])
    count = len(rings.area)
    is_shell = rings.area > 0
    face_of_ring = np.full(count, NO_FACE)
    face_of_ring[is_shell] = np.arange(int(is_shell.sum()))
    pinched = _pinched_rings(rings.ring, vertex, len(work.xy))
    lines = shapely.linearrings(work.metres(work.xy[vertex]), indices=rings.ring)
    shells = lines[is_shell]
    outside = np.flatnonzero(~is_shell)
    firsts = vertex[np.searchsorted(rings.ring, outside)]
    around = _surrounding_shells(shells, work.metres(work.xy[firsts]))
    face_of_ring[outside] = around
    enclosed = outside[around != NO_FACE]
    hole_rings, hole_faces = lines[enclosed], around[around != NO_FACE]
    narrow = np.isin(enclosed, pinched)
    if narrow.any():
        parts, at = shapely.get_parts(shapely.make_valid(shapely.polygons(hole_rings[narrow])), return_index=True)
        hole_rings = np.concatenate([hole_rings[~narrow], shapely.get_exterior_ring(parts)])
        hole_faces = np.concatenate([hole_faces[~narrow], hole_faces[narrow][at]])
    polygons = _with_holes(shells, hole_rings, hole_faces)
    touching = face_of_ring[pinched[is_shell[pinched]]]
    if len(touching):
        polygons[touching] = shapely.make_valid(polygons[touching])
    return polygons, face_of_ring


def _pinched_rings(ring: Ints, vertex: Ints, vertices: int) -> Ints:
    """Rings that pass through one vertex twice: a hole touches the border, or two groups touch."""
    visits = np.sort(ring * vertices + vertex)
    return np.unique(visits[1:][visits[1:] == visits[:-1]] // vertices)


def _surrounding_shells(shells: Geometries, points: NDArray[np.float64]) -> Ints:
    """The smallest shell strictly around each point (a vertex of another group of lines)."""
    around = np.full(len(points), NO_FACE)
    if not len(points):
        return around
    bodies = shapely.polygons(shells)
    shell, point = shapely.STRtree(shapely.points(points)).query(bodies, predicate="contains_properly")
    order = np.lexsort((shell, shapely.area(bodies[shell]), point))
    inside, first = np.unique(point[order], return_index=True)
    around[inside] = shell[order[first]]
    return around


def _with_holes(shells: Geometries, holes: Geometries, faces: Ints) -> Geometries:
    rings = np.concatenate([shells, holes])
    owner = np.concatenate([np.arange(len(shells)), faces])
    order = np.argsort(owner, kind="stable")
    return np.atleast_1d(shapely.polygons(rings[order], indices=owner[order]))
