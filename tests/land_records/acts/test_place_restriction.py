"""Notices and corridors: what they block, and that nothing keeps them out."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import cut_at, estate, paper, place
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def sale(land, right: int) -> dict:
    return {"right_id": right, "title": "sale", "receivers": [{"party_id": a_person(land.officer)}]}


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
