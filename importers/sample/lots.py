"""Cutting one block into lots: tube-house rows, villas, gardens, paddies, resorts.

A block is a rectangle of the board. All generators work in the block's own frame (s along its long side, t across)
and give rings whose corners lie on the plan's grid; neighbours share their common lines exactly.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from importers.sample.plan import Rect, on_grid
from importers.sample.recipe import GRID_M, Face, Zone

Ring = list[tuple[float, float]]


@dataclass(slots=True)
class Lot:
    """One future face: rings on the board (outer first, then holes), zone, what it is for, its place in a row.

    `row` is (block, row, position) for lots that may be joined with their neighbour in the row, else None.
    """

    rings: list[Ring]
    sheet: int
    block: int
    zone: Zone
    kind: Face = Face.PARCEL
    purpose: str = "home"
    row: tuple[int, int, int] | None = None
    island_of: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle between streets: where, which sheet, its running number, whether its long side runs along v."""

    rect: Rect
    sheet: int
    number: int
    zone: Zone
    upright: bool
    chamfer: float = 0.0
    public: str = ""
    theme: str = ""
    extra: dict[str, float] = field(default_factory=dict)

    @property
    def length(self) -> float:
        """Size along s."""
        return self.rect.size[1] if self.upright else self.rect.size[0]

    @property
    def depth(self) -> float:
        """Size along t."""
        return self.rect.size[0] if self.upright else self.rect.size[1]

    def on_board(self, ring: Iterable[tuple[float, float]]) -> Ring:
        """Return a ring of the block's frame on the board."""
        if self.upright:
            return [(self.rect.u0 + t, self.rect.v0 + s) for s, t in ring]
        return [(self.rect.u0 + s, self.rect.v0 + t) for s, t in ring]


LOT_WIDTHS = {
    Zone.CORE: (np.array([4.0, 4.5, 5.0, 5.5, 6.0, 7.0, 8.0, 10.0]), np.array([18, 16, 30, 12, 10, 7, 5, 2])),
    Zone.BEACH: (np.array([14.0, 18.0, 24.0, 32.0, 45.0]), np.array([20, 25, 25, 20, 10])),
    Zone.SUBURB: (np.array([7.0, 8.0, 9.0, 10.0, 12.0, 14.0, 18.0]), np.array([12, 20, 18, 20, 14, 10, 6])),
}


def cut(block: Block, rng: np.random.Generator) -> list[Lot]:
    """Return the lots that fill the block."""
    if block.public:
        return _public_block(block, rng)
    if block.zone in LOT_WIDTHS:
        return _two_rows(block, rng, 0.0, block.length)
    return _patchwork(block, rng)


def _lot(block: Block, ring: Iterable[tuple[float, float]], **facts: object) -> Lot:
    lot = Lot([block.on_board(ring)], block.sheet, block.number, block.zone)
    lot.purpose = str(facts.get("purpose", block.theme or "home"))
    row = facts.get("row")
    lot.row = row if isinstance(row, tuple) else None
    return lot


def _box(s0: float, s1: float, t0: float, t1: float) -> Ring:
    return [(s0, t0), (s1, t0), (s1, t1), (s0, t1)]


def _dividers(length: float, zone: Zone, rng: np.random.Generator) -> list[float]:
    """Return lot limits from 0 to `length` with believable widths, all on the grid."""
    widths, weights = LOT_WIDTHS[zone]
    smallest = float(widths[0])
    limits = [0.0]
    usual = float(rng.choice(widths[:5], p=weights[:5] / weights[:5].sum()))
    while True:
        # Neighbours were often sold from one strip: most lots of a row share a width.
        own = float(rng.choice(widths, p=weights / weights.sum()))
        width = usual if rng.random() < 0.45 else own + GRID_M * int(rng.integers(0, 2))
        if limits[-1] + width > length - smallest:
            break
        limits.append(limits[-1] + width)
    rest = length - limits[-1]
    if rest > 1.6 * smallest + 4 and len(limits) > 1:
        limits.append(on_grid(limits[-1] + rest / 2))
    limits.append(length)
    return limits


