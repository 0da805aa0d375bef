"""Easements with a strip of their own."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import cut_at, estate, paper

pytestmark = pytest.mark.django_db


def test_an_easement_follows_the_favoured_parcel_too() -> None:
    land = estate(2)
    land.right(land.parcels[1])
    land.done("establish_easement", {"parcel_id": land.parcels[0], "favours_parcel_id": land.parcels[1], **paper()})
    receipt = land.done("split_parcel", {"parcel_id": land.parcels[1], "cut": cut_at(30.0)})
    favoured = {one.favours_parcel_id for one in land_records.restrictions_on(parcel_ids=[land.parcels[0]])}
    assert favoured == {receipt.ids["parcel:1"], receipt.ids["parcel:2"]}
