"""Snapping and noding: after this, segments meet only at vertices.

Three kinds of places are changed, each found by exact arithmetic on grid coordinates:

- *merge*: two vertices of different elements within the snapping distance become one, the one with more
  lines (then the lower place) stays;
- *move*: a vertex within the snapping distance of a foreign segment moves onto it, so that a long straight
  boundary is never bent towards a sloppy line end; a junction of three or more lines stays, there the segment
  is bent to it;
- *split*: a segment is cut where a vertex lies on it (within one grid step) or another segment crosses it.

Splits go first: what a line really touches holds it, before anything is moved. Every change makes new segments,
and only those are looked at again, until nothing changes.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.topology.linework import (
    GRID_PER_METRE,
    DrawnSegments,
    Geometries,
    Ints,
    LineWork,
    assemble,
    draw_on_grid,
    place_keys,
    segments_of,
)
from gis_core.topology.snap_rounding import hot_pixels_on_segments

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

SNAP_ROUNDS = 3
"""Rounds in which vertices may still move."""
GENTLE_ROUNDS = 8
"""Looks after which a tangle is settled by snap rounding; ordinary files need two to four."""
JUNCTION = 3
"""Lines that make a vertex a junction."""
FEW = 20
"""Below one active segment in so many, a coarse grid picks the segments worth indexing."""
CELLS = 512
TOUCH_MM = 1.0
"""A vertex this near to a segment lies on it: rounding to the grid moves a point at most 0.71 mm."""


@dataclass(frozen=True, slots=True)
class Events:
    """What one look at the segments found; pairs of (vertex, vertex), (vertex, segment), places to split at."""

    merges: Ints
    moves: Ints
    move_gap: Floats
    split_segment: Ints
    split_xy: Ints

    def any(self) -> bool:
        """Whether there is anything to do."""
        return bool(len(self.merges) or len(self.moves) or len(self.split_segment))

    def loose_vertices(self) -> Ints:
        """Vertices that wait to be merged or moved."""
        return np.unique(np.concatenate([self.merges.ravel(), self.moves[:, 0]]))


def node_lines(lines: Geometries, *, snap_m: float, tile_segments: int = 200_000) -> tuple[LineWork, Flags]:
    """Put lines on the grid, snap what lies within `snap_m` metres and node what meets.

    Returns the line work and which input elements could not be used (null, empty or not finite). Near pairs
    are searched in tiles of `tile_segments` segments (strips from west to east; the halo is the snapping
    distance), which bounds the memory and cannot change the result. Raises GeometryError for impossible extents.
    """
    grid, owner, origin, unusable = draw_on_grid(lines)
    work = assemble(segments_of(grid, owner), origin)
    return node_segments(work, snap_mm=snap_m * GRID_PER_METRE, tile_segments=tile_segments), unusable


def node_segments(
    work: LineWork, *, snap_mm: float, active: Ints | None = None, tile_segments: int = 200_000
) -> LineWork:
    """Snap and node until nothing changes; `active` limits the first look to some segments."""
    if active is None:
        active = np.arange(len(work.start))
    snaps_left = SNAP_ROUNDS
    fewest = len(work.start) + 1
    for turn in range(GENTLE_ROUNDS):
        events = look_for_events(work, active, snap_mm if snaps_left else 0.0, tile_segments)
        if not events.any():
            return work
        touched = place_keys(work.xy[events.loose_vertices()])
        if len(events.split_segment):
            drawn = _split(work, work.xy, events.split_segment, events.split_xy)
            touched = np.concatenate([touched, place_keys(events.split_xy)])
        else:
            drawn, targets = _snap(work, events)
            touched = np.concatenate([touched, targets])
            snaps_left -= 1
        work = assemble(drawn, work.origin, work.places)
        active = segments_at(work, touched)
        if turn > SNAP_ROUNDS and len(active) >= fewest:
            break
        fewest = min(fewest, len(active))
    return _round_snapping(work, tile_segments)


def _round_snapping(work: LineWork, tile_segments: int) -> LineWork:
    """Settle what is left in one pass that cannot fail."""
    everything = np.arange(len(work.start))
    met = [crossings_of_pairs(work, *pairs) for pairs in near_pairs(work, everything, 0.0, tile_segments)]
    crossed = np.concatenate([segments.ravel() for segments, _ in met])
    places = np.concatenate([np.concatenate([xy, xy]) for _, xy in met])
    segment, xy = hot_pixels_on_segments(work, places, crossed)
    return assemble(_split(work, work.xy, segment, xy), work.origin, work.places)


def near_pairs(work: LineWork, active: Ints, reach: float, tile_segments: int) -> list[Ints]:
    """Pairs (i, j) of segments whose boxes come within `reach` mm, i among `active`, per tile."""
    half = reach / 2 + TOUCH_MM
    start, end = work.xy[work.start], work.xy[work.end]
    low, high = np.minimum(start, end) - half, np.maximum(start, end) + half
    others = np.arange(len(low))
    if len(active) * FEW < len(low):
        others = np.flatnonzero(_in_marked_cells(low, high, active))
    diagonals = shapely.linestrings(np.stack([low[others], high[others]], axis=1))
    tree = shapely.STRtree(diagonals)
    is_active = np.zeros(len(low), dtype=bool)
    is_active[active] = True
    tiles = []
    for first in range(0, len(active), tile_segments):
        some = active[first : first + tile_segments]
        left, right = tree.query(diagonals[np.searchsorted(others, some)])
        left, right = some[left], others[right]
        once = (left < right) | ((left != right) & ~is_active[right])
        tiles.append(np.stack([left[once], right[once]]))
    return tiles


def _in_marked_cells(low: Floats, high: Floats, active: Ints) -> Flags:
    """Which boxes share a cell of a coarse grid with an active box: all that a few active ones can be near to."""
    origin = low.min(axis=0)
    step = np.maximum((high.max(axis=0) - origin) / CELLS, 1.0)
    first, last = ((corner - origin) // step for corner in (low, high))
    first, last = first.astype(np.int64), np.minimum(last, CELLS - 1).astype(np.int64)
    marks = np.zeros((CELLS + 2, CELLS + 2), dtype=np.int32)
    (x0, y0), (x1, y1) = first[active].T, last[active].T + 1
    for x, y, sign in ((x0, y0, 1), (x1, y1, 1), (x0, y1, -1), (x1, y0, -1)):
        np.add.at(marks, (x, y), sign)
    covered = (marks.cumsum(axis=0).cumsum(axis=1) > 0).astype(np.int32)
    sums = np.zeros((CELLS + 3, CELLS + 3), dtype=np.int32)
    sums[1:, 1:] = covered.cumsum(axis=0).cumsum(axis=1)
    (x0, y0), (x1, y1) = first.T, last.T + 1
    return np.asarray(sums[x1, y1] - sums[x0, y1] - sums[x1, y0] + sums[x0, y0] > 0)


def _cross(a: Ints, b: Ints) -> Ints:
    return a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]


def look_for_events(work: LineWork, active: Ints, reach: float, tile_segments: int) -> Events:
    """Find every merge, move and split that concerns an active segment."""
    found = [
        _events_of_pairs(work, pairs[0], pairs[1], reach) for pairs in near_pairs(work, active, reach, tile_segments)
    ]
    if not found:
        none = np.zeros(0, np.int64)
        return Events(none.reshape(0, 2), none.reshape(0, 2), none.astype(float), none, none.reshape(0, 2))
    return Events(*(np.concatenate([getattr(e, name) for e in found]) for name in Events.__slots__))


def _only_elements(work: LineWork) -> tuple[Ints, Ints]:
    """Lowest and highest element that drew each segment."""
    low = np.full(len(work.start), np.iinfo(np.int64).max)
    high = np.full(len(work.start), -1)
    np.minimum.at(low, work.drawn_segment, work.drawn_by)
    np.maximum.at(high, work.drawn_segment, work.drawn_by)
    return low, high


def crossings_of_pairs(work: LineWork, i: Ints, j: Ints) -> tuple[Ints, Ints]:
    """Pairs that properly cross, as (2, n) segments, and the places rounded to the grid."""
    p, q, r, s = (work.xy[vertex] for vertex in (work.start[i], work.end[i], work.start[j], work.end[j]))
    along_i, along_j = q - p, s - r
    turn_c, turn_d = _cross(along_i, r - p), _cross(along_i, s - p)
    turn_a, turn_b = _cross(along_j, p - r), _cross(along_j, q - r)
    x = np.flatnonzero((np.sign(turn_c) * np.sign(turn_d) < 0) & (np.sign(turn_a) * np.sign(turn_b) < 0))
    ratio = turn_a[x] / (turn_a[x] - turn_b[x])
    met = np.floor(p[x] + ratio[:, None] * along_i[x] + 0.5).astype(np.int64)
    return np.stack([i[x], j[x]]), met


def _events_of_pairs(work: LineWork, i: Ints, j: Ints, reach: float) -> Events:
    """Classify pairs of segments with exact integer arithmetic."""
    xy = work.xy
    a, b, c, d = work.start[i], work.end[i], work.start[j], work.end[j]
    p, q, r, s = xy[a], xy[b], xy[c], xy[d]
    along_i, along_j = q - p, s - r
    turn_c, turn_d = _cross(along_i, r - p), _cross(along_i, s - p)
    turn_a, turn_b = _cross(along_j, p - r), _cross(along_j, q - r)
    share = (a == c) | (a == d) | (b == c) | (b == d)
    low, high = _only_elements(work)
    own = (low[i] == high[i]) & (low[j] == high[j]) & (low[i] == low[j])
    degree = work.degree()

    merges, moves, gaps, split_at, split_xy = [], [], [], [], []
    tests = (
        (c, r, i, a, b, p, along_i, turn_c),
        (d, s, i, a, b, p, along_i, turn_d),
        (a, p, j, c, d, r, along_j, turn_a),
        (b, q, j, c, d, r, along_j, turn_b),
    )
    for vertex, place, segment, first, last, base, along, turn in tests:
        length = np.hypot(along[:, 0], along[:, 1])
        gap = np.abs(turn) / length
        near = (gap <= max(reach, TOUCH_MM)) & (vertex != first) & (vertex != last)
        k = np.flatnonzero(near)
        run = ((place[k] - base[k]) * along[k]).sum(axis=1) / length[k]
        inside = (run > 0) & (run < length[k])
        may_snap = ~own[k] | (degree[vertex[k]] == 1)
        for end, distance_along in ((first, run), (last, run - length[k])):
            apart = np.hypot(distance_along, gap[k])
            merge = (apart <= reach) & ~share[k] & (may_snap | (degree[end[k]] == 1))
            merges.append(np.column_stack([vertex[k][merge], end[k][merge]]))
        by_end = np.minimum(run, length[k] - run) <= reach
        touch = inside & (gap[k] <= TOUCH_MM)
        move = inside & ~touch & (gap[k] <= reach) & may_snap & ~by_end
        moves.append(np.column_stack([vertex[k][move], segment[k][move]]))
        gaps.append(gap[k][move])
        split_at.append(segment[k][touch])
        split_xy.append(place[k][touch])
    # far ends of two segments that leave one vertex together
    merges.append(_far_ends(work, a, b, c, d, share & ~own, reach))
    crossed, met = crossings_of_pairs(work, i, j)
    split_at += [crossed[0], crossed[1]]
    split_xy += [met, met]
    return Events(
        np.concatenate(merges),
        np.concatenate(moves),
        np.concatenate(gaps),
        np.concatenate(split_at),
        np.concatenate(split_xy),
    )


def _far_ends(work: LineWork, a: Ints, b: Ints, c: Ints, d: Ints, pair: Flags, reach: float) -> Ints:
    k = np.flatnonzero(pair)
    shared_first = (a[k] == c[k]) | (a[k] == d[k])
    far_i = np.where(shared_first, b[k], a[k])
    hub = np.where(shared_first, a[k], b[k])
    far_j = np.where(c[k] == hub, d[k], c[k])
    apart = work.xy[far_i] - work.xy[far_j]
    near = (np.hypot(apart[:, 0], apart[:, 1]) <= reach) & (far_i != far_j)
    return np.column_stack([far_i[near], far_j[near]])


def _snap(work: LineWork, events: Events) -> tuple[DrawnSegments, Ints]:
    """Carry out merges and moves; bend segments to junctions that neither move nor merge.

    Also returns the place keys things moved to.
    """
    target = work.xy.copy()
    stays = np.ones(len(target), dtype=bool)
    degree = work.degree()
    if len(events.merges):
        group = connected_groups(events.merges, len(target))
        _gather_groups(target, group, events.merges, degree)
        stays[np.unique(events.merges)] = False
    order = np.lexsort((events.moves[:, 1], events.move_gap, events.moves[:, 0]))
    vertex, first = np.unique(events.moves[order, 0], return_index=True)
    segment = events.moves[order[first], 1]
    free = stays[vertex] & (degree[vertex] < JUNCTION)
    target[vertex[free]] = _foot(work, vertex[free], segment[free])
    moved = (target != work.xy).any(axis=1)
    junction, bent = events.moves[degree[events.moves[:, 0]] >= JUNCTION].T
    calm = ~moved[junction] & ~moved[work.start[bent]] & ~moved[work.end[bent]]
    drawn = _split(work, target, bent[calm], work.xy[junction[calm]])
    return drawn, place_keys(target[events.loose_vertices()])


def _foot(work: LineWork, vertex: Ints, segment: Ints) -> Ints:
    """The grid place on a segment nearest to a vertex."""
    base = work.xy[work.start[segment]]
    along = work.xy[work.end[segment]] - base
    ratio = ((work.xy[vertex] - base) * along).sum(axis=1) / (along * along).sum(axis=1)
    return np.floor(base + ratio[:, None] * along + 0.5).astype(np.int64)


def connected_groups(pairs: Ints, count: int) -> Ints:
    """The lowest member of each item's group, when the items of every pair belong together."""
    group = np.arange(count)
    while True:
        lowest = np.minimum(group[pairs[:, 0]], group[pairs[:, 1]])
        before = group.copy()
        np.minimum.at(group, pairs[:, 0], lowest)
        np.minimum.at(group, pairs[:, 1], lowest)
        group = group[group]
        if (group == before).all():
            return group


