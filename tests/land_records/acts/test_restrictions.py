"""Notices that block, easements with a strip of their own, and their release."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import cut_at, estate, paper, place
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def sale(land, right: int) -> dict:
    return {"right_id": right, "title": "sale", "receivers": [{"party_id": a_person(land.officer)}]}


@pytest.mark.parametrize("kind", ["seizure", "dispute", "blocking", "enforcement"])
def test_a_notice_blocks_until_it_is_released(kind: str) -> None:
    land = estate(1)
    right = land.right()
    notice = land.done("place_restriction", {"kind": kind, "parcel_id": land.parcels[0], **paper("4/THA")})
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land.submitted("transfer_right", sale(land, right))
    assert "4/THA" in refused.value.message_vi
    land.done("release_restriction", {"restriction_id": notice.ids["restriction:1"], **paper("5/THA")})
    land.done("transfer_right", sale(land, right))
    assert broken() == {}


def test_a_notice_enters_although_an_act_is_pending_and_stops_its_approval() -> None:
    land = estate(1)
    pending = land.submitted("transfer_right", sale(land, land.right()))
    land.done("place_restriction", {"kind": "seizure", "parcel_id": land.parcels[0], **paper()})
    with pytest.raises(land_records.RuleBrokenError):
        land_records.approve_act(approver=land.approver, act_id=pending, at=land.moment)
    assert land_records.act(actor=land.officer, act_id=pending).status == "pending"


def test_a_corridor_blocks_nothing_and_follows_to_the_part_it_crosses() -> None:
    land = estate(1)
    land.right()
    ring = [place(0, 0), place(5, 0), place(5, 20), place(0, 20)]
    land.done("place_restriction", {"kind": "corridor", "parcel_id": land.parcels[0], "ring": ring, **paper()})
    receipt = land.done("split_parcel", {"parcel_id": land.parcels[0], "cut": cut_at(8.0)})
    lying = [land_records.restrictions_on(parcel_ids=[receipt.ids[f"parcel:{n}"]]) for n in (1, 2)]
    areas = sorted(float(one.area_m2 or 0) for found in lying for one in found)
    assert areas == [100.0] and broken() == {}


def test_a_part_outside_the_parcel_is_refused() -> None:
    land = estate(2)
    ring = [place(30, 0), place(35, 0), place(35, 20)]
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("place_restriction", {"kind": "corridor", "parcel_id": land.parcels[0], "ring": ring, **paper()})
    assert refused.value.code == "part_outside_parcel"


def test_an_easement_follows_the_favoured_parcel_too() -> None:
    land = estate(2)
    land.right(land.parcels[1])
    land.done("establish_easement", {"parcel_id": land.parcels[0], "favours_parcel_id": land.parcels[1], **paper()})
    receipt = land.done("split_parcel", {"parcel_id": land.parcels[1], "cut": cut_at(30.0)})
    favoured = {one.favours_parcel_id for one in land_records.restrictions_on(parcel_ids=[land.parcels[0]])}
    assert favoured == {receipt.ids["parcel:1"], receipt.ids["parcel:2"]}


def test_a_mortgage_is_not_released_by_the_wrong_act() -> None:
    land = estate(1)
    charge = land.done("mortgage_right", {"right_id": land.right(), "mortgagee_ids": [a_person(land.officer)],
                                          "contract_number": "1", "contract_date": "2026-03-01"})  # fmt: skip
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("release_restriction", {"restriction_id": charge.ids["restriction:1"]})
    assert refused.value.code == "restriction_not_in_force"