def _two_rows(block: Block, rng: np.random.Generator, s_from: float, s_to: float) -> list[Lot]:
    """Two rows back to back; their common back line has jogs; the ends may be turned to the cross street."""
    lots: list[Lot] = []
    depth = block.depth
    end_depth = {Zone.CORE: 16.0, Zone.SUBURB: 24.0, Zone.BEACH: 40.0}[block.zone]
    long_enough = s_to - s_from > 3.4 * end_depth
    for at_start in (True, False):
        if long_enough and rng.random() < 0.55:
            reach = on_grid(end_depth * rng.uniform(0.85, 1.2))
            inner = s_from + reach if at_start else s_to - reach
            limits = _dividers(depth, block.zone, rng)
            for position, (t0, t1) in enumerate(itertools.pairwise(limits)):
                low, high = (s_from, inner) if at_start else (inner, s_to)
                lots.append(_lot(block, _box(low, high, t0, t1), row=(block.number, 2 if at_start else 3, position)))
            s_from, s_to = (inner, s_to) if at_start else (s_from, inner)
    if depth < {Zone.CORE: 24.0, Zone.SUBURB: 34.0, Zone.BEACH: 46.0}[block.zone]:
        limits = [s_from + x for x in _dividers(s_to - s_from, block.zone, rng)]
        pairs = enumerate(itertools.pairwise(limits))
        return lots + [_lot(block, _box(a, b, 0.0, depth), row=(block.number, 0, i)) for i, (a, b) in pairs]
    front = [s_from + x for x in _dividers(s_to - s_from, block.zone, rng)]
    rear = [s_from + x for x in _dividers(s_to - s_from, block.zone, rng)]
    back_line = _back_line(front, depth, rng)
    for row, limits in enumerate((front, rear)):
        base = 0.0 if row == 0 else depth
        for position, (s0, s1) in enumerate(itertools.pairwise(limits)):
            back = _along(back_line, s0, s1)
            ring = [(s0, base), *back, (s1, base)]
            lots.append(_lot(block, ring, row=(block.number, row, position)))
    return lots


def _back_line(limits: list[float], depth: float, rng: np.random.Generator) -> Ring:
    """Return the stepped line between two rows: it jumps only where the front row has a divider."""
    middle = on_grid(depth / 2 + rng.uniform(-1.5, 1.5))
    line = [(limits[0], middle)]
    for at in limits[1:-1]:
        if rng.random() < 0.07:
            step = float(rng.choice([-2.0, -1.5, -1.0, 1.0, 1.5, 2.0]))
            if abs(middle + step - depth / 2) <= 3.0:
                line.append((at, middle))
                middle += step
                line.append((at, middle))
    line.append((limits[-1], middle))
    return line


def _along(line: Ring, s0: float, s1: float) -> Ring:
    """Return the part of a stepped line between two places."""
    inside = [point for point in line if s0 < point[0] < s1]
    before = [point for point in line if point[0] <= s0]
    after = [point for point in line if point[0] >= s1]
    return [(s0, before[-1][1]), *inside, (s1, after[0][1])]


def _patchwork(block: Block, rng: np.random.Generator) -> list[Lot]:
    """Gardens and fields: cut again and again across the longer side until the pieces have their usual size."""
    field_block = block.zone == Zone.FIELD
    usual, slim = (2700.0, 2.6) if field_block else (760.0, 1.7)
    shortest = 14.0 if field_block else 13.0
    lots: list[Lot] = []

    def divide(s0: float, s1: float, t0: float, t1: float) -> None:
        width, height = s1 - s0, t1 - t0
        if width * height < usual * rng.uniform(0.75, 2.1):
            lots.extend(_lot(block, ring) for ring in _leaf(s0, s1, t0, t1, shortest, rng))
            return
        along = (
            width * (slim if field_block else 1.0) > height if field_block else width > height * rng.uniform(0.7, 1.4)
        )
        low, high = (s0, s1) if along else (t0, t1)
        if high - low < 2 * shortest:
            lots.append(_lot(block, _box(s0, s1, t0, t1)))
            return
        at = on_grid(low + (high - low) * rng.uniform(0.36, 0.64))
        at = min(max(at, low + shortest), high - shortest)
        if along:
            divide(s0, at, t0, t1)
            divide(at, s1, t0, t1)
        else:
            divide(s0, s1, t0, at)
            divide(s0, s1, at, t1)

    divide(0.0, block.length, 0.0, block.depth)
    return lots