def _gather_groups(target: Ints, group: Ints, merges: Ints, degree: Ints) -> None:
    """Move each group of vertices to its member with most lines, then the lowest place."""
    members = np.unique(merges)
    order = np.lexsort((members, -degree[members], group[members]))
    members = members[order]
    _, first, size = np.unique(group[members], return_index=True, return_counts=True)
    target[members] = np.repeat(target[members[first]], size, axis=0)


def _split(work: LineWork, target: Ints, at: Ints, xy: Ints) -> DrawnSegments:
    """Drawn segments after moving vertices to `target` and cutting segments at places."""
    start, end = target[work.start], target[work.end]
    if not len(at):
        ends = np.stack([start, end], axis=1)[work.drawn_segment]
        return DrawnSegments(ends, work.drawn_by)
    cut = np.unique(at)
    along = (end - start)[at]
    ratio = ((xy - start[at]) * along).sum(axis=1) / (along * along).sum(axis=1)
    segment = np.concatenate([at, cut, cut])
    where = np.concatenate([ratio, np.full(len(cut), -1.0), np.full(len(cut), 2.0)])
    place = np.concatenate([xy, start[cut], end[cut]])
    order = np.lexsort((place[:, 1], place[:, 0], where, segment))
    segment, place = segment[order], place[order]
    same = segment[1:] == segment[:-1]
    pieces = np.stack([place[:-1][same], place[1:][same]], axis=1)
    piece_of = segment[1:][same]
    first = np.searchsorted(piece_of, work.drawn_segment)
    count = np.searchsorted(piece_of, work.drawn_segment, side="right") - first
    whole = count == 0
    kept = work.drawn_segment[whole]
    of_drawn = np.repeat(np.flatnonzero(~whole), count[~whole])
    step = np.arange(len(of_drawn)) - np.repeat(np.cumsum(count[~whole]) - count[~whole], count[~whole])
    chosen = np.repeat(first[~whole], count[~whole]) + step
    return DrawnSegments(
        np.concatenate([np.stack([start[kept], end[kept]], axis=1), pieces[chosen]]),
        np.concatenate([work.drawn_by[whole], work.drawn_by[of_drawn]]),
    )


def segments_at(work: LineWork, keys: Ints) -> Ints:
    """Segments that start or end at one of the places."""
    known = place_keys(work.xy)
    at = np.minimum(np.searchsorted(known, keys), max(len(known) - 1, 0))
    marked = np.zeros(len(known), dtype=bool)
    if len(known):
        marked[at[known[at] == keys]] = True
    return np.flatnonzero(marked[work.start] | marked[work.end])
