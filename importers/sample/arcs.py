"""True arcs among the parcel boundaries.

A design file holds an arc as an arc; the other formats hold chords. The fabric carries the chords, so that areas and
neighbours agree in every format, and each arc's own figures are kept for the design file.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from importers.sample.fabric import Edges, Fabric, Floats, Ints, add_edge_vertices, edges_of
from importers.sample.recipe import Face, Zone

CHORD_ERROR_M = 0.02
ARC_SHARE = 1 / 70
SHORTEST_M, LONGEST_M = 9.0, 60.0


@dataclass(frozen=True, slots=True)
class Arc:
    """A circular arc on the ground: centre and radius in metres, angles in degrees, sweep signed, its sheet.

    `first_vertex` and `last_vertex` are its ends; `inner` is the range of fabric vertices on it.
    """

    centre: tuple[float, float]
    radius: float
    start: float
    sweep: float
    inner: tuple[int, int]


def bend_into_arcs(fabric: Fabric, seed: int) -> list[Arc]:
    """Replace some boundaries between two parcels, and the rings of round islands, by arcs; return the arcs."""
    rng = np.random.default_rng([seed, 5])
    edges = edges_of(fabric)
    polygons = fabric.polygons()
    chosen = _round_islands(fabric, edges)
    wanted = max(4, round(len(fabric.lots) * ARC_SHARE))
    busy: set[int] = {owner for edge, _ in chosen for owner in (int(edges.first[edge]), int(edges.second[edge]))}
    for edge in rng.permutation(_candidates(fabric, edges)):
        if wanted == 0:
            break
        beside = (int(edges.first[edge]), int(edges.second[edge]))
        bulge = float(rng.uniform(0.14, 0.34)) * (1 if rng.random() < 0.5 else -1)
        if busy.isdisjoint(beside) and _fits(fabric, edges, polygons, int(edge), bulge):
            chosen.append((int(edge), bulge))
            busy.update(beside)
            wanted -= 1
    return _insert_arcs(fabric, edges, chosen)


def _candidates(fabric: Fabric, edges: Edges) -> Ints:
    parcel = np.array(
        [lot.kind == Face.PARCEL and lot.zone in (Zone.SUBURB, Zone.GARDEN, Zone.FIELD) for lot in fabric.lots]
        + [False]
    )
    simple = np.array([len(lot.rings) == 1 and lot.island_of is None for lot in fabric.lots] + [False])
    length = np.hypot(*(fabric.ground[edges.ends[:, 0]] - fabric.ground[edges.ends[:, 1]]).T)
    inside = (edges.first >= 0) & (edges.second >= 0)
    fit = parcel & simple
    return np.flatnonzero(
        inside & fit[edges.first] & fit[edges.second] & (length > SHORTEST_M) & (length < LONGEST_M) & ~edges.on_frame
    )


def _round_islands(fabric: Fabric, edges: Edges) -> list[tuple[int, float]]:
    """Return the four edges of each round island with the bulge of a quarter circle, outwards."""
    found = []
    for edge in np.flatnonzero((edges.first >= 0) & (edges.second >= 0)):
        for owner in (int(edges.first[edge]), int(edges.second[edge])):
            if fabric.lots[owner].purpose == "round":
                one, two = fabric.ground[edges.ends[edge]]
                ring = fabric.ring_vertices[_ring_of(fabric, owner)]
                centre = fabric.ground[ring].mean(axis=0)
                left = (two[0] - one[0]) * (centre[1] - one[1]) - (two[1] - one[1]) * (centre[0] - one[0]) > 0
                found.append((int(edge), np.tan(np.pi / 8) * (1 if left else -1)))
    return found


def _ring_of(fabric: Fabric, owner: int) -> slice:
    ring = int(np.searchsorted(fabric.ring_owner, owner))
    return slice(int(fabric.ring_start[ring]), int(fabric.ring_start[ring + 1]))


def _fits(fabric: Fabric, edges: Edges, polygons: NDArray[np.object_], edge: int, bulge: float) -> bool:
    """Tell whether an arc half as deep again would still lie in one of the two parcels."""
    one, two = fabric.ground[edges.ends[edge]]
    lens = shapely.Polygon(np.vstack([one, _on_arc(one, two, bulge * 1.5, 12), two]))
    return bool(lens.is_valid and any(shapely.covers(polygons[owner], lens) for owner in _beside(edges, edge)))


def _beside(edges: Edges, edge: int) -> tuple[int, int]:
    return int(edges.first[edge]), int(edges.second[edge])


def _circle(one: Floats, two: Floats, bulge: float) -> tuple[Floats, float, float, float]:
    """Return centre, radius, start angle and sweep (radians) of the arc from one to two.

    The bulge is the tangent of a quarter of the sweep; positive turns counter-clockwise (the arc lies to the right).
    """
    chord = two - one
    sweep = 4 * np.arctan(bulge)
    middle = (one + two) / 2
    left = np.array([-chord[1], chord[0]])
    centre = middle + left * (1 - bulge**2) / (4 * bulge)
    radius = float(np.hypot(*(one - centre)))
    return centre, radius, float(np.arctan2(one[1] - centre[1], one[0] - centre[0])), float(sweep)


def _on_arc(one: Floats, two: Floats, bulge: float, pieces: int) -> Floats:
    centre, radius, start, sweep = _circle(one, two, bulge)
    angle = start + sweep * np.arange(1, pieces) / pieces
    return centre + radius * np.column_stack([np.cos(angle), np.sin(angle)])


def _insert_arcs(fabric: Fabric, edges: Edges, chosen: list[tuple[int, float]]) -> list[Arc]:
    chosen = sorted(chosen)
    extra = np.zeros(len(edges.ends), dtype=np.int64)
    points, arcs = [], []
    at = len(fabric.ground)
    for edge, bulge in chosen:
        one, two = fabric.ground[edges.ends[edge]]
        centre, radius, start, sweep = _circle(one, two, bulge)
        step = 2 * np.arccos(max(0.0, 1 - CHORD_ERROR_M / radius))
        pieces = max(4, int(np.ceil(abs(sweep) / step)))
        inner = np.rint(_on_arc(one, two, bulge, pieces) * 1000) / 1000
        points.append(inner)
        extra[edge] = len(inner)
        place = (float(centre[0]), float(centre[1]))
        arcs.append(Arc(place, radius, float(np.degrees(start)), float(np.degrees(sweep)), (at, at + len(inner))))
        at += len(inner)
    if points:
        add_edge_vertices(fabric, edges, extra, np.concatenate(points))
    return arcs
