"""Lines of the books over an estate with acts."""

from datetime import date

import pytest

from accounts.api import NotAllowed, Role
from land_records import api as land_records
from tests.dossiers.people import PHAN_THIET, person
from tests.land_records.acts.ground import Estate, estate, vertical
from tests.land_records.parties_ground import a_person

pytestmark = pytest.mark.django_db


def split_estate() -> tuple[Estate, int]:
    """Parcel 1 registered for somebody, then split; parcel 2 registered and mortgaged."""
    land = estate()
    holder = a_person(land.officer)
    land.right(party_id=holder)
    land.done("split_parcel", {"parcel_id": land.parcels[0], "cut_lines": vertical(8.0)})
    bank = a_person(land.officer, kind="organisation")
    land.done("mortgage_right", {"right_id": land.right(land.parcels[1]), "mortgagee_ids": [bank],
                                 "contract_number": "1/2026", "contract_date": "2026-03-01"})  # fmt: skip
    return land, holder


def test_the_change_book_says_what_stood_before_each_act() -> None:
    land, holder = split_estate()
    lines = land_records.change_book(actor=land.officer, unit_id=land.ground.unit_id, year=2026)
    assert [(line.kind, line.sheet, line.number) for line in lines] == [
        ("first_registration", "1", 1), ("split_parcel", "1", 1), ("first_registration", "1", 2),
        ("mortgage_right", "1", 2),
    ]  # fmt: skip
    split = lines[1]
    assert (split.land_use, float(split.area_m2 or 0), split.party_ids) == ("ODT", 400.0, (holder,))
    assert lines[0].party_ids == () and len(lines[3].party_ids) == 1
    assert not land_records.change_book(actor=land.officer, unit_id=land.ground.unit_id, year=2025)
    assert land_records.years_with_changes(actor=land.officer, unit_ids=[land.ground.unit_id]) == (2026,)


def test_the_land_register_has_a_line_per_purpose_as_of_any_day() -> None:
    land, holder = split_estate()
    lines = land_records.land_register(actor=land.officer, unit_id=land.ground.unit_id)
    assert [(line.number, float(line.area_m2 or 0), line.purpose, line.restrictions) for line in lines] == [
        (2, 400.0, "ODT", 1), (4, 160.0, "ODT", 0), (5, 240.0, "ODT", 0),
    ]  # fmt: skip
    assert lines[1].party_ids == (holder,) and lines[1].term == "long" and lines[1].origin == "CNQ-CTT"
    before = land_records.land_register(actor=land.officer, unit_id=land.ground.unit_id, as_of=date(2026, 3, 2))
    assert before == ()


def test_the_certificate_book_keeps_no_drafts() -> None:
    land, _ = split_estate()
    assert land_records.certificate_book(actor=land.officer, unit_id=land.ground.unit_id) == ()


def test_books_are_for_those_who_may_read_them() -> None:
    land = estate(1)
    with pytest.raises(NotAllowed):
        land_records.change_book(actor=person(Role.VIEWER, PHAN_THIET), unit_id=land.ground.unit_id, year=2026)
