"""The sample commune as drawn: recall and precision of the builder over every kind of planted fault."""

from collections import Counter

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gis_core.topology.build import BuildOptions, BuildResult, build_faces
from importers.sample.labels import LETTER_RATIO, label_size
from importers.sample.make import Sample, make_sample
from importers.sample.recipe import Face, Recipe

PLACE_M = 0.05
FORMS = {10: "parcel", 23: "road", 31: "bank", 32: "canal", 46: "unit_boundary", 63: "frame"}
OBJECTS = {"DGT": "road", "DTL": "canal", "SON": "river", "MNC": "water", "MVB": "sea"}


def labels_of(sample: Sample) -> pd.DataFrame:
    """The texts of the drawing, each at the corner where writing begins."""
    rows: list[tuple[float, float, str | None, str]] = []
    for label in sample.drawing.labels.itertuples():
        width, fraction, gap = label_size(label.use, label.number, label.area, label.height)
        angle = np.radians(label.rotation)
        letter = LETTER_RATIO * label.height
        middle = -width / 2 + len(label.use) * letter + gap + fraction / 2
        parts = [(-width / 2, -0.5, label.use, "land_use")]
        if label.number:
            parts += [
                (middle - len(label.number) * letter / 2, 0.25, label.number, "number"),
                (middle - len(label.area) * letter / 2, -1.25, label.area, "area"),
                (middle, 0.0, None, "label_point"),
            ]
        for along, up, text, role in parts:
            x = label.x + along * np.cos(angle) - up * label.height * np.sin(angle)
            y = label.y + along * np.sin(angle) + up * label.height * np.cos(angle)
            rows.append((x, y, text, role))
    return pd.DataFrame(rows, columns=["x", "y", "text", "role"])


def build(sample: Sample) -> BuildResult:
    strokes = sample.drawing.strokes
    sheets = sample.commune.sheets
    return build_faces(
        np.array([shapely.LineString(stroke.points) for stroke in strokes], dtype=object),
        forms=np.array([FORMS[stroke.level] for stroke in strokes]),
        closed=np.array([stroke.closed for stroke in strokes], dtype=bool),
        labels=labels_of(sample),
        sheets=gpd.GeoDataFrame({"sheet": sheets["ordinal"]}, geometry=sheets.geometry),
        options=BuildOptions(object_types=OBJECTS),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_every_planted_fault_and_nothing_else(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    sample = make_sample(Recipe(parcels=1200, seed=seed, faults=3))
    result = build(sample)
    planted, found, matched = Counter(), Counter(), Counter()
    left = list(result.findings)
    for fault in sample.planted.faults:
        planted[fault.code] += 1
        near = [f for f in left if f.code == fault.code and shapely.Point(f.where).distance(fault.geometry) <= PLACE_M]
        if len(near) == 1:
            matched[fault.code] += 1
            left.remove(near[0])
    found.update(finding.code for finding in result.findings)
    with capsys.disabled():
        for code in sorted(planted):
            recall, precision = matched[code] / planted[code], matched[code] / max(found[code], 1)
            print(f"\n{code:20} planted {planted[code]}, recall {recall:.2f}, precision {precision:.2f}", end="")
    assert matched == planted
    assert left == []
    numbered = (sample.commune.faces["kind"] == Face.PARCEL).sum()
    parcels = (result.faces["outcome"] == "parcel").sum()
    lost = sum(len(f.faces) for f in sample.planted.faults if f.kind in ("missing_label", "double_label"))
    assert parcels == numbered - lost
