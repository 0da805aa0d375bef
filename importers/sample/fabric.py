"""One fabric of faces that share every corner, from the lots of the board.

Every corner that lies on a neighbour's side becomes a vertex of that side too, long natural edges get bends, corners
get the small irregularity of real surveying, and everything is placed on the ground to the millimetre. The result is
an exact coverage: two neighbours use identical coordinates along their common boundary.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from importers.sample.ground import Ground
from importers.sample.lots import Lot
from importers.sample.plan import SEA_DEPTH, Plan, SheetPlan
from importers.sample.recipe import Face, Zone

# How far a corner may stray from the board (m), and how long an edge may run without a bend (m).
IRREGULARITY = {Zone.CORE: 0.05, Zone.BEACH: 0.25, Zone.SUBURB: 0.16, Zone.GARDEN: 1.0, Zone.FIELD: 1.3}
LONGEST_EDGE = {Zone.CORE: 70.0, Zone.BEACH: 45.0, Zone.SUBURB: 60.0, Zone.GARDEN: 17.0, Zone.FIELD: 15.0}
WATER_IRREGULARITY, WATER_EDGE, FRAME_EDGE = 0.9, 9.0, 40.0
CANAL_EDGE = 20.0
KEY_SCALE = 10_000
# How far a frame stands outside the commune's boundary (m).
MARGIN = 14.0

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Fabric:
    """Vertices (while it is being built on the board, then on the ground) and rings of vertex numbers.

    Ring r covers `ring_vertices[ring_start[r]:ring_start[r+1]]` (not closed) and belongs to owner `ring_owner[r]`:
    a lot's index, `len(lots) + sheet` for a sheet frame, or `boundary_owner` for the commune's boundary. The first
    ring of an owner is its outside.
    """

    lots: list[Lot]
    sheets: int
    ground: Floats
    ring_vertices: Ints
    ring_start: Ints
    ring_owner: Ints

    @property
    def frame_owner(self) -> int:
        """The first owner number that is a sheet frame."""
        return len(self.lots)

    @property
    def boundary_owner(self) -> int:
        """The owner number of the commune's boundary."""
        return len(self.lots) + self.sheets

    def polygons(self) -> NDArray[np.object_]:
        """Return one polygon on the ground per owner, lots first, then frames, then the commune."""
        return polygons_of(self.ground, self.ring_vertices, self.ring_start, self.ring_owner)


@dataclass(frozen=True, slots=True)
class Edges:
    """The unique edges of a fabric: their two vertices and the faces on either side (−1 = road or outside).

    `on_frame`: part of a sheet frame; `on_boundary`: part of the commune's boundary.
    """

    ends: Ints
    first: Ints
    second: Ints
    on_frame: NDArray[np.bool_]
    on_boundary: NDArray[np.bool_]


def build_fabric(plan: Plan, lots: list[Lot], ground: Ground, seed: int) -> Fabric:
    """Build the fabric of the lots and the sheet frames."""
    rings = [np.asarray(ring, dtype=np.float64) for lot in lots for ring in lot.rings]
    owners = [index for index, lot in enumerate(lots) for _ in lot.rings]
    for number, sheet in enumerate(plan.sheets):
        rings.append(_frame_ring(plan, sheet))
        owners.append(len(lots) + number)
    extent = plan.extent
    rings.append(np.array([(0.0, -SEA_DEPTH), (extent.u1, -SEA_DEPTH), (extent.u1, extent.v1), (0.0, extent.v1)]))
    owners.append(len(lots) + len(plan.sheets))
    board, flat, start = _number_vertices(rings)
    flat, start = _share_corners(board, flat, start)
    fabric = Fabric(lots, len(plan.sheets), board, flat, start, np.asarray(owners, dtype=np.int64))
    _bend_long_edges(fabric)
    _place(fabric, ground, seed)
    return fabric


def _frame_ring(plan: Plan, sheet: SheetPlan) -> Floats:
    """Return a sheet's frame: its rectangle, moved outwards where the commune ends, with corners where it leaves it."""
    rect, extent = sheet.rect, plan.extent
    low = -SEA_DEPTH if sheet.at_sea else rect.v0
    west, east = (MARGIN if rect.u0 == 0 else 0.0), (MARGIN if rect.u1 == extent.u1 else 0.0)
    north = MARGIN if rect.v1 == extent.v1 else 0.0
    ring = [(rect.u0 - west, low), (rect.u0, low), (rect.u1, low), (rect.u1 + east, low)]
    ring += [(rect.u1 + east, rect.v1), (rect.u1 + east, rect.v1 + north), (rect.u1, rect.v1 + north)]
    ring += [(rect.u0, rect.v1 + north), (rect.u0 - west, rect.v1 + north), (rect.u0 - west, rect.v1)]
    crossings = [(rect.u0, rect.v1)] if north and not west else []
    if north and not east:
        ring.insert(4, (rect.u1, rect.v1))
    ring = list(dict.fromkeys([*ring, *crossings]))
    return np.array(ring)


