"""Parcels known from papers only."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate, paper
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_a_parcel_known_from_papers_has_its_right_and_no_shape() -> None:
    land = estate(1)
    holder = a_person(land.officer)
    receipt = land.done("register_paper_parcel", {
        "sheet_id": land.ground.sheet.id, "number": 55, "area_m2": "812.4", "holders": [{"party_id": holder}],
        "uses": [{"code": "CLN", "area_m2": "812.4"}], **paper("GCN D 1234567"),
    })  # fmt: skip
    parcel = land_records.parcel_by_id(receipt.ids["parcel:1"])
    assert (parcel.standing, parcel.geometry, parcel.parcel_code) == ("provisional", None, None)
    assert land.use_right(parcel.parcel_id).party_ids == {holder} and broken() == {}


def test_a_number_that_is_taken_is_refused() -> None:
    land = estate(1)
    act = land.draft("register_paper_parcel", {"sheet_id": land.ground.sheet.id, "number": 1, **paper()})
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land_records.submit_act(actor=land.officer, act_id=act)
    assert "PARCEL-NUMBER-FREE" in refused.value.message_vi
