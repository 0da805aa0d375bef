"""The receipt's arithmetic: it balances when everything is accounted for and at no other time."""

import copy

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from importers.services import receipt


@pytest.fixture
def paper() -> dict:
    table = pd.DataFrame(
        {
            "level": pd.array([10, 10, 60, None], dtype="Int64"),
            "layer": ["", "", "", "Khác"],
            "kind": ["line", "line", "text", "line"],
            "use": ["used", "set_aside", "set_aside", "set_aside"],
            "reason": ["", "duplicate", "unknown_text", "other_level"],
        }
    )
    faces = gpd.GeoDataFrame(
        {"outcome": ["parcel", "land_object", "outside", "finding"], "area_computed": [100.0, 50.0, 25.0, 0.5]},
        geometry=[shapely.box(i, 0, i + 1, 1) for i in range(4)],
    )
    made = receipt.elements_part(table, 4) | receipt.faces_part(faces)
    made["balanced"] = receipt.balanced(made)
    return made


def test_everything_accounted_for_balances(paper):
    assert paper["balanced"]
    assert paper["elements"] == {"in": 4, "used": 1, "set_aside": 3}
    assert {(row["level"], row["kind"], row["in"], row["used"]) for row in paper["levels"]} == {
        ("10", "line", 2, 1), ("60", "text", 1, 0), ("–", "line", 1, 0),
    }  # fmt: skip
    assert paper["set_aside"] == [
        {"reason": "duplicate", "count": 1}, {"reason": "unknown_text", "count": 1},
        {"reason": "other_level", "count": 1},
    ]  # fmt: skip
    assert paper["faces"] == {"built": 4, "parcels": 1, "land_objects": 1, "outside": 1, "unexplained": 1}
    assert paper["area_m2"]["built"] == 175.5
    assert paper["extent"] == [0.0, 0.0, 4.0, 1.0]


@pytest.mark.parametrize(
    ("part", "key", "by"),
    [
        ("elements", "in", 1),
        ("elements", "used", -1),
        ("elements", "set_aside", 1),
        ("faces", "built", 1),
        ("faces", "parcels", -1),
        ("faces", "unexplained", 1),
        ("area_m2", "built", 1.0),
        ("area_m2", "parcels", -1.0),
        ("area_m2", "outside", 0.6),
    ],
)
def test_any_figure_changed_unbalances(paper, part, key, by):
    changed = copy.deepcopy(paper)
    changed[part][key] += by
    assert not receipt.balanced(changed)


def test_a_level_or_a_reason_changed_unbalances(paper):
    for part, key in (("levels", "in"), ("levels", "used"), ("set_aside", "count")):
        changed = copy.deepcopy(paper)
        changed[part][0][key] += 1
        assert not receipt.balanced(changed), (part, key)


def test_two_wrongs_that_cancel_out_are_seen_by_level(paper):
    changed = copy.deepcopy(paper)
    changed["levels"][0]["in"] += 1
    changed["levels"][1]["in"] -= 1
    assert not receipt.balanced(changed)


def test_reader_that_counts_more_than_arrived_unbalances():
    table = pd.DataFrame({"level": [10], "layer": [""], "kind": ["line"], "use": ["used"], "reason": [""]})
    faces = gpd.GeoDataFrame({"outcome": [], "area_computed": []}, geometry=[])
    paper = receipt.elements_part(table, 2) | receipt.faces_part(faces)
    assert not receipt.balanced(paper)
    assert paper["extent"] is None
