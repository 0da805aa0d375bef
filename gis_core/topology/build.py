"""From line work and labels to a fabric of faces: one call, every element and every label accounted for.

Stages: noding (grid, snapping), loose ends, repeats, faces, labels, outcomes, checks. Each face ends as exactly
one of parcel, land object, outside, finding (see outcomes.py). The result does not depend on the order,
direction or starting point of the input, and every vertex lies on the millimetre grid.

Line work of any size is built at once: the only step whose memory grows with near pairs, noding, runs in tiles
with a halo; faces are traced over integer arrays, because a road face may span the whole commune and would be
cut by any tile.
"""

import itertools
import time
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis_core.topology.finding import Finding, Severity
from gis_core.topology.label_items import NUMBER, Items, read_items
from gis_core.topology.label_match import NOWHERE, Matches, match_labels
from gis_core.topology.labels import parse_sheet_number
from gis_core.topology.linework import GRID_PER_METRE, Geometries, Ints, LineWork
from gis_core.topology.loose_ends import LooseEnds, settle_loose_ends
from gis_core.topology.noding import connected_groups, node_lines
from gis_core.topology.options import BuildOptions
from gis_core.topology.outcomes import (
    OUTSIDE,
    Borders,
    FaceFacts,
    frames_through_parcels,
    judge_faces,
    read_borders,
    read_facts,
)
from gis_core.topology.planar import Faces, trace_faces
from gis_core.topology.repeats import Overlap, Repeat, find_overlaps, find_repeats
from gis_core.topology.reports import (
    Ground,
    label_findings,
    label_use,
    line_findings,
    overlap_findings,
    repeat_findings,
    sliver_findings,
    strips_beside,
)

__all__ = ["BuildOptions", "BuildResult", "build_faces"]

Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]

FORMING = ("parcel", "road", "rail", "bank", "canal", "dike", "frame", "unit_boundary")
"""Forms that make faces; 'arrow' lines lead from a number to its narrow parcel, all others are passed over."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A built fabric.

    `faces` has geometry, outcome, sheet, number (Int64, NA where unknown), land_use, area_labelled,
    area_computed (m²), object_type and label_elements (tuple). `line_use` per input line: used, duplicate,
    dangle (bounds nothing), outside (bounds only outside faces), arrow, other_form, unusable. `label_use` per
    label: used, outside, unread, decoration. `seconds` per stage.
    """

    faces: gpd.GeoDataFrame
    findings: list[Finding]
    line_use: Texts
    label_use: Texts
    seconds: dict[str, float] = field(default_factory=dict)