def polygons_of(points: Floats, flat: Ints, start: Ints, owner: Ints) -> NDArray[np.object_]:
    """Return polygons of closed-up rings; rings of one owner must follow each other, outside first."""
    lengths = np.diff(start)
    closed = np.repeat(start[:-1], lengths + 1) + _count_up(lengths + 1)
    last = np.cumsum(lengths + 1) - 1
    closed[last] = start[:-1]
    ring_ends = np.concatenate([[0], last + 1])
    owner_ends = np.concatenate([[0], np.flatnonzero(np.diff(owner)) + 1, [len(owner)]])
    return shapely.from_ragged_array(shapely.GeometryType.POLYGON, points[flat[closed]], (ring_ends, owner_ends))


def edges_of(fabric: Fabric) -> Edges:
    """Return every edge once, with the faces beside it."""
    head, tail, ring = _ring_edges(fabric.ring_vertices, fabric.ring_start)
    owner = fabric.ring_owner[ring]
    pair = np.sort(np.column_stack([head, tail]), axis=1)
    key = pair[:, 0] * len(fabric.ground) + pair[:, 1]
    keys, number = np.unique(key, return_inverse=True)
    first = np.full(len(keys), -1, dtype=np.int64)
    second = np.full(len(keys), -1, dtype=np.int64)
    is_face = owner < fabric.frame_owner
    faces, at = owner[is_face], number[is_face]
    # The later write wins: written forwards and backwards this gives both neighbours of an edge.
    second[at] = faces
    first[at[::-1]] = faces[::-1]
    second[first == second] = -1
    on_frame, on_boundary = np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=bool)
    on_boundary[number[owner == fabric.boundary_owner]] = True
    on_frame[number[~is_face & (owner != fabric.boundary_owner)]] = True
    ends = np.column_stack([keys // len(fabric.ground), keys % len(fabric.ground)])
    return Edges(ends, first, second, on_frame, on_boundary)


def _count_up(lengths: Ints) -> Ints:
    total = int(lengths.sum())
    return np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)


def _ring_edges(flat: Ints, start: Ints) -> tuple[Ints, Ints, Ints]:
    lengths = np.diff(start)
    ring = np.repeat(np.arange(len(lengths)), lengths)
    following = np.arange(len(flat)) + 1
    following[start[1:] - 1] = start[:-1]
    return flat, flat[following], ring


def _number_vertices(rings: list[Floats]) -> tuple[Floats, Ints, Ints]:
    points = np.concatenate(rings)
    keys = np.rint(points * KEY_SCALE).astype(np.int64)
    unique, flat = np.unique(keys, axis=0, return_inverse=True)
    start = np.concatenate([[0], np.cumsum([len(ring) for ring in rings])])
    return unique / KEY_SCALE, flat.ravel().astype(np.int64), start.astype(np.int64)


def _insert(flat: Ints, start: Ints, edge: Ints, share: Floats, vertex: Ints) -> tuple[Ints, Ints]:
    """Insert vertices into ring edges (edge e follows flat position e), ordered by their share of the edge."""
    order = np.lexsort((share, edge))
    edge, vertex = edge[order], vertex[order]
    grown = np.insert(flat, edge + 1, vertex)
    added = np.searchsorted(np.sort(edge), start, side="left")
    return grown, start + added


def _share_corners(board: Floats, flat: Ints, start: Ints) -> tuple[Ints, Ints]:
    head, tail, _ = _ring_edges(flat, start)
    segments = shapely.linestrings(np.stack([board[head], board[tail]], axis=1))
    tree = shapely.STRtree(shapely.points(board))
    edge, vertex = tree.query(segments, predicate="dwithin", distance=1e-6)
    inner = (vertex != head[edge]) & (vertex != tail[edge])
    edge, vertex = edge[inner], vertex[inner]
    share = np.hypot(*(board[vertex] - board[head[edge]]).T)
    return _insert(flat, start, edge, share, vertex)


def _bend_long_edges(fabric: Fabric) -> None:
    """Give natural edges (gardens, fields, water, frames) more vertices, the same on both sides."""
    edges = edges_of(fabric)
    longest = np.minimum(
        _owner_value(fabric, edges.first, _edge_limit), _owner_value(fabric, edges.second, _edge_limit)
    )
    longest[edges.on_frame | edges.on_boundary] = FRAME_EDGE
    one, two = fabric.ground[edges.ends[:, 0]], fabric.ground[edges.ends[:, 1]]
    pieces = np.maximum(1, np.ceil(np.hypot(*(two - one).T) / longest)).astype(np.int64)
    extra = pieces - 1
    which = np.repeat(np.arange(len(extra)), extra)
    share = (_count_up(extra) + 1) / pieces[which]
    points = one[which] + (two - one)[which] * share[:, None]
    add_edge_vertices(fabric, edges, extra, points)


def add_edge_vertices(fabric: Fabric, edges: Edges, extra: Ints, points: Floats) -> None:
    """Put new vertices on edges, in every ring that uses them.

    `extra` counts the new vertices of each edge; `points` lists them edge by edge, from its first end to its second.
    While the fabric is on the board they are board points, afterwards ground points.
    """
    count = len(fabric.ground)
    numbers = count + np.arange(len(points))
    head, tail, _ = _ring_edges(fabric.ring_vertices, fabric.ring_start)
    keys = edges.ends[:, 0] * count + edges.ends[:, 1]
    edge_number = np.searchsorted(keys, np.minimum(head, tail) * count + np.maximum(head, tail))
    per_ring_edge = extra[edge_number]
    position = np.repeat(np.arange(len(head)), per_ring_edge)
    place = _count_up(per_ring_edge)
    source = np.repeat((np.cumsum(extra) - extra)[edge_number], per_ring_edge) + place
    along = np.where((head < tail)[position], place, -place).astype(np.float64)
    fabric.ring_vertices, fabric.ring_start = _insert(
        fabric.ring_vertices, fabric.ring_start, position, along, numbers[source]
    )
    fabric.ground = np.vstack([fabric.ground, points])


def _owner_value(fabric: Fabric, owner: Ints, rule: Callable[[Lot], float]) -> Floats:
    values = np.array([rule(lot) for lot in fabric.lots] + [np.inf])
    return values[owner]


def _edge_limit(lot: Lot) -> float:
    if lot.kind in (Face.RIVER, Face.SEA, Face.POND):
        return WATER_EDGE
    return CANAL_EDGE if lot.kind == Face.CANAL else LONGEST_EDGE[lot.zone]


def _freedom(lot: Lot) -> float:
    if lot.kind in (Face.RIVER, Face.SEA):
        return WATER_IRREGULARITY
    if lot.kind in (Face.CANAL, Face.POND):
        return 0.3
    return IRREGULARITY[lot.zone] if lot.purpose in ("home", "sand") or len(lot.purpose) == 3 else 0.2


def _place(fabric: Fabric, ground: Ground, seed: int) -> None:
    """Give every corner its irregularity and its place on the ground; no face may fold over itself."""
    rng = np.random.default_rng([seed, 3])
    edges = edges_of(fabric)
    count = len(fabric.ground)
    freedom = np.full(count, np.inf)
    shortest = np.full(count, np.inf)
    length = np.hypot(*(fabric.ground[edges.ends[:, 0]] - fabric.ground[edges.ends[:, 1]]).T)
    values = np.array([_freedom(lot) for lot in fabric.lots] + [np.inf])
    for end in (0, 1):
        np.minimum.at(shortest, edges.ends[:, end], length)
        for side in (edges.first, edges.second):
            np.minimum.at(freedom, edges.ends[:, end], values[side])
        # A street keeps its width: kerb corners stray less.
        kerb = (edges.second < 0) & (edges.first >= 0)
        np.minimum.at(freedom, edges.ends[kerb, end], np.where(values[edges.first[kerb]] > 0.8, 0.45, 0.12))
        freedom[edges.ends[edges.on_frame | edges.on_boundary, end]] = 0.0
    freedom = np.minimum(np.where(np.isfinite(freedom), freedom, 0.0), 0.22 * shortest)
    stray = rng.uniform(-1.0, 1.0, (count, 2))
    board = fabric.ground
    for _ in range(12):
        moved = board + stray * freedom[:, None]
        fabric.ground = ground.place(moved[:, 0], moved[:, 1])
        broken = np.flatnonzero(~shapely.is_valid(fabric.polygons()))
        if not len(broken):
            return
        ring = np.isin(fabric.ring_owner, broken)
        members = fabric.ring_vertices[np.repeat(ring, np.diff(fabric.ring_start))]
        freedom[members] *= 0.5
    raise AssertionError("the fabric folds over itself")


def rings_of(fabric: Fabric) -> list[tuple[int, Ints]]:
    """Return (owner, vertex numbers) of every ring."""
    pieces = np.split(fabric.ring_vertices, fabric.ring_start[1:-1])
    return [(int(owner), piece) for owner, piece in zip(fabric.ring_owner, pieces, strict=True)]