def _leaf(s0: float, s1: float, t0: float, t1: float, shortest: float, rng: np.random.Generator) -> list[Ring]:
    """Return a piece whole, or cut askew as inheritance often leaves it: in two trapezia, rarely in two triangles."""
    width, height, luck = s1 - s0, t1 - t0, rng.random()
    if luck < 0.05 and max(width, height) < 2 * min(width, height):
        return [[(s0, t0), (s1, t0), (s1, t1)], [(s0, t0), (s1, t1), (s0, t1)]]
    if luck < 0.3 and width > 2.4 * shortest:
        lean = on_grid(min(4.0, 0.12 * width) * rng.uniform(-1, 1))
        at = on_grid((s0 + s1) / 2)
        one, two = (at - lean, t0), (at + lean, t1)
        return [[(s0, t0), one, two, (s0, t1)], [one, (s1, t0), (s1, t1), two]]
    return [_box(s0, s1, t0, t1)]


def _public_block(block: Block, rng: np.random.Generator) -> list[Lot]:
    """A school, a market, a temple …: the whole block when it is small, else one end of it."""
    usual = {"NTD": 75.0, "DGD": 85.0, "DCH": 70.0, "DKV": 70.0, "SKC": 80.0}.get(block.public, 40.0)
    reach = on_grid(usual * rng.uniform(0.9, 1.15))
    if block.length < reach + 45.0:
        return [_lot(block, _box(0.0, block.length, 0.0, block.depth), purpose=block.public)]
    lots = [_lot(block, _box(0.0, reach, 0.0, block.depth), purpose=block.public)]
    if block.zone in LOT_WIDTHS:
        return lots + _two_rows(block, rng, reach, block.length)
    rest = Block(
        Rect(block.rect.u0, block.rect.u1, block.rect.v0 + reach, block.rect.v1)
        if block.upright
        else Rect(block.rect.u0 + reach, block.rect.u1, block.rect.v0, block.rect.v1),
        block.sheet,
        block.number,
        block.zone,
        block.upright,
        theme=block.theme,
    )
    return lots + _patchwork(rest, rng)


def corner_cut(lots: list[Lot], block: Block, sides: NDArray[np.bool_]) -> None:
    """Cut the block's four street corners off (the splay every town plan asks for), in place.

    `sides` tells for the corners (u0,v0) (u1,v0) (u1,v1) (u0,v1) whether streets meet there.
    """
    rect, size = block.rect, block.chamfer
    corners = [(rect.u0, rect.v0), (rect.u1, rect.v0), (rect.u1, rect.v1), (rect.u0, rect.v1)]
    wanted = {corner for corner, cut_it in zip(corners, sides, strict=True) if cut_it}
    for lot in lots:
        ring = lot.rings[0]
        for corner in wanted.intersection(ring):
            at = ring.index(corner)
            before, after = ring[at - 1], ring[(at + 1) % len(ring)]
            if min(_distance(before, corner), _distance(after, corner)) < size + 1.5:
                continue
            ring[at : at + 1] = [_towards(corner, before, size), _towards(corner, after, size)]


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))


def _towards(start: tuple[float, float], target: tuple[float, float], size: float) -> tuple[float, float]:
    share = size / _distance(start, target)
    return start[0] + (target[0] - start[0]) * share, start[1] + (target[1] - start[1]) * share
