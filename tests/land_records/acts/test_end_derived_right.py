"""The end of a lease or a contribution: what stands under it ends too, the right above stays."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_a_contribution_ends_and_the_use_right_stays() -> None:
    land = estate(1)
    right = land.right()
    certificate = land.certificate(right)
    holders = [{"party_id": a_person(land.officer)}]
    made = land.done("contribute_capital", {"right_id": right, "until": "2036-01-01", "holders": holders}).ids[
        "right:1"
    ]
    land.done("end_derived_right", {"right_id": made})
    assert [one.id for one in land_records.rights_on(parcel_ids=land.parcels)] == [right]
    [paper] = land_records.certificates_by_id([certificate])
    assert paper.notes[-1].change_code == "XV" and broken() == {}


def test_a_use_right_is_no_lease() -> None:
    land = estate(1)
    with pytest.raises(land_records.ActRefusedError):
        land.submitted("end_derived_right", {"right_id": land.right()})
