"""A house on land: who owns it, its paper, and that it follows the land it stands on."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import cut_at, estate
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_a_house_has_an_owner_and_a_paper_of_its_own() -> None:
    land = estate(1)
    owner = a_person(land.officer)
    receipt = land.done("register_asset", {"parcel_id": land.parcels[0], "kind": "house", "floors": "2",
                                           "built_area_m2": "80", "holders": [{"party_id": owner}],
                                           "certificate": True})  # fmt: skip
    [house] = land_records.assets_on(land.parcels)
    [right] = land_records.rights_on(asset_ids=[house.id])
    assert (right.kind, right.party_ids) == ("ownership", {owner}) and house.floors == "2"
    assert land.status(receipt.ids["certificate:1"]) == "draft" and broken() == {}


def test_a_house_goes_to_the_part_it_stands_on() -> None:
    land = estate(1)
    house = land.done("register_asset", {"parcel_id": land.parcels[0], "kind": "house"}).ids["asset:1"]
    parts = land.done("split_parcel", {"parcel_id": land.parcels[0], "cut": cut_at(8.0), "assets": {house: 2}})
    assert [one.id for one in land_records.assets_on([parts.ids["parcel:2"]])] == [house]
    assert land_records.assets_on([parts.ids["parcel:1"]]) == () and broken() == {}
