"""Purposes and terms: change of purpose, extension, residential area, form of grant."""

from datetime import date

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import Estate, estate, paper
from tests.land_records.acts.register_facts import broken

pytestmark = pytest.mark.django_db


def farm(land: Estate, *, began_on: str = "2010-05-04", **more: object) -> int:
    parcel = land.parcels[0]
    use = {"parcel_id": parcel, "code": "CLN", "area_m2": "400", "term": "until", "until": "2066-01-01", **more}
    return land.right(parcel, purposes=[use], began_on=began_on)


def test_a_change_of_purpose_changes_parcel_right_and_paper() -> None:
    land = estate(1)
    right = farm(land)
    certificate = land.certificate(right)
    garden = {"code": "CLN", "area_m2": "300", "term": "until", "until": "2070-01-01"}
    uses = [{"parcel_id": land.parcels[0], "code": "ODT", "area_m2": "100"}, {"parcel_id": land.parcels[0], **garden}]
    land.done("change_purpose", {"right_id": right, "parcel_id": land.parcels[0], "uses": uses, "permit": True,
                                 "plan_check": "fits", **paper("77/QĐ-UBND")})  # fmt: skip
    assert land_records.parcel_by_id(land.parcels[0]).land_use == "ODT+CLN"
    assert [use.code for use in land.use_right(land.parcels[0]).purposes] == ["ODT", "CLN"]
    assert land.status(certificate) == "changed" and broken() == {}


def test_a_term_is_extended_and_never_shortened() -> None:
    land = estate(1)
    right = farm(land, term="until", until="2030-06-30")
    land.done("extend_term", {"right_id": right, "until": "2076-03-01", **paper()})
    later = land.use_right(land.parcels[0])
    assert later.purposes[0].until == date(2076, 3, 1)
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("extend_term", {"right_id": later.id, "until": "2050-01-01"})
    assert refused.value.code == "term_shortened"


def test_land_without_a_term_has_nothing_to_extend() -> None:
    land = estate(1)
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("extend_term", {"right_id": land.right(), "until": "2076-03-01"})
    assert refused.value.code == "no_term_to_extend"


def test_residential_area_is_determined_again_within_the_parcel() -> None:
    land = estate(1)
    right = farm(land, began_on="1999-05-01")
    asked = {"right_id": right, "parcel_id": land.parcels[0], "code": "ODT", **paper()}
    land.done("redetermine_residential", {**asked, "residential_m2": "250"})
    uses = [(use.code, float(use.area_m2 or 0)) for use in land.use_right(land.parcels[0]).purposes]
    assert uses == [("ODT", 250.0), ("CLN", 150.0)]
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("redetermine_residential", {**asked, "right_id": land.use_right(land.parcels[0]).id,
                                                   "residential_m2": "401"})  # fmt: skip
    assert refused.value.code == "residential_area_wrong"


def test_the_form_of_the_grant_changes() -> None:
    land = estate(1)
    right = land.right(origin="DT-THN")
    receipt = land.done("change_grant_form", {"right_id": right, "origin": "DG-CTT", **paper()})
    assert land.use_right(land.parcels[0]).origin == "DG-CTT"
    assert "certificate:1" in receipt.ids and broken() == {}
