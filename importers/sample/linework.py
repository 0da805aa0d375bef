"""The strokes a draughtsman would have drawn: every boundary once, on the level of what it bounds.

Circular 25/2014/TT-BTNMT, Annex 18: parcel boundary 10, road limit 23, bank 31, canal 32, commune boundary 46,
sheet frame 63. A boundary
shared with a road or a water is drawn on that feature's level only.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from importers.sample.arcs import Arc
from importers.sample.fabric import Edges, Fabric, Ints, edges_of
from importers.sample.recipe import Face
from importers.sample.register import Commune

PARCEL_LEVEL, ROAD_LEVEL, BANK_LEVEL, CANAL_LEVEL, BOUNDARY_LEVEL, FRAME_LEVEL = 10, 23, 31, 32, 46, 63
LEVEL_OF_FACE = {Face.PARCEL: PARCEL_LEVEL, Face.CANAL: CANAL_LEVEL, Face.RIVER: BANK_LEVEL, Face.SEA: BANK_LEVEL}
LEVEL_OF_FACE[Face.POND] = BANK_LEVEL


@dataclass(slots=True)
class Stroke:
    """One drawn boundary: its sheet, level, vertices on the ground (m); `closed` shapes and true arcs are marked."""

    sheet: int
    level: int
    points: NDArray[np.float64]
    closed: bool = False
    arc: Arc | None = None


def draw_boundaries(fabric: Fabric, commune: Commune, arcs: list[Arc]) -> list[Stroke]:
    """Return all strokes of all sheets: merged lines, arcs, and the frames as closed shapes."""
    edges = edges_of(fabric)
    level = _levels(fabric, edges)
    sheet_of_lot = commune.faces["sheet"].to_numpy()[: len(fabric.lots)]
    sheet = np.where(edges.first >= 0, sheet_of_lot[edges.first], 0)
    _place_boundary(fabric, edges, commune, sheet)
    curved = np.zeros(len(fabric.ground), dtype=bool)
    for arc in arcs:
        curved[arc.inner[0] : arc.inner[1]] = True
    plain = ~edges.on_frame & ~curved[edges.ends].any(axis=1) & (sheet > 0)
    strokes: list[Stroke] = []
    for number in commune.sheets["ordinal"]:
        for code in (PARCEL_LEVEL, ROAD_LEVEL, BANK_LEVEL, CANAL_LEVEL, BOUNDARY_LEVEL):
            strokes += _merged(fabric, edges.ends[plain & (sheet == number) & (level == code)], int(number), code)
    strokes += _arc_strokes(fabric, edges, arcs, sheet, level)
    for frame, number in zip(commune.sheets.geometry, commune.sheets["ordinal"], strict=True):
        ring = shapely.get_coordinates(frame.exterior)
        strokes.append(Stroke(int(number), FRAME_LEVEL, ring, closed=True))
    return sorted(strokes, key=lambda stroke: (stroke.sheet, stroke.level == FRAME_LEVEL, stroke.level))


def _levels(fabric: Fabric, edges: Edges) -> Ints:
    rank = np.array([LEVEL_OF_FACE[lot.kind] for lot in fabric.lots] + [0])
    one, two = rank[edges.first], rank[edges.second]
    road = (edges.second < 0) & (one == PARCEL_LEVEL)
    water = (one == BANK_LEVEL) | (two == BANK_LEVEL)
    canal = (one == CANAL_LEVEL) | (two == CANAL_LEVEL)
    levels = [BOUNDARY_LEVEL, BANK_LEVEL, CANAL_LEVEL, ROAD_LEVEL]
    return np.select([edges.on_boundary, water, canal, road], levels, PARCEL_LEVEL)


def _place_boundary(fabric: Fabric, edges: Edges, commune: Commune, sheet: Ints) -> None:
    """Give the edges of the commune's boundary that bound no face (road ends) to the sheet they lie in, in place."""
    loose = np.flatnonzero(edges.on_boundary & (edges.first < 0))
    middle = shapely.points(fabric.ground[edges.ends[loose]].mean(axis=1))
    tree = shapely.STRtree(middle)
    frame, at = tree.query(commune.sheets.geometry.to_numpy(), predicate="contains")
    sheet[loose[at]] = commune.sheets["ordinal"].to_numpy()[frame]


def _merged(fabric: Fabric, ends: Ints, sheet: int, level: int) -> list[Stroke]:
    if not len(ends):
        return []
    lines = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(fabric.ground[ends])))
    parts = shapely.get_parts(lines)
    # A ring that touches nothing else on the parcel level is an island: drawn as one closed shape.
    strokes = [
        Stroke(sheet, level, points, closed=level == PARCEL_LEVEL and bool((points[0] == points[-1]).all()))
        for points in map(shapely.get_coordinates, parts)
    ]
    return sorted(strokes, key=lambda stroke: (tuple(stroke.points[0]), tuple(stroke.points[1])))


def _arc_strokes(fabric: Fabric, edges: Edges, arcs: list[Arc], sheet: Ints, level: Ints) -> list[Stroke]:
    """Return one stroke per arc; its points are the chords, so that faults and pictures can use them."""
    if not arcs:
        return []
    order = np.argsort(edges.ends[:, 1], kind="stable")
    strokes = []
    for arc in arcs:
        inner = np.arange(*arc.inner)
        first, last = (_other_end(edges, order, int(vertex), arc.inner) for vertex in (inner[0], inner[-1]))
        edge = order[np.searchsorted(edges.ends[order, 1], inner[0])]
        chain = np.concatenate([[first], inner, [last]])
        strokes.append(Stroke(int(sheet[edge]), int(level[edge]), fabric.ground[chain], arc=arc))
    return strokes


def _other_end(edges: Edges, order: Ints, vertex: int, inner: tuple[int, int]) -> int:
    """Return the ordinary corner an arc's first or last vertex is joined to."""
    # Arc vertices carry the highest numbers, so they stand second in the edge to an ordinary corner.
    low = np.searchsorted(edges.ends[order, 1], vertex, side="left")
    high = np.searchsorted(edges.ends[order, 1], vertex, side="right")
    partners = edges.ends[order[low:high], 0]
    return int(partners[(partners < inner[0]) | (partners >= inner[1])][0])


def without_edges(strokes: list[Stroke], sheet: int, gone: set[tuple[float, ...]]) -> list[Stroke]:
    """Return the strokes less the edges named by their sorted end coordinates; a stroke may fall into pieces."""
    kept: list[Stroke] = []
    for stroke in strokes:
        if stroke.sheet != sheet or stroke.closed or stroke.arc is not None:
            kept.append(stroke)
            continue
        ends = [(float(x), float(y)) for x, y in stroke.points]
        stays = [(*min(pair), *max(pair)) not in gone for pair in itertools.pairwise(ends)]
        if all(stays):
            kept.append(stroke)
            continue
        cuts = np.flatnonzero(np.diff(np.concatenate([[False], stays, [False]]).astype(np.int8)))
        for first, last in cuts.reshape(-1, 2):
            kept.append(Stroke(stroke.sheet, stroke.level, stroke.points[first : last + 1]))
    return kept
