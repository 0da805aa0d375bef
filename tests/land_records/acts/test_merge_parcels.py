"""Merging neighbours of one holder."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import estate, paper, place
from tests.land_records.acts.register_facts import area_now, broken
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def test_two_parcels_become_one_with_both_parents_and_one_right() -> None:
    land = estate()
    holder = a_person(land.officer)
    rights = [land.right(parcel, party_id=holder) for parcel in land.parcels[:2]]
    before = area_now()
    receipt = land.done("merge_parcels", {"parcel_ids": land.parcels[:2]})
    merged = land_records.parcel_by_id(receipt.ids["parcel:1"])
    assert merged.number == 4 and float(merged.areas.computed or 0) == 800.0
    assert len(merged.corners) == 4, "the ends of the common side are no corners any more"
    assert merged.parcel_code and merged.parcel_code != land_records.parcel_by_id(land.parcels[0]).parcel_code
    right = land.use_right(merged.parcel_id)
    assert {*right.earlier_ids} == {*rights} and right.party_ids == {holder}
    assert [(use.code, float(use.area_m2 or 0)) for use in right.purposes] == [("ODT", 800.0)]
    assert area_now() == before and broken() == {}


def test_different_holders_are_refused() -> None:
    land = estate()
    for parcel in land.parcels[:2]:
        land.right(parcel)
    with pytest.raises(land_records.ActRefusedError) as refused:
        land.submitted("merge_parcels", {"parcel_ids": land.parcels[:2]})
    assert refused.value.code == "merge_holders_differ"


def test_an_easement_on_one_of_them_stays_on_its_strip() -> None:
    land = estate()
    holder = a_person(land.officer)
    for parcel in land.parcels[:2]:
        land.right(parcel, party_id=holder)
    strip = [place(0, 0), place(3, 0), place(3, 20), place(0, 20)]
    land.done("establish_easement", {"parcel_id": land.parcels[0], "favours_parcel_id": land.parcels[2],
                                     "ring": strip, **paper()})  # fmt: skip
    merged = land.done("merge_parcels", {"parcel_ids": land.parcels[:2]}).ids["parcel:1"]
    [easement] = land_records.restrictions_on(parcel_ids=[merged])
    assert float(easement.area_m2 or 0) == 60.0 and easement.favours_parcel_id == land.parcels[2]
    assert broken() == {}
