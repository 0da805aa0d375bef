"""What a plan on paper shows around a parcel: official shapes in the zone's digits, as of any moment."""

from datetime import timedelta

import pytest
import shapely

from gis_core.crs.transform import transform_geometries
from land_records import api as land_records
from tests.land_records.fabric_ground import AT, ORIGIN, ground, squares

pytestmark = pytest.mark.django_db
EAST, NORTH = ORIGIN


def test_parcels_come_whole_in_the_official_digits() -> None:
    ground().register(squares(3, 3))
    around = land_records.surroundings((EAST + 25, NORTH + 25, EAST + 35, NORTH + 35), 9218)
    assert [near.number for near in around] == [5]
    assert around[0].shape.bounds == (EAST + 20, NORTH + 20, EAST + 40, NORTH + 40)
    assert around[0].kind == "parcel"
    wider = land_records.surroundings((EAST + 15, NORTH + 25, EAST + 35, NORTH + 35), 9218)
    assert {near.number for near in wider} == {4, 5}


def test_nothing_is_there_before_the_first_entry_and_far_away() -> None:
    ground().register(squares(2))
    box = (EAST, NORTH, EAST + 40, NORTH + 20)
    assert len(land_records.surroundings(box, 9218, AT + timedelta(hours=1))) == 2
    assert land_records.surroundings(box, 9218, AT - timedelta(days=1)) == ()
    assert land_records.surroundings((EAST + 5000, NORTH, EAST + 5040, NORTH + 20), 9218) == ()


def test_another_zone_asks_for_the_same_ground_in_its_own_digits() -> None:
    ground().register(squares(3, 3))
    here = land_records.surroundings((EAST + 25, NORTH + 25, EAST + 35, NORTH + 35), 9218)
    small = transform_geometries(shapely.box(EAST + 28, NORTH + 28, EAST + 32, NORTH + 32), 9218, 9217)
    there = land_records.surroundings(small.item().bounds, 9217)
    assert [near.id for near in there] == [near.id for near in here]
    carried = transform_geometries(here[0].shape, 9218, 9217).item()
    assert shapely.hausdorff_distance(there[0].shape, carried) < 0.001
