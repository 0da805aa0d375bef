"""What a delivery asks the register: the right parcels, with as many questions for ten rows as for one."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from importers.archive_linking.matching import ParcelKey
from importers.archive_linking.register_lookup import RegisterReading
from land_records import api as land_records
from tests.importers.archive_linking.conftest import Archive
from tests.importers.entrance import UNIT


def test_parcels_of_a_delivery_are_asked_for_at_once(archive: Archive) -> None:
    register = RegisterReading(archive.door.unit_id)
    keys = {number: ParcelKey(UNIT, "1", str(number)) for number in archive.parcels}
    missing = ParcelKey(UNIT, "1", "900")
    with CaptureQueriesContext(connection) as few:
        register.parcels({keys[1], missing})
    with CaptureQueriesContext(connection) as many:
        found = register.parcels({*keys.values(), missing})
    assert len(few) == len(many)
    assert found == {key: (archive.parcels[number],) for number, key in keys.items()} | {missing: ()}


def test_rows_may_say_anything(archive: Archive) -> None:
    code = land_records.parcel_by_id(archive.parcels[3]).parcel_code
    said: dict[ParcelKey, Any] = {
        ParcelKey(UNIT, "", "", code): (archive.parcels[3],),
        ParcelKey(UNIT, "", "", "khong co ma"): (),
        ParcelKey(UNIT, "1", "2a"): (),
        ParcelKey(UNIT, "1", str(10**15)): (),
        ParcelKey("00000", "1", "2"): (),
        ParcelKey("22918", "1", "2"): (),
        ParcelKey("", "1", "2"): (),
    }
    assert RegisterReading(archive.door.unit_id).parcels(said.keys()) == said


def test_a_delivery_finds_no_parcel_of_another_unit(archive: Archive) -> None:
    elsewhere = RegisterReading(archive.door.unit_id + 1)
    key = ParcelKey(UNIT, "1", "2")
    assert elsewhere.parcels([key]) == {key: ()}


def test_serials_are_asked_for_at_once(archive: Archive) -> None:
    register = RegisterReading(archive.door.unit_id)
    with CaptureQueriesContext(connection) as queries:
        assert register.certificates(["AA 123456", "", "BT999999"]) == {}
    assert len(queries) == 1
