"""Parcels as typed in a form: many at once, refused in plain words, never looked up one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from land_records import api as land_records
from tests.land_records.fabric_ground import ground, squares
from web.desk.parcel_words import MOST, parcels_named
from web.errors import PageError

pytestmark = pytest.mark.django_db


def test_many_parcels_are_named_with_the_statements_of_one() -> None:
    base = ground(sheet=54)
    ids = base.register(squares(10)).parcel_ids
    with CaptureQueriesContext(connection) as one:
        assert parcels_named("54/3", base.unit_id) == [ids[2]]
    with CaptureQueriesContext(connection) as many:
        found = parcels_named("54/9, 54 / 2; 54/9\n" + ",".join(f"54/{n}" for n in range(3, 9)), base.unit_id)
    assert found == [ids[8], ids[1], *ids[2:8]]
    assert len(one) == len(many)


def test_one_that_is_missing_is_named_and_too_many_are_not_looked_up() -> None:
    base = ground(sheet=54)
    base.register(squares(2))
    with pytest.raises(land_records.ParcelNotFoundError, match="77"):
        parcels_named("54/1, 54/77", base.unit_id)
    with CaptureQueriesContext(connection) as few, pytest.raises(PageError):
        parcels_named(",".join(f"54/{n}" for n in range(1, MOST + 2)), base.unit_id)
    assert len(few) <= 4
