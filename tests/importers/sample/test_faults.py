"""Planted faults: apart from each other, and found by the builder, each once and nothing else."""

import itertools

import numpy as np
import pandas as pd
import pytest
import shapely

from gis_core.topology.build import BuildOptions, build_faces
from gis_core.topology.coverage import check_polygons
from gis_core.topology.finding import Finding
from gis_core.topology.options import OBJECT_TYPES
from importers.sample.fault_kinds import ALSO_IN_POLYGONS, CODES, POLYGON_CODES, Fault
from importers.sample.linework import Stroke
from importers.sample.make import Sample, make_sample
from importers.sample.polygon_files import parcel_table
from importers.sample.recipe import Recipe

FORMS = {10: "parcel", 23: "road", 31: "bank", 32: "canal", 46: "unit_boundary", 63: "frame"}
WITHIN_M = 0.05


def line_of(stroke: Stroke) -> shapely.LineString:
    """The stroke as a reader would hand it over: closed, arcs in chords of a millimetre."""
    points = stroke.points
    if stroke.arc is not None:
        arc = stroke.arc
        pieces = 8 + int(abs(np.radians(arc.sweep)) / (2 * np.arccos(1 - 0.001 / arc.radius)))
        angle = np.radians(arc.start + arc.sweep * np.arange(pieces + 1) / pieces)
        points = np.array(arc.centre) + arc.radius * np.column_stack([np.cos(angle), np.sin(angle)])
    elif stroke.closed and (points[0] != points[-1]).any():
        points = np.vstack([points, points[:1]])
    return shapely.LineString(points)


def texts_of(sample: Sample) -> pd.DataFrame:
    """Labels as a reader hands them over."""
    rows: list[tuple[float, float, str, str]] = []
    for label in sample.planted.labels.itertuples():
        rows.append((label.x, label.y, label.use, "land_use"))
        if label.number:
            rows += [(label.x, label.y, label.number, "number"), (label.x, label.y, label.area, "area")]
    for sheet in sample.commune.sheets.itertuples():
        x, y = shapely.maximum_inscribed_circle(sheet.geometry, 5.0).coords[0]
        rows.append((x, y, sheet.title, "sheet"))
    table = pd.DataFrame(rows, columns=["x", "y", "text", "role"]).assign(height=1.0, rotation=0.0)
    return table.assign(element=np.arange(len(table)))


def build(sample: Sample):
    strokes = sample.planted.strokes
    return build_faces(
        np.array([line_of(stroke) for stroke in strokes], dtype=object),
        forms=np.array([FORMS[stroke.level] for stroke in strokes], dtype=object),
        closed=np.array([stroke.closed for stroke in strokes]),
        labels=texts_of(sample),
        options=BuildOptions(object_types={**OBJECT_TYPES, "MVB": "sea"}),
    )


def compare(faults: list[Fault], findings: list[Finding], codes: dict[str, str]) -> tuple[list[str], list[Finding]]:
    """Return the faults without exactly one finding at their place, and the findings no fault explains."""
    missed, explained = [], set()
    for fault in faults:
        hits = [
            place
            for place, finding in enumerate(findings)
            if finding.code == codes[fault.kind]
            and finding.where is not None
            and shapely.distance(shapely.Point(finding.where), fault.geometry) < WITHIN_M
        ]
        explained.update(hits)
        if len(hits) != 1:
            missed.append(f"{fault.kind} on sheet {fault.sheet}: {len(hits)}")
    return missed, [finding for place, finding in enumerate(findings) if place not in explained]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_builder_finds_every_fault_and_nothing_else(seed: int) -> None:
    sample = make_sample(Recipe(parcels=1200, seed=seed, faults=3))
    result = build(sample)
    missed, extra = compare(sample.planted.faults, result.findings, CODES)
    planted = len(sample.planted.faults)
    print(f"seed {seed}: recall {planted - len(missed)}/{planted}, precision "
          f"{len(result.findings) - len(extra)}/{len(result.findings)}")  # fmt: skip
    assert missed == []
    assert extra == []


def test_a_clean_sample_has_no_findings(clean: Sample) -> None:
    result = build(clean)
    assert result.findings == []
    assert (result.faces["outcome"] == "parcel").sum() == 900
    assert set(result.faces["outcome"]) == {"parcel", "land_object", "outside"}


def test_polygon_checks_find_what_polygons_can_show(faulty: Sample) -> None:
    table = parcel_table(faulty)
    findings = check_polygons(
        table.geometry.to_numpy(),
        sheets=table["so_to"],
        numbers=table["so_thua"].where(table["so_thua"] > 0),
        areas_labelled=table["dien_tich"],
    )
    # A missing number is seen by whoever reads the table.
    shown = [f for f in faulty.planted.faults if f.kind in ALSO_IN_POLYGONS and f.kind != "missing_label"]
    missed, extra = compare(shown, findings, POLYGON_CODES)
    assert missed == []
    assert extra == []
    assert (table["so_thua"] == 0).sum() == 3


def test_faults_keep_apart(faulty: Sample) -> None:
    faces = [set(fault.faces) for fault in faulty.planted.faults]
    assert len(faces) == 30
    assert all(one.isdisjoint(two) for one, two in itertools.combinations(faces, 2))
    for one, two in itertools.combinations(faulty.planted.faults, 2):
        assert shapely.distance(one.geometry, two.geometry) > 1.0


def test_sizes_are_as_stated(faulty: Sample) -> None:
    sizes = {kind: [f.size for f in faulty.planted.faults if f.kind == kind] for kind in CODES}
    assert all(0.05 < size < 0.5 for kind in ("overshoot", "undershoot") for size in sizes[kind])
    assert all(0.03 <= size <= 0.08 for size in sizes["sliver"])
    assert min(sizes["dangle"]) > 0.5


def test_too_small_a_commune_for_the_faults_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        make_sample(Recipe(parcels=300, seed=1, faults=40))
