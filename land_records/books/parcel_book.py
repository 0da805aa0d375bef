"""Sổ mục kê: every parcel of a unit by sheet and number, as lines without names (form of TT 25/2014, DOMAIN 7.2)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.api import Act, User, require
from land_records.cadastre.moments import as_moment
from reference import api as reference

MOST_PARCEL_LINES = 20_000
"""Of one output; a sheet has some hundreds. Ask sheet by sheet for more."""


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """One parcel. Current area (from the coordinates) and use, area and uses of the papers; areas in m².

    Holders stand as party ids: names are shown only where they may be, and that is logged.
    """

    parcel_id: int
    sheet: str
    number: int
    area_now: Decimal | None
    use_now: str
    area_papers: Decimal | None
    use_papers: str
    party_ids: tuple[int, ...]
    standing: str


@dataclass(frozen=True, slots=True)
class SheetOfBook:
    """One sheet with its number of parcels."""

    sheet: str
    parcels: int


def parcel_book(
    *,
    actor: User,
    unit_id: int,
    sheet: str | None = None,
    as_of: date | datetime | None = None,
    limit: int = MOST_PARCEL_LINES,
    offset: int = 0,
) -> tuple[ParcelLine, ...]:
    """Parcels of a unit (and of what it was before) at the end of a day, or now. One statement whatever the size."""
    require(actor, Act.BOOKS_READ, unit_id)
    values = {"units": _family(unit_id), "sheet": sheet, "moment": _moment(as_of), "limit": limit, "offset": offset}
    return tuple(_line(row) for row in _rows("parcel_book", values))


def _line(row: Any) -> ParcelLine:
    parcel_id, sheet, number, area_now, use_now, area_papers, use_papers, party_ids, standing = row
    return ParcelLine(
        parcel_id, sheet, number, area_now, use_now, area_papers, use_papers or "", tuple(party_ids or ()), standing
    )


def sheets_of_book(*, actor: User, unit_id: int, as_of: date | datetime | None = None) -> tuple[SheetOfBook, ...]:
    """The sheets of the book in their order."""
    require(actor, Act.BOOKS_READ, unit_id)
    values = {"units": _family(unit_id), "moment": _moment(as_of)}
    return tuple(SheetOfBook(*row) for row in _rows("parcel_book_sheets", values))


def _moment(as_of: date | datetime | None) -> datetime:
    return timezone.now() if as_of is None else as_moment(as_of)


def _family(unit_id: int) -> list[int]:
    """The unit with what it came from: books follow the land through mergers."""
    return sorted(reference.related_unit_ids(unit_id) | {unit_id})


def _rows(name: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(_statement(name), values)
        return cursor.fetchall()


@cache
def _statement(name: str) -> str:
    return files("land_records.books").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
