"""Sổ mục kê: every parcel once, in the order of sheets and numbers, as of any day, in one statement."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.api import NotAllowed, Role
from land_records import api as land_records
from tests.dossiers.people import PHAN_THIET, person
from tests.land_records.fabric_ground import Ground, ground, squares

pytestmark = pytest.mark.django_db


def two_sheets() -> Ground:
    """Sheet 2 with two parcels, sheet 10 with one: 10 stands after 2."""
    base = ground(sheet=10)
    base.register(squares(1, first=7))
    base.register(squares(2, east=100), sheet_id=base.another_sheet(2).id)
    return base


def test_lines_stand_in_the_order_of_sheets_and_numbers() -> None:
    base = two_sheets()
    lines = land_records.parcel_book(actor=base.approver, unit_id=base.unit_id)
    assert [(line.sheet, line.number) for line in lines] == [("2", 1), ("2", 2), ("10", 7)]
    first = lines[0]
    assert (first.area_now, first.use_now, first.standing) == (Decimal("400.00"), "ODT", "official")
    assert (first.area_papers, first.use_papers, first.party_ids) == (None, "", ())
    sheets = land_records.sheets_of_book(actor=base.approver, unit_id=base.unit_id)
    assert [(each.sheet, each.parcels) for each in sheets] == [("2", 2), ("10", 1)]


def test_one_sheet_one_page_one_day() -> None:
    base = two_sheets()
    ask = {"actor": base.approver, "unit_id": base.unit_id}
    assert [line.number for line in land_records.parcel_book(**ask, sheet="10")] == [7]
    assert [line.number for line in land_records.parcel_book(**ask, limit=1, offset=1)] == [2]
    assert land_records.parcel_book(**ask, as_of=date(2026, 3, 1)) == ()
    assert len(land_records.parcel_book(**ask, as_of=date(2026, 3, 2))) == 3
    assert land_records.sheets_of_book(**ask, as_of=date(2026, 3, 1)) == ()


def test_the_number_of_statements_does_not_grow_with_the_book() -> None:
    base = ground(sheet=3)
    base.register(squares(2))
    with CaptureQueriesContext(
        connection,
    ) as few:
        land_records.parcel_book(actor=base.approver, unit_id=base.unit_id)
    base.register(squares(10, 5, east=500, first=10))
    with CaptureQueriesContext(connection) as many:
        assert len(land_records.parcel_book(actor=base.approver, unit_id=base.unit_id)) == 52
    assert len(many) <= len(few)


def test_the_book_is_for_those_who_may_read_books() -> None:
    base = two_sheets()
    for act in (land_records.parcel_book, land_records.sheets_of_book):
        with pytest.raises(NotAllowed):
            act(actor=person(Role.VIEWER, PHAN_THIET), unit_id=base.unit_id)
