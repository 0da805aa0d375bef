"""Boundaries drawn more than once, and closed shapes that claim the same ground.

A closed shape repeats the lines its neighbours draw: that is how shapes are, no fault. Faults are an open line
that repeats other open lines (whole or in part), a shape drawn twice, and two shapes that share a face wider
than the sliver width without one lying wholly inside the other as an islet.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.topology.linework import GRID_PER_METRE, Geometries, Ints, LineWork
from gis_core.topology.noding import connected_groups
from gis_core.topology.planar import NO_FACE, Faces

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Repeat:
    """One boundary drawn twice: a place on it (file coordinates), its length in m, the elements.

    `is_overshoot`: a line ran past its junction along the next boundary; the place is its end.
    """

    where: tuple[float, float]
    length: float
    elements: tuple[int, ...]
    is_overshoot: bool = False


def find_repeats(
    work: LineWork, *, closed: Flags, rings: Flags, watched: Flags, max_gap_mm: float
) -> tuple[Flags, list[Repeat]]:
    """Redundant elements and one Repeat per redundant element or partly shared run.

    `closed` marks shapes; `rings` marks lines that end where they began, which repeat each other like shapes do
    but are a fault under an open line. `watched` marks elements whose repetition is a fault: no frames and unit
    boundaries, which may run along anything. A shared run at most `max_gap_mm` long is an overshoot along the
    next boundary.
    """
    redundant = np.zeros(len(closed), dtype=bool)
    repeats = _repeated_shapes(work, (closed | rings) & watched, redundant)
    rows = np.flatnonzero((watched & ~closed & ~rings)[work.drawn_by])
    pairs = np.unique(np.column_stack([work.drawn_by[rows], work.drawn_segment[rows]]), axis=0)
    times = np.bincount(pairs[:, 1], minlength=len(work.start))
    ringed = work.drawn_segment[(watched & rings & ~closed)[work.drawn_by]]
    times[np.unique(ringed)] += 1
    pairs = pairs[np.isin(pairs[:, 0], pairs[times[pairs[:, 1]] > 1, 0])]
    if not len(pairs):
        return redundant, repeats
    elements, first, size = np.unique(pairs[:, 0], return_index=True, return_counts=True)
    doubled = np.add.reduceat((times[pairs[:, 1]] > 1).astype(int), first)
    whole = np.flatnonzero(doubled == size)
    lowest = pairs[first[whole], 1]
    for k in whole[np.lexsort((elements[whole], lowest, -size[whole]))]:
        segments = pairs[first[k] : first[k] + size[k], 1]
        if (times[segments] > 1).all():
            times[segments] -= 1
            redundant[elements[k]] = True
            others = np.setdiff1d(work.drawn_by[np.isin(work.drawn_segment, segments)], elements[k])
            repeats.append(_repeat(work, segments, (int(elements[k]), *map(int, others))))
    left = pairs[~redundant[pairs[:, 0]] & (times[pairs[:, 1]] > 1)]
    return redundant, repeats + _shared_runs(work, left, max_gap_mm)


def _repeat(work: LineWork, segments: Ints, elements: tuple[int, ...]) -> Repeat:
    """A Repeat placed at the middle of the middle one of its segments."""
    segments = np.sort(segments)
    ends = work.metres(np.stack([work.xy[work.start[segments]], work.xy[work.end[segments]]], axis=1))
    length = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    x, y = ends[len(segments) // 2].mean(axis=0)
    return Repeat((float(x), float(y)), float(length.sum()), elements)


def _repeated_shapes(work: LineWork, shapes: Flags, redundant: Flags) -> list[Repeat]:
    """Closed shapes with exactly the segments of another shape."""
    rows = np.flatnonzero(shapes[work.drawn_by])
    if not len(rows):
        return []
    order = np.lexsort((work.drawn_segment[rows], work.drawn_by[rows]))
    element, segment = work.drawn_by[rows][order], work.drawn_segment[rows][order]
    elements, first, size = np.unique(element, return_index=True, return_counts=True)
    mixed = (segment.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mark = np.add.reduceat(mixed * np.uint64(0xBF58476D1CE4E5B9), first)
    order = np.lexsort((elements, segment[first], size, mark))
    same = (mark[order][1:] == mark[order][:-1]) & (size[order][1:] == size[order][:-1])
    repeats = []
    for k in np.flatnonzero(same):
        one, two = order[k], order[k + 1]
        mine = segment[first[two] : first[two] + size[two]]
        if np.array_equal(mine, segment[first[one] : first[one] + size[one]]):
            redundant[elements[two]] = True
            repeats.append(_repeat(work, mine, (int(elements[two]), int(elements[one]))))
    return repeats


def _shared_runs(work: LineWork, left: Ints, max_gap_mm: float) -> list[Repeat]:
    """Connected runs that two elements share without either being redundant."""
    if not len(left):
        return []
    left = left[np.argsort(left[:, 1], kind="stable")]
    segments, first = np.unique(left[:, 1], return_index=True)
    owners = [tuple(int(e) for e in group) for group in np.split(left[:, 0], first[1:])]
    degree = work.degree()
    repeats = []
    for owner in sorted(set(owners)):
        mine = segments[[o == owner for o in owners]]
        links = np.column_stack([work.start[mine], work.end[mine]])
        group = connected_groups(links, len(work.xy))[work.start[mine]]
        for leader in np.unique(group):
            run = _repeat(work, mine[group == leader], owner)
            if run.length * GRID_PER_METRE <= max_gap_mm:
                visits, times = np.unique(links[group == leader], return_counts=True)
                ends = visits[times == 1]
                end = int(ends[np.argmin(degree[ends])]) if len(ends) else int(visits[0])
                run = Repeat(work.place(end), run.length, owner, is_overshoot=True)
            repeats.append(run)
    return repeats


@dataclass(frozen=True, slots=True)
class Overlap:
    """A connected piece of ground claimed by several shapes: its faces and the shapes' elements."""

    faces: Ints
    elements: tuple[int, ...]


