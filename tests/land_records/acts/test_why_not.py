"""What stands against an act before anybody fills in its form."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import Estate, cut_at, estate, paper

pytestmark = pytest.mark.django_db


def codes(land: Estate, kind: str) -> list[str]:
    found = land_records.why_not(actor=land.officer, parcel_id=land.parcels[0], kind=kind, at=land.moment)
    return [one.code for one in found]


def test_nothing_stands_against_a_free_parcel() -> None:
    land = estate(1)
    land.right()
    assert codes(land, "split_parcel") == [] and codes(land, "transfer_right") == []
    assert codes(land, "first_registration") == ["parcel_has_right"]


def test_a_pending_act_a_notice_and_the_end_are_named() -> None:
    land = estate(1)
    assert codes(land, "transfer_right") == ["right_missing"]
    land.right()
    land.done("place_restriction", {"kind": "seizure", "parcel_id": land.parcels[0], **paper("8/KB")})
    [blocked] = land_records.why_not(actor=land.officer, parcel_id=land.parcels[0], kind="split_parcel")
    assert blocked.code == "RESTRICTION-BLOCKS" and "8/KB" in blocked.message_vi and blocked.legal_source
    [notice] = land_records.restrictions_on(parcel_ids=land.parcels)
    land.done("release_restriction", {"restriction_id": notice.id, **paper()})
    land.submitted("split_parcel", {"parcel_id": land.parcels[0], "cut": cut_at(8.0)})
    assert codes(land, "merge_parcels") == ["act_pending"] and codes(land, "place_restriction") == []


def test_an_ended_parcel_says_only_that() -> None:
    land = estate(1)
    land.done("record_erosion", {"parcel_id": land.parcels[0], "water": "sea", **paper()})
    assert codes(land, "split_parcel") == ["parcel_ended"]
