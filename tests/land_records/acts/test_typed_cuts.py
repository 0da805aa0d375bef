"""Splitting by typed input: bearings, offsets, shares of area, equal parts, chosen numbers."""

import pytest

from gis_core.errors import GeometryError
from land_records import api as land_records
from tests.land_records.acts.ground import cut_at, estate, place
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db

CUTS = {
    "points": (cut_at(8.0), [160.0, 240.0]),
    "legs": ({"how": "legs", "corner": 1, "along_m": 8.0, "legs": [{"bearing": "180°"}]}, [160.0, 240.0]),
    "parallel": ({"how": "parallel", "side": 1, "distance_m": 5.0}, [100.0, 300.0]),
    "through": ({"how": "through", "place": place(8, 10), "bearing": "0°"}, [160.0, 240.0]),
    "area": ({"how": "area", "area_m2": 120.0, "bearing": "0°"}, [120.0, 280.0]),
    "equal": ({"how": "equal", "parts": 4, "bearing": "90°"}, [100.0] * 4),
}


@pytest.mark.parametrize("name", CUTS)
def test_each_way_of_typing_a_cut(name: str) -> None:
    land = estate(1)
    cut, areas = CUTS[name]
    act = land.draft("split_parcel", {"parcel_id": land.parcels[0], "cut": cut})
    shown = land_records.preview_act(actor=land.officer, act_id=act)
    assert sorted(float(one.area_m2 or 0) for one in shown.after) == areas
    assert shown.changes.facts["cut_lines"]


def test_numbers_may_be_chosen_and_the_rest_follows() -> None:
    land = estate(1)
    receipt = land.done("split_parcel", {"parcel_id": land.parcels[0], "cut": cut_at(8.0), "numbers": [7, None]})
    numbers = [land_records.parcel_by_id(receipt.ids[key]).number for key in ("parcel:1", "parcel:2")]
    assert numbers == [7, 8] and broken() == {}


def test_a_house_must_be_placed_on_a_part() -> None:
    land = estate(1)
    right = land.right()
    owner = min(land.use_right(land.parcels[0]).party_ids)
    house = land.done("register_asset", {"parcel_id": land.parcels[0], "kind": "house", "floors": "2",
                                         "holders": [{"party_id": owner}]}).ids["asset:1"]  # fmt: skip
    asked = {"parcel_id": land.parcels[0], "cut": cut_at(8.0)}
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("split_parcel", asked)
    assert refused.value.code == "asset_without_place"
    receipt = land.done("split_parcel", {**asked, "assets": {str(house): 2}})
    [standing] = land_records.assets_on([receipt.ids["parcel:2"]])
    assert standing.id == house and standing.floors == "2"
    assert land_records.rights_by_id([right])[right].valid_to is not None and broken() == {}


def test_a_lease_follows_to_every_part() -> None:
    land = estate(1)
    right = land.right(purposes=[{"parcel_id": land.parcels[0], "code": "ODT", "area_m2": "400"}])
    land.done("lease_right", {"right_id": right, "holders": [{"party_id": a_person(land.officer)}],
                              "until": "2030-01-01"})  # fmt: skip
    receipt = land.done("split_parcel", {"parcel_id": land.parcels[0], "cut": cut_at(8.0)})
    for key in ("parcel:1", "parcel:2"):
        kinds = {one.kind: one for one in land_records.rights_on(parcel_ids=[receipt.ids[key]])}
        assert kinds["lease"].under_id == kinds["land_use"].id
    assert broken() == {}


@pytest.mark.parametrize(
    ("cut", "code"),
    [
        ({"how": "area", "area_m2": 900.0, "bearing": "0°"}, None),
        ({"how": "parallel", "side": 1, "distance_m": 0.0}, "zero_distance"),
        ({"how": "parallel", "side": 9, "distance_m": 5.0}, "corner_unknown"),
        ({"how": "legs", "corner": 1, "legs": [{"bearing": "north"}]}, "bearing_unreadable"),
    ],
)
def test_a_cut_that_cannot_be_is_refused_in_words(cut: dict, code: str | None) -> None:
    land = estate(1)
    act = land.draft("split_parcel", {"parcel_id": land.parcels[0], "cut": cut})
    with pytest.raises(GeometryError) as refused:
        land_records.preview_act(actor=land.officer, act_id=act)
    assert code is None or refused.value.code == code
