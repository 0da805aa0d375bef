"""Loose ends of line work: overshoots are cut off, undershoots closed, dangles set aside; each is reported.

A loose end is a vertex with one line. Its tail is the way back to the next junction.

- *overshoot*: the tail is at most `max_gap` long and its element passes through the junction;
- *undershoot*: ahead of the end, within `max_gap`, is a vertex or a line: the end is carried on to it;
  a line that lies to the side (more than 60° off) is not what the end was meant for;
- *dangle*: everything else.

The place reported is the end as drawn. Frames and unit boundaries may end where they like: their loose ends
bound nothing and are left out without a finding.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis_core.topology.linework import Ints, LineWork, place_keys, redraw
from gis_core.topology.noding import TOUCH_MM, near_pairs, node_segments, segments_at

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

FORWARD = 0.5
"""Cosine of the widest angle (60°) between a line and what its end may be carried on to."""


@dataclass(frozen=True, slots=True)
class LooseEnds:
    """What was found: place in grid coordinates, code, size in mm (gap, surplus or length) and the element."""

    code: NDArray[np.str_]
    xy: Ints
    size: Floats
    element: Ints


@dataclass(frozen=True, slots=True)
class _Tails:
    """Walks from every loose end back to a junction (or to the other loose end of a lone line)."""

    end: Ints
    before: Ints
    segment: Ints
    base: Ints
    length: Floats
    step_tail: Ints
    step_segment: Ints


def settle_loose_ends(
    work: LineWork, *, forming: Flags, max_gap_mm: float, snap_mm: float
) -> tuple[LineWork, LooseEnds]:
    """Trim, carry on or set aside every loose end; `forming` tells per element whether its ends are reported."""
    tails = _walk_tails(work)
    element = _lowest_element(work, tails.segment)
    reported = forming[element] if len(element) else np.zeros(0, dtype=bool)
    lone = work.degree()[tails.base] == 1
    passes = _passes_through(work, tails.base, element)
    overshoot = reported & ~lone & passes & (tails.length <= max_gap_mm)
    seeking = np.flatnonzero(reported & ~overshoot)
    aims = _aim(work, tails, seeking, max_gap_mm, snap_mm)
    closed = np.zeros(len(tails.end), dtype=bool)
    closed[aims.tail] = True
    met = np.isin(tails.end, aims.vertex)
    loose = reported & ~overshoot & ~closed & ~met
    other = np.minimum(tails.end, tails.base)
    once = ~lone | (tails.end == other)
    half_closed = np.isin(tails.base, tails.end[closed | met]) & lone
    dangle = loose & once & ~half_closed
    removed = overshoot | (loose & ~half_closed) | (~reported & ~lone)
    mended = _mend(work, tails, removed, aims)
    mended = _heal(mended, work, tails, removed)
    code = np.full(len(tails.end), "", dtype="<U16")
    code[overshoot], code[closed], code[dangle] = "TOPO-OVERSHOOT", "TOPO-UNDERSHOOT", "TOPO-DANGLE"
    size = tails.length.copy()
    size[aims.tail] = aims.gap
    found = np.flatnonzero(code != "")
    return mended, LooseEnds(code[found], work.xy[tails.end[found]], size[found], element[found])


def _walk_tails(work: LineWork) -> _Tails:
    """Walk all tails at once, one vertex a step; sums of neighbours give the way on at vertices of degree 2."""
    degree = work.degree()
    count = len(work.xy)
    number = np.arange(len(work.start), dtype=float)
    ends_of = np.concatenate([work.start, work.end])
    neighbours = np.bincount(ends_of, np.concatenate([work.end, work.start]).astype(float), minlength=count).astype(
        np.int64
    )
    segments = np.bincount(ends_of, np.concatenate([number, number]), minlength=count).astype(np.int64)
    end = np.flatnonzero(degree == 1)
    previous, here, segment = end.copy(), neighbours[end], segments[end]
    length = _length(work, segment)
    steps, walkers = [segment.copy()], [np.arange(len(end))]
    walking = np.flatnonzero(degree[here] == 2)
    while len(walking):
        onward = neighbours[here[walking]] - previous[walking]
        segment[walking] = segments[here[walking]] - segment[walking]
        previous[walking] = here[walking]
        here[walking] = onward
        length[walking] += _length(work, segment[walking])
        steps.append(segment[walking].copy())
        walkers.append(walking)
        walking = walking[degree[onward] == 2]
    return _Tails(end, neighbours[end], segments[end], here, length, np.concatenate(walkers), np.concatenate(steps))


def _length(work: LineWork, segment: Ints) -> Floats:
    along = (work.xy[work.end[segment]] - work.xy[work.start[segment]]).astype(float)
    return np.hypot(along[:, 0], along[:, 1])


def _lowest_element(work: LineWork, segment: Ints) -> Ints:
    """The lowest element that drew each given segment."""
    mine = np.flatnonzero(np.isin(work.drawn_segment, segment))
    mine = mine[np.lexsort((work.drawn_by[mine], work.drawn_segment[mine]))]
    return work.drawn_by[mine[np.searchsorted(work.drawn_segment[mine], segment)]]


def _passes_through(work: LineWork, vertex: Ints, element: Ints) -> Flags:
    """Whether each element goes on at its vertex, rather than ending there."""
    at_base = np.zeros(len(work.xy), dtype=bool)
    at_base[vertex] = True
    near = np.flatnonzero(at_base[work.start[work.drawn_segment]] | at_base[work.end[work.drawn_segment]])
    segment, by = work.drawn_segment[near], work.drawn_by[near]
    width = int(work.drawn_by.max(initial=0)) + 1
    visits = np.sort(np.concatenate([work.start[segment] * width + by, work.end[segment] * width + by]))
    wanted = vertex * width + element
    return (np.searchsorted(visits, wanted, side="right") - np.searchsorted(visits, wanted)) >= 2


@dataclass(frozen=True, slots=True)
class _Aims:
    """Where loose ends are carried on to: the tail, the target place, its vertex (-1: inside a segment)."""

    tail: Ints
    xy: Ints
    vertex: Ints
    gap: Floats
    straight: Flags


def _aim(work: LineWork, tails: _Tails, seeking: Ints, reach: float, snap: float) -> _Aims:
    """The best target ahead of each seeking end, if any."""
    if not len(seeking):
        none = np.zeros(0, np.int64)
        return _Aims(none, none.reshape(0, 2), none, none.astype(float), none.astype(bool))
    tail, segment = _segments_near_ends(work, tails, seeking, reach)
    place = work.xy[tails.end[tail]]
    ahead = (place - work.xy[tails.before[tail]]).astype(float)
    ahead /= np.hypot(ahead[:, 0], ahead[:, 1])[:, None]
    start, end = work.start[segment], work.end[segment]
    options = [_ray_hits(work, place, ahead, start, end)]
    options += [_vertex_hits(work, place, ahead, vertex, snap) for vertex in (start, end)]
    options.append(_foot_hits(work, place, ahead, start, end))
    count = len(tail)
    tail = np.tile(tail, 4)
    target = np.concatenate([o[0] for o in options])
    cost = np.concatenate([o[1] for o in options])
    vertex = np.concatenate([np.full(count, -1), start, end, np.full(count, -1)])
    straight = np.arange(4 * count) < 3 * count
    by_snap = _take_near_vertex(work, np.tile(start, 4), np.tile(end, 4), target, vertex, snap)
    vertex, target = by_snap
    gap = np.hypot(*(target - np.tile(place, (4, 1))).T.astype(float))
    rank = np.where(vertex >= 0, cost - snap, cost) + np.where(straight, 0.0, 2 * reach)
    fits = (cost <= reach + 1) & (gap > 0) & (vertex != tails.end[tail])
    keep = np.flatnonzero(fits)
    keep = keep[np.lexsort((target[keep, 1], target[keep, 0], rank[keep], tail[keep]))]
    chosen, first = np.unique(tail[keep], return_index=True)
    best = keep[first]
    return _without_answered(
        tails, _Aims(chosen, np.floor(target[best] + 0.5).astype(np.int64), vertex[best], gap[best], straight[best])
    )


def _without_answered(tails: _Tails, aims: _Aims) -> _Aims:
    """Two ends that aim at each other need one closing line; an end that is met need not seek aside."""
    own = tails.end[aims.tail]
    answered = np.isin(own, aims.vertex[aims.straight])
    back = np.zeros(len(own), dtype=bool)
    at = np.searchsorted(own, aims.vertex)
    inside = (aims.vertex >= 0) & (at < len(own))
    inside[inside] &= own[at[inside]] == aims.vertex[inside]
    back[inside] = aims.vertex[at[inside]] == own[inside]
    mutual_later = back & (own > aims.vertex) & (aims.straight[np.minimum(at, len(own) - 1)] | ~aims.straight)
    keep = ~mutual_later & ~(answered & ~aims.straight & ~(back & (own < aims.vertex)))
    return _Aims(aims.tail[keep], aims.xy[keep], aims.vertex[keep], aims.gap[keep], aims.straight[keep])


def _segments_near_ends(work: LineWork, tails: _Tails, seeking: Ints, reach: float) -> tuple[Ints, Ints]:
    """(tail, segment) pairs within reach of the end; of the own tail only its other loose end counts."""
    active = np.unique(tails.segment[seeking])
    pairs = np.concatenate(near_pairs(work, active, reach, 200_000), axis=1)
    first, second = np.concatenate([pairs, pairs[::-1]], axis=1)
    order = seeking[np.argsort(tails.segment[seeking], kind="stable")]
    sorted_segments = tails.segment[order]
    tail, segment = [], []
    for side in ("left", "right"):
        at = np.searchsorted(sorted_segments, first, side=side) - (side == "right")
        at = np.clip(at, 0, len(order) - 1)
        good = sorted_segments[at] == first
        tail.append(order[at[good]])
        segment.append(second[good])
    both = np.unique(np.stack([np.concatenate(tail), np.concatenate(segment)], axis=1), axis=0)
    own = np.isin(both[:, 0] * len(work.start) + both[:, 1], tails.step_tail * len(work.start) + tails.step_segment)
    other_end = np.isin(both[:, 1], tails.segment) & (work.degree()[tails.base[both[:, 0]]] == 1)
    both = both[~own | other_end]
    return both[:, 0], both[:, 1]


def _ray_hits(work: LineWork, place: Ints, ahead: Floats, start: Ints, end: Ints) -> tuple[Floats, Floats]:
    """Where the line carried on straight meets each segment, and how far ahead (infinite: not at all)."""
    base, along = work.xy[start], (work.xy[end] - work.xy[start]).astype(float)
    to_base = (base - place).astype(float)
    across = ahead[:, 0] * along[:, 1] - ahead[:, 1] * along[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        far = (to_base[:, 0] * along[:, 1] - to_base[:, 1] * along[:, 0]) / across
        share = (to_base[:, 0] * ahead[:, 1] - to_base[:, 1] * ahead[:, 0]) / across
    hit = (across != 0) & (far > 0) & (share >= 0) & (share <= 1)
    far = np.where(hit, far, np.inf)
    return place + np.where(hit, far, 0.0)[:, None] * ahead, far


def _vertex_hits(work: LineWork, place: Ints, ahead: Floats, vertex: Ints, snap: float) -> tuple[Floats, Floats]:
    """Vertices straight ahead, at most `snap` to the side."""
    offset = (work.xy[vertex] - place).astype(float)
    far = (offset * ahead).sum(axis=1)
    aside = np.abs(offset[:, 0] * ahead[:, 1] - offset[:, 1] * ahead[:, 0])
    return work.xy[vertex].astype(float), np.where((far > 0) & (aside <= snap), far, np.inf)


def _foot_hits(work: LineWork, place: Ints, ahead: Floats, start: Ints, end: Ints) -> tuple[Floats, Floats]:
    """The nearest place of each segment, when it lies ahead rather than to the side."""
    base, along = work.xy[start], (work.xy[end] - work.xy[start]).astype(float)
    share = ((place - base) * along).sum(axis=1) / (along * along).sum(axis=1)
    foot = base + np.clip(share, 0.0, 1.0)[:, None] * along
    offset = foot - place
    far = np.hypot(offset[:, 0], offset[:, 1])
    return foot, np.where((offset * ahead).sum(axis=1) >= FORWARD * far, far, np.inf)


def _take_near_vertex(
    work: LineWork, start: Ints, end: Ints, target: Floats, vertex: Ints, snap: float
) -> tuple[Ints, Floats]:
    """Aim at a vertex where the target lies within the snapping distance of one."""
    vertex, target = vertex.copy(), target.copy()
    for candidate in (start, end):
        offset = target - work.xy[candidate]
        near = (vertex < 0) & (np.hypot(offset[:, 0], offset[:, 1]) <= snap)
        vertex[near] = candidate[near]
        target[near] = work.xy[candidate[near]]
    return vertex, target


def _mend(work: LineWork, tails: _Tails, removed: Flags, aims: _Aims) -> LineWork:
    """Draw the line work anew without removed tails; ends carried on straight move, the others get a piece more."""
    if not removed.any() and not len(aims.tail):
        return work
    gone = np.zeros(len(work.start), dtype=bool)
    gone[tails.step_segment[removed[tails.step_tail]]] = True
    moved = work.xy.copy()
    moved[tails.end[aims.tail[aims.straight]]] = aims.xy[aims.straight]
    aside = aims.tail[~aims.straight]
    pieces = np.stack([work.xy[tails.end[aside]], aims.xy[~aims.straight]], axis=1)
    mended = redraw(work, ~gone[work.drawn_segment], pieces, _lowest_element(work, tails.segment[aside]), places=moved)
    return node_segments(mended, snap_mm=0.0, active=segments_at(mended, place_keys(aims.xy)))


def _heal(mended: LineWork, work: LineWork, tails: _Tails, removed: Flags) -> LineWork:
    """Take the junctions of removed tails out of the lines they stood on, unless those lines have them as vertices."""
    keys = place_keys(work.xy[tails.base[removed]])
    if not len(keys):
        return mended
    gone = np.isin(work.drawn_segment, tails.step_segment[removed[tails.step_tail]])
    here = work.places[np.isin(work.places[:, 0], keys)]
    owned = here[~np.isin(here[:, 1], work.drawn_by[gone]), 0]
    keys = np.setdiff1d(keys, owned)
    for _ in range(len(keys)):
        idle = np.isin(place_keys(mended.xy), keys) & (mended.degree() == 2)
        idle[mended.end[idle[mended.start]]] = False  # neighbours wait for the next turn
        pairs, far = _straight_pairs(mended, np.flatnonzero(idle))
        if not len(pairs):
            return mended
        new = mended.xy[far]
        mended = _join(mended, pairs, new)
        mended = node_segments(mended, snap_mm=0.0, active=segments_at(mended, place_keys(new.reshape(-1, 2))))
    return mended


def _straight_pairs(work: LineWork, vertices: Ints) -> tuple[Ints, Ints]:
    """The two segments at each vertex of degree 2, and their far vertices, where they run straight on."""
    of_start, of_end = np.isin(work.start, vertices), np.isin(work.end, vertices)
    segment = np.concatenate([np.flatnonzero(of_start), np.flatnonzero(of_end)])
    vertex = np.concatenate([work.start[of_start], work.end[of_end]])
    far = np.concatenate([work.end[of_start], work.start[of_end]])
    order = np.argsort(vertex, kind="stable")
    pairs, far = segment[order].reshape(-1, 2), far[order].reshape(-1, 2)
    middle, start, end = work.xy[vertex[order][::2]], work.xy[far[:, 0]], work.xy[far[:, 1]]
    along, offset = end - start, middle - start
    gap = np.abs(along[:, 0] * offset[:, 1] - along[:, 1] * offset[:, 0]) / np.maximum(np.hypot(*along.T), 1.0)
    between = ((middle - start) * (end - middle)).sum(axis=1) > 0
    straight = between & (gap <= TOUCH_MM)
    return pairs[straight], far[straight]


def _join(work: LineWork, pairs: Ints, ends: Ints) -> LineWork:
    """Replace each pair of segments by one between the given places."""
    drawn = np.flatnonzero(np.isin(work.drawn_segment, pairs[:, 0]))
    by_pair = np.argsort(pairs[:, 0])
    which = by_pair[np.searchsorted(pairs[by_pair, 0], work.drawn_segment[drawn])]
    gone = np.zeros(len(work.start), dtype=bool)
    gone[pairs.ravel()] = True
    return redraw(work, ~gone[work.drawn_segment], ends[which], work.drawn_by[drawn])
