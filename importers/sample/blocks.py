"""From sheets to blocks: secondary streets, lanes, canals, river banks, beach, alleys."""

from dataclasses import dataclass, field, replace

import numpy as np

from importers.sample.lots import Block, Lot, corner_cut, cut
from importers.sample.plan import SEA_DEPTH, Plan, Rect, SheetPlan, Street, on_grid
from importers.sample.recipe import Face, Zone

QUARTER_LIMIT = {Zone.CORE: 175.0, Zone.BEACH: 190.0, Zone.SUBURB: 215.0, Zone.GARDEN: 260.0, Zone.FIELD: 330.0}
STREET_WIDTHS = {
    Zone.CORE: (7.0, 9.0, 10.5, 12.0),
    Zone.BEACH: (9.0, 10.5, 12.0),
    Zone.SUBURB: (6.0, 7.5, 9.0),
    Zone.GARDEN: (5.0, 6.0, 7.0),
    Zone.FIELD: (4.0, 5.0),
}
LANE_WIDTHS = {
    Zone.CORE: (3.0, 3.5, 4.0, 5.0, 6.0),
    Zone.BEACH: (5.0, 6.0),
    Zone.SUBURB: (3.5, 4.0, 5.0, 6.0),
    Zone.GARDEN: (3.0, 3.5, 4.0),
    Zone.FIELD: (3.0, 3.5),
}
ROW_DEPTH = {Zone.CORE: 36.0, Zone.BEACH: 62.0, Zone.SUBURB: 54.0, Zone.GARDEN: 84.0, Zone.FIELD: 120.0}
BLOCK_LENGTH = {Zone.CORE: 92.0, Zone.BEACH: 110.0, Zone.SUBURB: 112.0, Zone.GARDEN: 130.0, Zone.FIELD: 180.0}
CANAL_WIDTHS = (4.0, 5.0, 6.0, 8.0, 12.0)
# Every so-many-th block of a zone holds something public, in this order.
PUBLIC_EVERY = {Zone.CORE: 6, Zone.BEACH: 4, Zone.SUBURB: 5, Zone.GARDEN: 4, Zone.FIELD: 9}
PUBLIC_KINDS = {
    Zone.CORE: ("DCH", "DGD", "TSC", "TON", "DYT", "DKV", "DBV", "CAN"),
    Zone.BEACH: ("DKV", "TMD", "CQP"),
    Zone.SUBURB: ("DGD", "TON", "DVH", "SKC", "DTT", "DYT"),
    Zone.GARDEN: ("NTD", "TIN", "TON", "DGD"),
    Zone.FIELD: ("NTD", "TIN"),
}
FIELD_THEMES = ("LUC", "LUC", "HNK", "LUC", "NTS", "CLN", "LUC", "NTS")


@dataclass(slots=True)
class Town:
    """Everything laid out on the board: faces with an edge of their own, and the street axes."""

    plan: Plan
    lots: list[Lot] = field(default_factory=list)
    streets: list[Street] = field(default_factory=list)
    blocks: int = 0
    blocks_of_zone: dict[Zone, int] = field(default_factory=dict)


def lay_out(plan: Plan, seed: int) -> Town:
    """Fill every sheet of the plan with blocks and lots."""
    town = Town(plan, streets=list(plan.main_roads))
    for number, sheet in enumerate(plan.sheets):
        rng = np.random.default_rng([seed, 2, number])
        _Quarter(town, number, rng).fill_sheet(sheet)
    return town


