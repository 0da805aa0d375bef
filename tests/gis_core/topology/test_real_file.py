"""A real parcel fabric drawn as line work: what is built from it, printed and held."""

import time

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from gis_core.topology.build import build_faces
from tests.public_data import public_file


def test_real_line_work(capsys: pytest.CaptureFixture[str]) -> None:
    path = public_file("dgn/nz_parcels_west.dgn")
    elements = pyogrio.read_dataframe(path, encoding="ISO-8859-1")
    lines = elements[elements["Level"] == 10].geometry.to_numpy()
    texts = elements[elements["Level"] == 13]
    labels = pd.DataFrame(
        {"x": texts.geometry.x, "y": texts.geometry.y, "text": texts["Text"], "role": "number"}
    ).reset_index(drop=True)
    began = time.perf_counter()
    result = build_faces(
        np.asarray(lines, dtype=object),
        forms=np.full(len(lines), "parcel"),
        closed=np.zeros(len(lines), dtype=bool),
        labels=labels,
    )
    seconds = time.perf_counter() - began
    faces = result.faces
    with capsys.disabled():
        kinds = pd.Series([finding.code for finding in result.findings]).value_counts().to_dict()
        print(f"\n{path.name}: {len(lines)} lines, {len(faces)} faces in {seconds:.3f} s, {kinds}")
    assert len(faces) == 719
    assert (faces["outcome"] == "parcel").sum() == 700
    assert faces["number"].notna().sum() == 700
    without = faces[faces["outcome"] == "finding"]
    assert len(without) == 19
    assert {finding.code for finding in result.findings} <= {"LABEL-MISSING", "TOPO-SLIVER"}
    assert len(result.findings) == 19
    assert set(result.line_use) == {"used"}
    assert shapely.coverage_is_valid(faces.geometry.to_numpy())
    witness = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.unary_union(lines))))
    assert faces["area_computed"].sum() == pytest.approx(shapely.area(witness).sum(), abs=0.01)
