"""The finished town on the board: exactly the parcels wanted, with islands and ponds."""

from dataclasses import replace

import numpy as np
import shapely

from importers.sample.blocks import Town, lay_out
from importers.sample.lots import Lot, Ring
from importers.sample.plan import Rect, make_plan
from importers.sample.recipe import Face, Recipe, Zone

ISLAND_SHARE = 1 / 170
POND_SHARE = 1 / 400
SMALLEST_HOST_M = 20.0
# Parcels aimed at, as a share of those wanted; the estimate of a layout is a few per cent off either way.
AIMS = (1.03, *(1.03 + side * 0.012 * step for step in range(1, 45) for side in (1, -0.6)))
MOST_SURPLUS = 0.16


def make_town(recipe: Recipe) -> Town:
    """Lay out the commune so that it has exactly `recipe.parcels` parcels.

    The layout aims a little high; then neighbours in a row are joined until the number fits, as neighbours do.
    """
    for share in AIMS:
        town = lay_out(make_plan(replace(recipe, parcels=round(recipe.parcels * share))), recipe.seed)
        hosts = _hosts(town)
        islands = min(max(2, round(recipe.parcels * ISLAND_SHARE)), len(hosts) // 3)
        surplus = _parcels(town) + islands - recipe.parcels
        if 0 <= surplus <= min(MOST_SURPLUS * recipe.parcels + 4, len(_pairs(town)) // 3):
            break
    else:
        raise ValueError(f"no layout of {recipe.parcels} parcels was found")
    rng = np.random.default_rng([recipe.seed, 4])
    _join_neighbours(town, surplus, rng)
    ponds = min(max(1, round(recipe.parcels * POND_SHARE)), len(hosts) // 5)
    _add_islands(town, islands, ponds, rng)
    return town


def _hosts(town: Town) -> list[tuple[int, Rect]]:
    """Return (index, rectangle) of the lots that have room for an island."""
    return [(index, box) for index, lot in enumerate(town.lots) if (box := _roomy(lot)) is not None]


def _parcels(town: Town) -> int:
    return sum(lot.kind == Face.PARCEL for lot in town.lots)


def _pairs(town: Town) -> list[tuple[int, int]]:
    """Return lots that are next to each other in a row (by index)."""
    at = {lot.row: index for index, lot in enumerate(town.lots) if lot.row is not None}
    following = ((index, at.get((row[0], row[1], row[2] + 1))) for row, index in at.items())
    return [(index, other) for index, other in following if other is not None]


def _join_neighbours(town: Town, surplus: int, rng: np.random.Generator) -> None:
    pairs = _pairs(town)
    joined: set[int] = set()
    for pick in rng.permutation(len(pairs)):
        if surplus <= 0:
            break
        one, two = pairs[pick]
        if one in joined or two in joined:
            continue
        outline = shapely.union(*(shapely.Polygon(town.lots[index].rings[0]) for index in (one, two)))
        town.lots[one].rings[0] = [(float(u), float(v)) for u, v in outline.exterior.coords[:-1]]
        town.lots[one].row = None
        joined |= {one, two}
        town.lots[two].purpose = "joined"
        surplus -= 1
    town.lots = [lot for lot in town.lots if lot.purpose != "joined"]


def _add_islands(town: Town, islands: int, ponds: int, rng: np.random.Generator) -> None:
    """Put small parcels (a tomb, a shrine, a house in its orchard) and unnumbered ponds inside large parcels."""
    hosts = _hosts(town)
    order = rng.permutation(len(hosts))
    for turn, pick in enumerate(order[: islands + ponds]):
        index, box = hosts[pick]
        host = town.lots[index]
        pond = turn >= islands
        ring = _island_ring(box, round_one=turn % 3 == 1, pointed=turn % 3 == 2, rng=rng)
        host.rings.append(ring)
        kind = Face.POND if pond else Face.PARCEL
        purpose = "pond" if pond else ("round" if turn % 3 == 1 else "island")
        town.lots.append(Lot([list(ring)], host.sheet, host.block, host.zone, kind, purpose, island_of=index))


def _roomy(lot: Lot) -> Rect | None:
    """Return the rectangle of a large simple parcel, else None."""
    if lot.kind != Face.PARCEL or lot.zone not in (Zone.GARDEN, Zone.FIELD, Zone.SUBURB) or len(lot.rings[0]) != 4:
        return None
    u, v = zip(*lot.rings[0], strict=True)
    box = Rect(min(u), max(u), min(v), max(v))
    square = shapely.Polygon(lot.rings[0]).area > 0.999 * box.size[0] * box.size[1]
    return box if square and min(box.size) >= SMALLEST_HOST_M and lot.purpose != "sand" else None


def _island_ring(box: Rect, *, round_one: bool, pointed: bool, rng: np.random.Generator) -> Ring:
    width, height = box.size
    reach = min(width, height) / 2 - 5.0
    u, v = box.centre
    u += rng.uniform(-0.3, 0.3) * (width / 2 - reach)
    v += rng.uniform(-0.3, 0.3) * (height / 2 - reach)
    if round_one:
        # Four corners of a circle: each quarter becomes an arc on the ground.
        radius = min(reach, rng.uniform(4.0, 8.0))
        return [(u + radius, v), (u, v + radius), (u - radius, v), (u, v - radius)]
    if pointed:
        side = min(reach, rng.uniform(3.5, 5.5))
        return [(u - side, v - side), (u + side, v - 0.6 * side), (u - 0.3 * side, v + side)]
    half_u, half_v = min(reach, rng.uniform(3.0, 9.0)), min(reach, rng.uniform(3.0, 7.0))
    ring = [(u - half_u, v - half_v), (u + half_u, v - half_v), (u + half_u, v + half_v), (u - half_u, v + half_v)]
    if rng.random() < 0.5:
        ring[2:3] = [(u + half_u, v + half_v * 0.3), (u + half_u * 0.4, v + half_v)]
    return ring
