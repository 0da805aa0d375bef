"""Lease and sublease."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate, paper
from tests.land_records.acts.register_facts import broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_a_sublease_ends_with_the_lease_above_it() -> None:
    land = estate(1)
    right = land.right()
    certificate = land.certificate(right)
    lease = land.done("lease_right", {"right_id": right, "holders": [{"party_id": a_person(land.officer)}],
                                      "until": "2040-01-01", **paper("1/HĐ")}).ids["right:1"]  # fmt: skip
    land.done("lease_right", {"right_id": lease, "holders": [{"party_id": a_person(land.officer)}],
                              "until": "2030-01-01", "in_zone": True})  # fmt: skip
    assert len(land_records.rights_on(parcel_ids=land.parcels)) == 3
    land.done("end_derived_right", {"right_id": lease})
    assert [one.id for one in land_records.rights_on(parcel_ids=land.parcels)] == [right]
    [paper_now] = land_records.certificates_by_id([certificate])
    assert [note.change_code for note in paper_now.notes] == ["CT", "XT"] and broken() == {}


def test_a_lease_is_not_longer_than_the_use() -> None:
    land = estate(1)
    parcel = land.parcels[0]
    right = land.right(purposes=[{"parcel_id": parcel, "code": "SKC", "term": "until", "until": "2035-01-01"}])
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("lease_right", {"right_id": right, "holders": [{"party_id": a_person(land.officer)}],
                                       "until": "2040-01-01"})  # fmt: skip
    assert refused.value.code == "term_beyond_right"