class _Quarter:
    """The layout of one sheet."""

    def __init__(self, town: Town, sheet: int, rng: np.random.Generator) -> None:
        self.town, self.sheet, self.rng = town, sheet, rng
        self.water: list[Rect] = []

    def fill_sheet(self, sheet: SheetPlan) -> None:
        rect, river = sheet.rect, self.town.plan.river
        land = Rect(rect.u0 + sheet.left, rect.u1 - sheet.right, rect.v0 + sheet.bottom, rect.v1 - sheet.top)
        bridges: list[tuple[float, float]] = []
        if sheet.has_river:
            low = 0.0 if sheet.at_sea else rect.v0 + (sheet.bottom if sheet.bridge_below else 0.0)
            high = rect.v1 - (sheet.top if sheet.bridge_above else 0.0)
            bridges = self._bridges(land)
            for below, above in self._between(low, high, bridges):
                self._face(Rect(river.u0, river.u1, below, above), Face.RIVER)
            in_town = self.town.plan.zone_of(replace(land, u0=river.u0 - 60, u1=river.u0)) <= Zone.SUBURB
            quay = 10.0 if in_town else 0.0
            land = replace(land, u1=river.u0 - quay)
        if sheet.at_sea:
            self._face(Rect(rect.u0, rect.u1, -SEA_DEPTH, 0.0), Face.SEA)
            land = self._beach(land)
        for below, above in self._between(land.v0, land.v1, bridges):
            self._fill(replace(land, v0=below, v1=above))
        for at, width in bridges:
            self.town.streets.append(Street((rect.u0, at), (river.u1, at), width, 1))

    def _bridges(self, land: Rect) -> list[tuple[float, float]]:
        """Return v and width of main roads from the other bank that a bridge carries on into this sheet."""
        found = [
            (road.start[1], min(road.width, 16.0))
            for road in self.town.plan.main_roads
            if road.start[1] == road.end[1] and 0 <= road.start[0] - self.town.plan.river.u1 < 20
        ]
        fit = [(at, width) for at, width in sorted(found) if land.v0 + 90 < at < land.v1 - 90]
        # Two bridges next to each other would carry no one.
        return [bridge for place, bridge in enumerate(fit) if place == 0 or bridge[0] - fit[place - 1][0] > 150]

    @staticmethod
    def _between(low: float, high: float, bridges: list[tuple[float, float]]) -> list[tuple[float, float]]:
        """Return the stretches of low … high that the roads leave free."""
        starts = [low, *(on_grid(at + width / 2) for at, width in bridges)]
        ends = [*(on_grid(at - width / 2) for at, width in bridges), high]
        return list(zip(starts, ends, strict=True))

    def _beach(self, land: Rect) -> Rect:
        """Lay the strip of sand and the road behind it; return what remains."""
        sand, road = on_grid(self.rng.uniform(16, 26)), 13.0
        at = land.u0
        block = self._next_block()
        while at < land.u1:
            end = on_grid(at + self.rng.uniform(90, 170))
            end = land.u1 if land.u1 - end < 60 else end
            self._face(Rect(at, end, 0.0, sand), Face.PARCEL, block=block, purpose="sand")
            at = end
        self.town.streets.append(Street((land.u0, sand + road / 2), (land.u1, sand + road / 2), road, 1))
        return replace(land, v0=sand + road)

    def _next_block(self) -> int:
        self.town.blocks += 1
        return self.town.blocks

    def _face(self, rect: Rect, kind: Face, *, block: int | None = None, purpose: str = "") -> None:
        ring = [(rect.u0, rect.v0), (rect.u1, rect.v0), (rect.u1, rect.v1), (rect.u0, rect.v1)]
        zone = self.town.plan.zone_of(rect)
        if kind != Face.PARCEL:
            self.water.append(rect)
        number = self._next_block() if block is None else block
        self.town.lots.append(Lot([ring], self.sheet, number, zone, kind, purpose))

    def _choice(self, values: tuple[float, ...]) -> float:
        return float(values[int(self.rng.integers(0, len(values)))])

    def _fill(self, rect: Rect) -> None:
        zone = self.town.plan.zone_of(rect)
        width, height = rect.size
        if max(width, height) <= QUARTER_LIMIT[zone]:
            self._rows(rect, zone)
            return
        along_u = width > height
        low, high = (rect.u0, rect.u1) if along_u else (rect.v0, rect.v1)
        at = on_grid(low + (high - low) * self.rng.uniform(0.42, 0.58))
        road = self._choice(STREET_WIDTHS[zone])
        canal = self._choice(CANAL_WIDTHS) if zone >= Zone.GARDEN and self.rng.random() < 0.6 else 0.0
        first, second = at - road / 2 - canal, at + road / 2
        first, second = on_grid(first), on_grid(second)
        start, end = ((at, rect.v0), (at, rect.v1)) if along_u else ((rect.u0, at), (rect.u1, at))
        self.town.streets.append(Street(start, end, road, 1 if zone <= Zone.SUBURB else 2))
        if along_u:
            if canal:
                self._face(Rect(first, first + canal, rect.v0, rect.v1), Face.CANAL)
            self._fill(replace(rect, u1=first))
            self._fill(replace(rect, u0=second))
        else:
            if canal:
                self._face(Rect(rect.u0, rect.u1, first, first + canal), Face.CANAL)
            self._fill(replace(rect, v1=first))
            self._fill(replace(rect, v0=second))

    def _rows(self, rect: Rect, zone: Zone) -> None:
        """Cut a quarter into rows of blocks with lanes between them; each row has its own cross lanes."""
        upright = rect.size[1] > rect.size[0]
        length, height = (rect.size[1], rect.size[0]) if upright else rect.size
        lane = self._choice(LANE_WIDTHS[zone])
        rows = max(1, round((height + lane) / (ROW_DEPTH[zone] * self.rng.uniform(0.92, 1.1) + lane)))
        edges = np.linspace(0.0, height + lane, rows + 1)
        for row in range(rows):
            t0, t1 = on_grid(edges[row]), on_grid(edges[row + 1] - lane)
            t1 = height if row == rows - 1 else t1
            if row < rows - 1:
                self._lane(rect, upright, (0.0, length), t1 + lane / 2, lane)
            self._cross(rect, upright, zone, length, (t0, t1))

    def _lane(self, rect: Rect, upright: bool, span: tuple[float, float], at: float, width: float) -> None:
        ends = [(span[0], at), (span[1], at)]
        board = [(rect.u0 + t, rect.v0 + s) if upright else (rect.u0 + s, rect.v0 + t) for s, t in ends]
        self.town.streets.append(Street(board[0], board[1], width, 3))

    def _cross(self, rect: Rect, upright: bool, zone: Zone, length: float, band: tuple[float, float]) -> None:
        lane = self._choice(LANE_WIDTHS[zone])
        pieces = max(1, round(length / (BLOCK_LENGTH[zone] * self.rng.uniform(0.85, 1.2))))
        cuts = np.linspace(0.0, length + lane, pieces + 1)
        cuts[1:-1] += self.rng.uniform(-8, 8, max(0, pieces - 1))
        for piece in range(pieces):
            s0 = on_grid(cuts[piece])
            s1 = length if piece == pieces - 1 else on_grid(cuts[piece + 1] - lane)
            low, high = band
            where = (
                Rect(rect.u0 + low, rect.u0 + high, rect.v0 + s0, rect.v0 + s1)
                if upright
                else Rect(rect.u0 + s0, rect.u0 + s1, rect.v0 + low, rect.v0 + high)
            )
            self._block(where, self.town.plan.zone_of(where) if zone != Zone.FIELD else zone)
            if piece < pieces - 1:
                middle = s1 + lane / 2
                ends = [(middle, low), (middle, high)]
                board = [(rect.u0 + t, rect.v0 + s) if upright else (rect.u0 + s, rect.v0 + t) for s, t in ends]
                self.town.streets.append(Street(board[0], board[1], lane, 3))

    def _block(self, rect: Rect, zone: Zone) -> None:
        count = self.town.blocks_of_zone[zone] = self.town.blocks_of_zone.get(zone, -1) + 1
        every = PUBLIC_EVERY[zone]
        kinds = PUBLIC_KINDS[zone]
        public = kinds[(count // every) % len(kinds)] if count % every == every // 2 else ""
        theme = FIELD_THEMES[count % len(FIELD_THEMES)] if zone == Zone.FIELD else ""
        width, height = rect.size
        chamfer = {Zone.CORE: 2.0, Zone.BEACH: 4.0, Zone.SUBURB: 2.5}.get(zone, 0.0)
        block = Block(rect, self.sheet, self._next_block(), zone, height > width, chamfer, public, theme)
        lots = cut(block, self.rng)
        if chamfer:
            corners = [(rect.u0, rect.v0), (rect.u1, rect.v0), (rect.u1, rect.v1), (rect.u0, rect.v1)]
            dry = np.array([not any(_touches(water, corner) for water in self.water) for corner in corners])
            corner_cut(lots, block, dry & (self.rng.random(4) < 0.7))
        self.town.lots.extend(lots)


def _touches(rect: Rect, point: tuple[float, float]) -> bool:
    return rect.u0 <= point[0] <= rect.u1 and rect.v0 <= point[1] <= rect.v1