class _Clock:
    """Seconds spent since the last stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def stage(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._last
        self._last = now


@dataclass(slots=True)
class _Lines:
    """The forming lines: geometries, their row in the input, and what they are."""

    geometries: Geometries
    row: Ints
    form: Texts
    closed: Flags

    def rings(self) -> Flags:
        """Lines that end where they began."""
        return np.asarray(shapely.is_closed(self.geometries), dtype=bool) & ~shapely.is_missing(self.geometries)

    def fabric(self) -> Flags:
        """Lines of the ground itself: no frames and unit boundaries."""
        return ~self.is_form("frame", "unit_boundary")

    def is_form(self, *forms: str) -> Flags:
        return np.isin(self.form, forms)


def build_faces(
    lines: Geometries,
    *,
    forms: Texts,
    closed: Flags,
    labels: pd.DataFrame,
    sheets: gpd.GeoDataFrame | None = None,
    options: BuildOptions | None = None,
) -> BuildResult:
    """Build parcels and everything else from line work.

    `lines` in a metric plane system; `forms` and `closed` per line (see the working words in options.py and
    FORMING); `labels` as label_items.read_items wants them, with `element` naming each; `sheets` has the column
    `sheet` and the frames. Without sheets, frames and titles (role 'sheet') among the input tell them.
    Raises GeometryError when the coordinates are impossible.
    """
    options, clock = options or BuildOptions(), _Clock()
    lines, forms = np.asarray(lines, dtype=object), np.asarray(forms, dtype=object)
    row = np.flatnonzero(np.isin(forms, FORMING))
    chosen = _Lines(lines[row], row, forms[row], np.asarray(closed, dtype=bool)[row])
    network = _draw_network(chosen, options, clock)
    items, unread = read_items(labels)
    faces, borders, matches = _trace_and_match(network.work, chosen, items, lines[forms == "arrow"], options, clock)
    area = np.asarray(shapely.area(faces.polygons), dtype=float)
    facts = read_facts(items, matches, len(faces.polygons))
    width = 2 * area / np.maximum(shapely.length(faces.polygons), 1e-9)
    bare = (facts.numbers == 0) & np.isnan(facts.area) & pd.isna(facts.land_use)
    slivers = bare & (width < options.sliver_width_m)
    overlaps = _overlaps(chosen, network.redundant, faces, options)
    disputed = np.zeros(len(area), dtype=bool)
    for overlap in overlaps:
        disputed[overlap.faces] = True
    judge_faces(facts, borders, slivers | disputed, options)
    sheet = _sheet_of_faces(faces.polygons, facts, items, _sheets(sheets, chosen, labels))
    clock.stage("outcomes")
    beside = strips_beside(faces, slivers | disputed, area)
    elements = labels["element"] if "element" in labels else pd.Series(np.arange(len(labels)))
    ground = Ground(faces.polygons, area, facts, sheet, beside, items, matches, elements.to_numpy(dtype=object))
    findings = [
        *_network_findings(network, faces, chosen),
        *overlap_findings(overlaps, faces.polygons, chosen.row),
        *sliver_findings(faces, slivers & ~disputed, width),
        *label_findings(ground, slivers | disputed, options),
    ]
    result = BuildResult(
        _face_table(ground, sheets),
        sorted(findings, key=lambda f: (f.code, f.where or (0.0, 0.0), f.size or 0.0)),
        _line_use(len(lines), forms, chosen, network, faces, facts),
        label_use(ground, unread, labels["role"].to_numpy(dtype=object)),
        clock.seconds,
    )
    clock.stage("checks")
    return result


@dataclass(frozen=True, slots=True)
class _Network:
    """Noded line work with its loose ends settled and its repeats found."""

    work: LineWork
    unusable: Flags
    ends: LooseEnds
    redundant: Flags
    repeats: list[Repeat]


def _draw_network(chosen: _Lines, options: BuildOptions, clock: _Clock) -> _Network:
    """Node the lines, settle loose ends, find repeats."""
    max_gap_mm, snap_mm = options.max_gap_m * GRID_PER_METRE, options.snap_m * GRID_PER_METRE
    work, unusable = node_lines(chosen.geometries, snap_m=options.snap_m, tile_segments=options.tile_elements)
    clock.stage("noding")
    work, ends = settle_loose_ends(work, forming=chosen.fabric(), max_gap_mm=max_gap_mm, snap_mm=snap_mm)
    clock.stage("loose ends")
    redundant, repeats = find_repeats(
        work, closed=chosen.closed, rings=chosen.rings(), watched=chosen.fabric(), max_gap_mm=max_gap_mm
    )
    clock.stage("repeats")
    return _Network(work, unusable, ends, redundant, repeats)


def _trace_and_match(
    work: LineWork, chosen: _Lines, items: Items, arrows: Geometries, options: BuildOptions, clock: _Clock
) -> tuple[Faces, Borders, Matches]:
    """Faces and their labels; once more without the frame lines that run through parcels, if there are any."""
    usable: Flags | None = None
    while True:
        faces = trace_faces(work, usable)
        borders = read_borders(
            work, faces, frame=chosen.is_form("frame"), unit_boundary=chosen.is_form("unit_boundary")
        )
        clock.stage("faces")
        matches = match_labels(items, faces.polygons, arrows, closed_off=borders.framed, options=options)
        cut = frames_through_parcels(faces, borders, *_labelled(items, matches, len(faces.polygons)))
        clock.stage("labels")
        if usable is not None or not cut.any():
            return faces, borders, matches
        usable = ~cut & ~faces.barren


def _network_findings(network: _Network, faces: Faces, chosen: _Lines) -> list[Finding]:
    """What was wrong with the lines themselves."""
    return [
        *_unusable_findings(chosen.row[network.unusable]),
        *line_findings(network.work, network.ends, faces.polygons, chosen.row),
        *_barren_findings(network.work, faces, chosen.fabric(), chosen.row),
        *repeat_findings(network.repeats, chosen.row),
    ]


def _labelled(items: Items, matches: Matches, faces: int) -> tuple[Flags, Flags]:
    """Faces with a number, and faces with any label text."""
    inside = matches.face != NOWHERE
    numbered, labelled = np.zeros(faces, dtype=bool), np.zeros(faces, dtype=bool)
    numbered[matches.face[inside & (items.kind == NUMBER)]] = True
    labelled[matches.face[inside]] = True
    return numbered, labelled


def _overlaps(chosen: _Lines, redundant: Flags, faces: Faces, options: BuildOptions) -> list[Overlap]:
    """Overlaps of closed parcel shapes."""
    shapes = np.flatnonzero(chosen.closed & chosen.is_form("parcel") & ~redundant)
    if len(shapes) < 2:
        return []
    rings = shapely.force_2d(chosen.geometries[shapes])
    areal = shapely.get_dimensions(rings) == 2
    rings[areal] = shapely.get_exterior_ring(rings[areal])
    good = shapely.is_closed(rings) & (shapely.get_num_points(rings) >= 4)
    shapes, rings = shapes[good], rings[good]
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    on_grid = np.rint(coordinates * GRID_PER_METRE) / GRID_PER_METRE
    bodies = shapely.polygons(shapely.linearrings(on_grid, indices=ring))
    valid = shapely.is_valid(bodies)
    points = shapely.point_on_surface(faces.polygons)
    return find_overlaps(faces, points, bodies[valid], shapes[valid], width_m=options.sliver_width_m)


def _sheets(sheets: gpd.GeoDataFrame | None, chosen: _Lines, labels: pd.DataFrame) -> tuple[Geometries, Ints]:
    """Frames and their sheet numbers: as given, else closed frames with the title inside."""
    if sheets is not None:
        return sheets.geometry.to_numpy(), pd.to_numeric(sheets["sheet"]).to_numpy(dtype=np.int64)
    titles = labels[labels["role"] == "sheet"]
    number = [parse_sheet_number(text) if isinstance(text, str) else None for text in titles.get("text", [])]
    known = np.array([n is not None for n in number], dtype=bool)
    numbers = np.array([n for n in number if n is not None], dtype=np.int64)
    rings = chosen.geometries[chosen.is_form("frame")]
    frames = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.unary_union(rings))))
    if not len(frames) or not len(numbers):
        return np.zeros(0, dtype=object), np.zeros(0, np.int64)
    places = shapely.points(titles["x"].to_numpy(dtype=float)[known], titles["y"].to_numpy(dtype=float)[known])
    frame, title = shapely.STRtree(places).query(frames, predicate="contains")
    return frames[frame], numbers[title]


def _sheet_of_faces(
    polygons: Geometries, facts: FaceFacts, items: Items, sheets: tuple[Geometries, Ints]
) -> NDArray[np.object_]:
    """The sheet number each face lies in, by its number's place or a point inside; None when in no frame."""
    frames, numbers = sheets
    sheet = np.full(len(polygons), None, dtype=object)
    if not len(frames) or not len(polygons):
        return sheet
    points = np.full(len(polygons), None, dtype=object)
    has = facts.label_item != NOWHERE
    points[has] = shapely.points(items.xy[facts.label_item[has]])
    points[~has] = shapely.point_on_surface(polygons[~has])
    which, face = shapely.STRtree(points).query(frames, predicate="intersects")
    order = np.argsort(-which, kind="stable")
    sheet[face[order]] = numbers[which[order]].astype(object)
    return sheet


