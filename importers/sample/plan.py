"""The drawing-board plan: extent, river, zones, and the cut into map sheets along main roads.

Plan coordinates are metres on a straight board (u along the coast, v inland, the shore at v = 0); see `ground` for
their place in VN-2000. A sheet is a rectangle of the board whose sides run down the middle of main roads, so that the
cut between sheets crosses no parcel.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importers.sample.recipe import GRID_M, Recipe, Zone

# Parcels a square metre carries, streets included.
DENSITY = {
    Zone.CORE: 1 / 165,
    Zone.BEACH: 1 / 800,
    Zone.SUBURB: 1 / 420,
    Zone.GARDEN: 1 / 1200,
    Zone.FIELD: 1 / 3800,
}
PARCELS_PER_SHEET = 230
REFERENCE_PARCELS, REFERENCE_SIZE = 1200, (1010.0, 830.0)
SEA_DEPTH = 90.0
BEACH_DEPTH = 150.0
RASTER_M = 10.0
MAIN_ROAD_WIDTHS = ((27.0, 24.0), (20.0, 18.0), (16.0, 14.0), (12.0, 13.0))


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of the board, metres."""

    u0: float
    u1: float
    v0: float
    v1: float

    @property
    def size(self) -> tuple[float, float]:
        """Width along u and height along v."""
        return self.u1 - self.u0, self.v1 - self.v0

    @property
    def centre(self) -> tuple[float, float]:
        """The middle (u, v)."""
        return (self.u0 + self.u1) / 2, (self.v0 + self.v1) / 2


@dataclass(frozen=True, slots=True)
class River:
    """The river runs inland (along v) between u0 and u1; its mouth is at the shore."""

    u0: float
    u1: float

    @property
    def centre(self) -> float:
        """u of its axis."""
        return (self.u0 + self.u1) / 2


