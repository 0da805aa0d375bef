"""Recovery of land by the State, whole and in part."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import cut_at, estate, paper
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


@pytest.mark.parametrize("taken", [[], [1, 2], [3]])
def test_the_part_that_is_taken_must_be_named(taken: list[int]) -> None:
    land = estate(1)
    asked = {"parcel_id": land.parcels[0], "cut": cut_at(15.0), "taken": taken, **paper()}
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("recover_land", asked)
    assert refused.value.code == "part_unknown"