def _unusable_findings(rows: Ints) -> list[Finding]:
    hint = {"reason": "no coordinates"}
    return [Finding("GEOM-UNUSABLE", Severity.ERROR, None, None, (str(row),), hint) for row in rows]


def _barren_findings(work: LineWork, faces: Faces, forming: Flags, row: Ints) -> list[Finding]:
    """Lines joined at both ends that separate nothing; loose ends were reported before."""
    fabric = np.zeros(len(work.start), dtype=bool)
    fabric[work.drawn_segment[forming[work.drawn_by]]] = True
    barren = np.flatnonzero(faces.barren & fabric)
    if not len(barren):
        return []
    links = np.column_stack([work.start[barren], work.end[barren]])
    group = connected_groups(links, len(work.xy))
    loose = np.unique(group[work.degree() == 1])
    findings = []
    for leader in np.setdiff1d(np.unique(group[links[:, 0]]), loose):
        mine = barren[group[links[:, 0]] == leader]
        element = int(work.drawn_by[work.drawn_segment == mine[0]].min())
        ends = work.metres(work.xy[[work.start[mine[0]], work.end[mine[0]]]])
        x, y = ends.mean(axis=0)
        hint = {"reason": "separates nothing"}
        findings.append(Finding("TOPO-DANGLE", Severity.WARNING, (float(x), float(y)), 0.0, (str(row[element]),), hint))
    return findings


def _line_use(
    count: int,
    forms: Texts,
    chosen: _Lines,
    network: _Network,
    faces: Faces,
    facts: FaceFacts,
) -> Texts:
    """What became of every input line."""
    work = network.work
    inner = np.append(facts.outcome != OUTSIDE, False)
    live = ~faces.barren
    bounds = live & (inner[faces.left] | inner[faces.right])
    best = np.zeros(len(chosen.row), dtype=np.int64)
    np.maximum.at(best, work.drawn_by, np.where(bounds, 2, np.where(live, 1, 0))[work.drawn_segment])
    mine = np.array(["dangle", "outside", "used"], dtype=object)[best]
    mine[network.redundant] = "duplicate"
    mine[network.unusable] = "unusable"
    use = np.full(count, "other_form", dtype=object)
    use[forms == "arrow"] = "arrow"
    use[chosen.row] = mine
    return use


def _face_table(ground: Ground, sheets: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """The faces as a table."""
    facts = ground.facts
    inside = ground.matches.face != NOWHERE
    rows = np.unique(np.column_stack([ground.matches.face[inside], ground.items.row[inside]]), axis=0)
    elements = ground.label_element[rows[:, 1]].tolist()
    bounds = np.searchsorted(rows[:, 0], np.arange(len(ground.polygons) + 1)).tolist()
    named = np.empty(len(ground.polygons), dtype=object)
    named[:] = [tuple(elements[first:last]) for first, last in itertools.pairwise(bounds)]
    return gpd.GeoDataFrame(
        {
            "outcome": facts.outcome.astype(str),
            "sheet": pd.array(ground.sheet, dtype="Int64"),
            "number": pd.array(facts.number, dtype="Int64"),
            "land_use": facts.land_use,
            "area_labelled": facts.area,
            "area_computed": ground.area,
            "object_type": facts.object_type,
            "label_elements": named,
        },
        geometry=ground.polygons,
        crs=sheets.crs if sheets is not None else None,
    )
