"""Allocation and lease by the State."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate, paper
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


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
