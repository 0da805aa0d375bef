"""First registration: a right, its purposes and a draft certificate on land nobody held."""

from fractions import Fraction

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_a_right_by_shares_on_two_parcels_has_one_draft() -> None:
    land = estate(2)
    one, two = a_person(land.officer), a_person(land.officer)
    receipt = land.done("first_registration", {
        "parcel_ids": land.parcels, "form": "shares", "origin": "CNQ-CTT", "began_on": "2010-05-04",
        "holders": [{"party_id": one, "share": "2/3"}, {"party_id": two, "share": "1/3"}],
        "purposes": [{"parcel_id": parcel, "code": "ODT", "area_m2": "400"} for parcel in land.parcels],
    })  # fmt: skip
    [right] = land_records.rights_on(parcel_ids=land.parcels)
    assert {holder.party_id: holder.share for holder in right.holders} == {one: Fraction(2, 3), two: Fraction(1, 3)}
    assert set(right.parcel_ids) == set(land.parcels) and len(right.purposes) == 2
    assert land.status(receipt.ids["certificate:1"]) == "draft" and broken() == {}


def test_land_that_is_held_is_not_registered_first_again() -> None:
    land = estate(1)
    land.right()
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.right()
    assert refused.value.code == "parcel_has_right"


def test_a_household_of_after_the_law_is_refused() -> None:
    land = estate(1)
    household = a_person(land.officer, kind="household")
    with pytest.raises(land_records.RuleBrokenError) as refused:
        land.right(party_id=household, began_on="2025-01-01")
    assert "RIGHT-HOUSEHOLD-BEFORE" in refused.value.message_vi
