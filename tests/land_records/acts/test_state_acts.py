"""The State takes and gives: recovery whole and in part, allocation, erosion."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import cut_at, estate, paper, place
from tests.land_records.acts.register_facts import area_now, broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_a_recovered_part_becomes_a_parcel_of_the_state_and_the_rest_keeps_its_number() -> None:
    land = estate(1)
    body = a_person(land.officer, kind="organisation")
    certificate = land.certificate(land.right())
    before = area_now()
    receipt = land.done("recover_land", {"parcel_id": land.parcels[0], "cut": cut_at(15.0), "taken": [2],
                                         "body_id": body, **paper("9/QĐ-UBND")})  # fmt: skip
    rest, taken = land_records.parcel_by_id(land.parcels[0]), land_records.parcel_by_id(receipt.ids["parcel:1"])
    assert {float(rest.areas.computed or 0), float(taken.areas.computed or 0)} == {300.0, 100.0}
    assert rest.number == 1 and taken.number == 2 and taken.land_use == "CGT"
    [managed] = land_records.rights_on(parcel_ids=[taken.parcel_id])
    assert managed.kind == "management" and managed.party_ids == {body}
    assert float(land.use_right(land.parcels[0]).purposes[0].area_m2 or 0) == float(rest.areas.computed or 0)
    assert land.status(certificate) == "changed" and area_now() == before and broken() == {}


def test_land_recovered_wholly_ends_right_mortgage_and_paper() -> None:
    land = estate(1)
    right = land.right()
    certificate = land.certificate(right)
    bank = a_person(land.officer, kind="organisation")
    land.done("mortgage_right", {"right_id": right, "mortgagee_ids": [bank], "contract_number": "1/TC",
                                 "contract_date": "2026-03-01"})  # fmt: skip
    land.done("recover_land", {"parcel_id": land.parcels[0], **paper()})
    assert land_records.parcel_by_id(land.parcels[0]).standing == "historic"
    assert land_records.rights_on(parcel_ids=land.parcels) == ()
    assert land_records.restrictions_on(right_ids=[right]) == ()
    assert land.status(certificate) == "revoked" and broken() == {}


def test_of_a_right_on_two_parcels_only_the_recovered_one_leaves() -> None:
    land = estate(2)
    right = land.right(parcel_ids=land.parcels, purposes=[{"parcel_id": one, "code": "ODT"} for one in land.parcels])
    certificate = land.certificate(right)
    land.done("recover_land", {"parcel_id": land.parcels[0], **paper()})
    assert land.use_right(land.parcels[1]).parcel_ids == (land.parcels[1],)
    assert land.status(certificate) == "changed" and broken() == {}


def test_recovered_land_is_given_again() -> None:
    land = estate(1)
    land.right()
    body, family = a_person(land.officer, kind="organisation"), a_person(land.officer)
    land.done("recover_land", {"parcel_id": land.parcels[0], "body_id": body, **paper()})
    land.done("grant_land", {"parcel_ids": land.parcels, "holders": [{"party_id": family}], "origin": "DG-CTT",
                             "purposes": [{"parcel_id": land.parcels[0], "code": "ODT"}], **paper()})  # fmt: skip
    right = land.use_right(land.parcels[0])
    assert right.party_ids == {family} and right.origin == "DG-CTT"
    assert land_records.parcel_by_id(land.parcels[0]).land_use == "ODT" and broken() == {}


def test_land_in_use_is_not_given() -> None:
    land = estate(1)
    land.right()
    asked = {"parcel_ids": land.parcels, "holders": [{"party_id": a_person(land.officer)}], "origin": "DT-THN",
             "purposes": [{"parcel_id": land.parcels[0], "code": "TMD"}], **paper()}  # fmt: skip
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("grant_land", asked)
    assert refused.value.code == "parcel_has_right"


@pytest.mark.parametrize("taken", [[], [1, 2], [3]])
def test_the_part_that_is_taken_must_be_named(taken: list[int]) -> None:
    land = estate(1)
    asked = {"parcel_id": land.parcels[0], "cut": cut_at(15.0), "taken": taken, **paper()}
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("recover_land", asked)
    assert refused.value.code == "part_unknown"


def test_the_sea_takes_a_part_with_its_easement() -> None:
    land = estate(2)
    right = land.right()
    strip = [place(16, 0), place(20, 0), place(20, 20), place(16, 20)]
    land.done("establish_easement", {"parcel_id": land.parcels[0], "favours_parcel_id": land.parcels[1],
                                     "ring": strip, **paper()})  # fmt: skip
    land.done("record_erosion", {"parcel_id": land.parcels[0], "water": "sea", "cut": cut_at(18.0), "lost": [2]})
    assert float(land_records.parcel_by_id(land.parcels[0]).areas.computed or 0) == 360.0
    [easement] = land_records.restrictions_on(parcel_ids=[land.parcels[0]])
    assert float(easement.area_m2 or 0) == 40.0
    assert land_records.rights_by_id([right])[right].valid_to is not None and broken() == {}


def test_the_river_takes_everything() -> None:
    land = estate(1)
    land.right()
    land.done("record_erosion", {"parcel_id": land.parcels[0], "water": "river", **paper("3/BB")})
    assert land_records.parcel_by_id(land.parcels[0]).standing == "historic" and broken() == {}
