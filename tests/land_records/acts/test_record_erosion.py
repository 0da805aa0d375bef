"""Land taken by the sea or a river."""

import pytest

from land_records import api as land_records
from tests.land_records.acts.ground import cut_at, estate, paper, place
from tests.land_records.acts.register_facts import broken

pytestmark = pytest.mark.django_db


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
