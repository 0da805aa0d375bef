"""Every planted fault is found at its place, and nothing else: recall and precision per kind."""

import itertools

import numpy as np
import pandas as pd
import pytest
import shapely

from gis_core.topology.build import BuildResult, build_faces
from tests.gis_core.topology.fabric import CODES, KINDS, Drawn, make_fabric, plant

PLACE_M = 0.05
SEEDS = range(6)
NO_LABELS = pd.DataFrame(columns=["x", "y", "text", "role"])


def build(drawn: Drawn) -> BuildResult:
    arguments = drawn.arguments()
    return build_faces(arguments.pop("lines"), **arguments)


def assert_exactly_planted(drawn: Drawn, result: BuildResult) -> None:
    left = list(result.findings)
    for kind, geometry in drawn.truth:
        hits = [
            finding
            for finding in left
            if finding.code == CODES[kind] and shapely.distance(shapely.Point(finding.where), geometry) <= PLACE_M
        ]
        assert len(hits) == 1, f"{kind} at {geometry}: {len(hits)} findings; all: {result.findings}"
        left.remove(hits[0])
    assert not left, f"reported without cause: {left}"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_clean_fabric_has_no_findings(seed: int) -> None:
    drawn, _ = make_fabric(seed=seed)
    result = build(drawn)
    assert result.findings == []
    parcels = result.faces[result.faces["outcome"] == "parcel"]
    assert len(parcels) == len(drawn.lots)
    assert set(result.faces["outcome"].value_counts().to_dict()) == {"parcel", "land_object", "outside"}
    assert set(result.line_use[np.array(drawn.forms) != "frame"]) == {"used"}
    assert set(result.line_use[np.array(drawn.forms) == "frame"]) == {"outside"}
    assert set(result.label_use) == {"used"}
    by_number = parcels.set_index("number").geometry
    for number, geometry in zip(drawn.lots["number"], drawn.lots.geometry, strict=True):
        assert shapely.equals(by_number[number], geometry)


@pytest.mark.parametrize(("kind", "seed"), list(itertools.product(KINDS, SEEDS)))
def test_one_fault_alone(kind: str, seed: int) -> None:
    drawn = plant(*make_fabric(seed=seed), [kind], seed=seed)
    assert_exactly_planted(drawn, build(drawn))


@pytest.mark.parametrize("seed", range(12))
def test_all_faults_mixed(seed: int) -> None:
    drawn = plant(*make_fabric(blocks=5, lots=8, seed=seed), KINDS * 3, seed=seed)
    assert_exactly_planted(drawn, build(drawn))


@pytest.mark.parametrize(("kind", "seed"), list(itertools.product(KINDS[:4], SEEDS)))
def test_mended_lines_leave_the_parcels_as_they_were(kind: str, seed: int) -> None:
    drawn = plant(*make_fabric(seed=seed), [kind], seed=seed)
    faces = build(drawn).faces
    by_number = faces[faces["outcome"] == "parcel"].set_index("number").geometry
    assert len(by_number) == len(drawn.lots)
    for number, geometry in zip(drawn.lots["number"], drawn.lots.geometry, strict=True):
        assert shapely.hausdorff_distance(by_number[number], geometry) <= 0.002
        if kind == "dangle":
            assert shapely.equals(by_number[number], geometry)


def test_every_face_has_one_outcome_and_grid_vertices() -> None:
    drawn = plant(*make_fabric(blocks=5, lots=8, seed=3), KINDS * 3, seed=3)
    result = build(drawn)
    assert set(result.faces["outcome"]) <= {"parcel", "land_object", "outside", "finding"}
    coordinates = shapely.get_coordinates(result.faces.geometry.to_numpy())
    assert np.abs(coordinates * 1000 - np.rint(coordinates * 1000)).max() < 1e-6
    assert shapely.is_valid(result.faces.geometry.to_numpy()).all()
    assert shapely.coverage_is_valid(result.faces.geometry.to_numpy())


def test_one_line_short_at_both_ends() -> None:
    """A boundary of one segment that misses its neighbours on either side."""
    ring = np.array([[0.0, 0.0], [20.0, 0.0], [20.0, 20.0], [0.0, 20.0], [0.0, 0.0]])
    drawn = Drawn([ring, np.array([[0.2, 10.0], [19.7, 10.0]])], ["parcel", "parcel"], [False, False], NO_LABELS)
    result = build(drawn)
    assert result.faces["area_computed"].tolist() == [200.0, 200.0]
    ends = [(f.code, f.where, f.size) for f in result.findings if f.code.startswith("TOPO")]
    assert ends == [("TOPO-UNDERSHOOT", (0.2, 10.0), 0.2), ("TOPO-UNDERSHOOT", (19.7, 10.0), 0.3)]


@pytest.mark.parametrize("seed", range(20))
def test_a_tangle_still_gives_a_coverage(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = rng.choice([2, 10, 30])
    lines = [rng.uniform(0, size, (int(rng.integers(2, 6)), 2)).round(3) for _ in range(20)]
    faces = build(Drawn(lines, ["parcel"] * 20, [False] * 20, NO_LABELS)).faces.geometry.to_numpy()
    assert shapely.is_valid(faces).all()
    assert shapely.coverage_is_valid(faces)