def find_overlaps(
    faces: Faces, inner_points: Geometries, shapes: Geometries, elements: Ints, *, width_m: float
) -> list[Overlap]:
    """Pieces of ground wider than `width_m` that lie inside several closed shapes.

    A shape that lies in the interior of another (touching its border at points only) is an islet, no overlap.
    """
    if len(shapes) < 2 or not len(faces.polygons):
        return []
    which, face = shapely.STRtree(inner_points).query(shapes, predicate="contains_properly")
    order = np.lexsort((elements[which], face))
    which, face = which[order], face[order]
    several = np.bincount(face, minlength=len(faces.polygons)) > 1
    claims: dict[int, list[int]] = {}
    for f, s in zip(face[several[face]], which[several[face]], strict=True):
        claims.setdefault(int(f), []).append(int(s))
    islets = _islets(shapes, claims)
    claims = {f: [s for s in c if not any((inner, s) in islets for inner in c)] for f, c in claims.items()}
    claimed = {f: tuple(c) for f, c in claims.items() if len(c) > 1}
    return [
        Overlap(group, tuple(int(e) for e in elements[list(claimed[int(group[0])])]))
        for group in _adjoining_groups(faces, claimed)
        if not shapely.is_empty(shapely.buffer(shapely.union_all(faces.polygons[group]), -width_m / 2))
    ]


def _islets(shapes: Geometries, claims: dict[int, list[int]]) -> set[tuple[int, int]]:
    """Pairs (inner, outer) of shapes where the inner one lies in the outer one's interior."""
    pairs = {(a, b) for shapes_of in claims.values() for a in shapes_of for b in shapes_of if a != b}
    if not pairs:
        return set()
    ordered = np.array(sorted(pairs))
    inner, outer = shapes[ordered[:, 0]], shapes[ordered[:, 1]]
    inside = shapely.covers(outer, inner) & (shapely.area(inner) < shapely.area(outer))
    rims = shapely.length(shapely.intersection(shapely.boundary(inner[inside]), shapely.boundary(outer[inside])))
    return {(int(a), int(b)) for a, b in ordered[inside][rims == 0]}


def _adjoining_groups(faces: Faces, claimed: dict[int, tuple[int, ...]]) -> list[Ints]:
    """Faces of the same claims that share a border, as one group each."""
    mine = np.array(sorted(claimed), dtype=np.int64)
    if not len(mine):
        return []
    beside = (faces.left != NO_FACE) & (faces.right != NO_FACE)
    links = np.column_stack([faces.left[beside], faces.right[beside]])
    links = links[np.isin(links, mine).all(axis=1)]
    same = np.array([claimed[int(a)] == claimed[int(b)] for a, b in links], dtype=bool)
    group = connected_groups(links[same], len(faces.polygons))[mine]
    return [mine[group == g] for g in np.unique(group)]
