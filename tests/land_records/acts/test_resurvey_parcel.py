"""Measuring again, and settling what was known from papers."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate, paper, place
from tests.land_records.acts.register_facts import broken

pytestmark = pytest.mark.django_db


def ring(west: float, east: float, north: float = 20.0) -> list:
    return [[place(west, 0), place(east, 0), place(east, north), place(west, north)]]


def test_the_new_shape_replaces_the_old_and_the_difference_is_recorded() -> None:
    land = estate()
    land.right(land.parcels[2])
    before = land_records.parcel_by_id(land.parcels[2])
    act = land.submitted("resurvey_parcel", {"parcel_id": land.parcels[2], "rings": ring(40, 60.5),
                                             "surveyed_difference_m2": 10.0, **paper()})  # fmt: skip
    shown = land_records.preview_act(actor=land.officer, act_id=act)
    assert shown.changes.facts["difference_m2"] == 10.0
    land_records.approve_act(approver=land.approver, act_id=act, at=land.moment)
    after = land_records.parcel_by_id(land.parcels[2])
    assert float(after.areas.computed or 0) == 410.0 and after.parcel_code == before.parcel_code
    assert float(land.use_right(land.parcels[2]).purposes[0].area_m2 or 0) == 410.0
    assert broken() == {}


def test_a_parcel_known_from_papers_becomes_official_and_gets_its_code() -> None:
    land = estate()
    made = land.done("register_paper_parcel", {"sheet_id": land.ground.sheet.id, "number": 90, "area_m2": "390",
                                               "uses": [{"code": "ODT"}], **paper()}).ids["parcel:1"]  # fmt: skip
    assert land_records.parcel_by_id(made).standing == "provisional"
    land.done("resurvey_parcel", {"parcel_id": made, "rings": ring(60, 80), **paper()})
    settled = land_records.parcel_by_id(made)
    assert settled.standing == "official" and settled.parcel_code and settled.number == 90
    assert broken() == {}


def test_a_new_shape_over_a_neighbour_is_refused() -> None:
    land = estate()
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land.submitted("resurvey_parcel", {"parcel_id": land.parcels[2], "rings": ring(39, 60), **paper()})
    assert "PARCEL-NO-OVERLAP" in refused.value.message_vi


def test_a_ring_that_crosses_itself_is_refused_in_words() -> None:
    land = estate()
    crossed = [[place(40, 0), place(60, 20), place(60, 0), place(40, 20)]]
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("resurvey_parcel", {"parcel_id": land.parcels[2], "rings": crossed})
    assert refused.value.code == "ring_crosses_itself"