@dataclass(frozen=True, slots=True)
class Street:
    """A street's axis on the board, its width (m), class 0 main … 3 lane, and its name once it has one."""

    start: tuple[float, float]
    end: tuple[float, float]
    width: float
    rank: int
    name: str = ""

    @property
    def length(self) -> float:
        """Length on the board, metres."""
        return float(np.hypot(self.end[0] - self.start[0], self.end[1] - self.start[1]))


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: its rectangle, the half widths of road inside each side, and how it meets river and sea."""

    rect: Rect
    left: float
    right: float
    bottom: float
    top: float
    has_river: bool = False
    at_sea: bool = False
    bridge_below: bool = True
    bridge_above: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole commune on the board. `core_radius` scales the zones around `core`."""

    extent: Rect
    river: River
    core: tuple[float, float]
    core_radius: float
    noise: tuple[float, ...]
    sheets: tuple[SheetPlan, ...] = ()
    main_roads: tuple[Street, ...] = ()

    def zones(self, u: NDArray[np.float64], v: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the zone of each place."""
        wobble = 0.16 * np.sin(u / 97 + self.noise[0]) + 0.14 * np.sin(v / 83 + self.noise[1] + u / 210)
        away = np.hypot((u - self.core[0]) / 1.25, v - self.core[1]) / self.core_radius * (1 + wobble)
        zone = np.select(
            [away < 1.0, away < 1.65, away < 2.15],
            [int(Zone.CORE), int(Zone.SUBURB), int(Zone.GARDEN)],
            int(Zone.FIELD),
        )
        return np.where((v < BEACH_DEPTH) & (away > 0.8), int(Zone.BEACH), zone)

    def zone_of(self, rect: Rect) -> Zone:
        """Return the zone of a rectangle's middle."""
        u, v = rect.centre
        return Zone(int(self.zones(np.array([u]), np.array([v]))[0]))


def make_plan(recipe: Recipe) -> Plan:
    """Lay out the commune for the number of parcels wanted: extent, river, zones, then sheets and main roads."""
    rng = np.random.default_rng([recipe.seed, 1])
    growth = (recipe.parcels / REFERENCE_PARCELS) ** 0.30
    width, height = (on_grid(side * growth) for side in REFERENCE_SIZE)
    extent = Rect(0.0, width, 0.0, height)
    river_u = on_grid(width * rng.uniform(0.40, 0.46))
    river = River(river_u, river_u + on_grid(rng.uniform(58, 72)))
    noise = tuple(rng.uniform(0, 6.28, 2))
    core = (river.u1 + 0.11 * width, 0.34 * height)
    plan = Plan(extent, river, core, 100.0, noise)
    plan = replace(plan, core_radius=_core_radius(plan, recipe.parcels))
    return _cut_into_sheets(plan, recipe, rng)


def on_grid(value: float) -> float:
    """Round a length or coordinate to the plan's grid."""
    return round(value / GRID_M) * GRID_M


def _cells(plan: Plan) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    u = np.arange(RASTER_M / 2, plan.extent.u1, RASTER_M)
    v = np.arange(RASTER_M / 2, plan.extent.v1, RASTER_M)
    grid_u, grid_v = np.meshgrid(u, v)
    density = np.array([DENSITY[zone] for zone in Zone])[plan.zones(grid_u, grid_v)]
    in_river = (grid_u > plan.river.u0) & (grid_u < plan.river.u1)
    return u, v, np.where(in_river, 0.0, density) * RASTER_M**2


def _core_radius(plan: Plan, parcels: int) -> float:
    low, high = 20.0, max(plan.extent.size) * 2
    for _ in range(40):
        middle = (low + high) / 2
        if _cells(replace(plan, core_radius=middle))[2].sum() < parcels:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _cut_into_sheets(plan: Plan, recipe: Recipe, rng: np.random.Generator) -> Plan:
    u, v, parcels = _cells(plan)
    count = max(2, round(recipe.parcels / PARCELS_PER_SHEET))
    river_road = 16.0
    # The first cut follows the river: its right bank carries a quay, the left part keeps the water.
    cut = plan.river.u1 + river_road / 2
    sheets: list[SheetPlan] = []
    streets = [Street((cut, 0.0), (cut, plan.extent.v1), river_road, 0)]

    def weight(rect: Rect) -> NDArray[np.float64]:
        return parcels[np.ix_((v > rect.v0) & (v < rect.v1), (u > rect.u0) & (u < rect.u1))]

    def divide(part: SheetPlan, pieces: int, depth: int) -> None:
        rect = part.rect
        if pieces <= 1:
            sheets.append(part)
            return
        first = pieces // 2
        # The water makes no difference to the shape of a sheet's land.
        land_width = rect.size[0] - (plan.river.u1 - plan.river.u0 if part.has_river else 0.0)
        across_u = land_width > rect.size[1] * rng.uniform(0.9, 1.2)
        share = np.cumsum(weight(rect).sum(axis=0 if across_u else 1))
        at = float(np.interp(first / pieces, share / share[-1], np.arange(len(share)) / max(1, len(share) - 1)))
        low, high = (rect.u0, rect.u1) if across_u else (rect.v0, rect.v1)
        at = on_grid(low + min(max(at, 0.22), 0.78) * (high - low))
        widths = MAIN_ROAD_WIDTHS[min(depth, len(MAIN_ROAD_WIDTHS) - 1)]
        road = float(widths[int(rng.integers(0, 2))])
        if across_u:
            if part.has_river:
                at = min(at, plan.river.u0 - 90.0)
            streets.append(Street((at, rect.v0), (at, rect.v1), road, 0))
            one = replace(part, rect=replace(rect, u1=at), right=road / 2, has_river=False)
            two = replace(part, rect=replace(rect, u0=at), left=road / 2)
        else:
            at = max(at, BEACH_DEPTH + 20.0) if part.at_sea else at
            streets.append(Street((rect.u0, at), (rect.u1, at), road, 0))
            bridge = bool(rng.random() < 0.8)
            one = replace(part, rect=replace(rect, v1=at), top=road / 2, bridge_above=bridge)
            two = replace(part, rect=replace(rect, v0=at), bottom=road / 2, at_sea=False, bridge_below=bridge)
        divide(one, first, depth + 1)
        divide(two, pieces - first, depth + 1)

    edge = 6.0
    left = SheetPlan(replace(plan.extent, u1=cut), edge, river_road / 2, 0.0, edge, has_river=True, at_sea=True)
    left = replace(left, bridge_above=False, bridge_below=False)
    right = SheetPlan(replace(plan.extent, u0=cut), river_road / 2, edge, 0.0, edge, at_sea=True)
    total = weight(plan.extent).sum()
    pieces = min(count - 1, max(1, round(count * weight(left.rect).sum() / total)))
    divide(left, pieces, 1)
    divide(right, count - pieces, 0)
    return replace(plan, sheets=tuple(sheets), main_roads=tuple(streets))
