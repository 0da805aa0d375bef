"""Three of the four books as lines, each in one statement (sổ mục kê stands beside).

Columns: 499 QĐ/ĐC of 1995, carried on by TT 24/2014 and TT 10/2024 (DOMAIN 7.2).
"""

from collections.abc import Collection
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.api import Act, User, require
from land_records.books.snapshots import CertificateLine, ChangeLine, RegisterLine
from land_records.cadastre.moments import LEGAL_ZONE, as_moment
from reference import api as reference

MOST_LINES = 20_000
"""Of one output: an Excel sheet people still open. Ask by year or by sheet for more."""


def change_book(*, actor: User, unit_id: int, year: int, limit: int = MOST_LINES) -> tuple[ChangeLine, ...]:
    """Changes registered in a unit (and in what it was before) in a year of Việt Nam, in the order of approval."""
    require(actor, Act.BOOKS_READ, unit_id)
    begin = datetime.combine(date(year, 1, 1), time.min, LEGAL_ZONE)
    end = datetime.combine(date(year + 1, 1, 1), time.min, LEGAL_ZONE)
    rows = _rows("change_book", units=_family(unit_id), begin=begin, end=end, limit=limit)
    return tuple(ChangeLine(*[*row[:-1], tuple(row[-1])]) for row in rows)


def certificate_book(
    *,
    actor: User,
    unit_id: int,
    begin: date | None = None,
    end: date | None = None,
    limit: int = MOST_LINES,
    offset: int = 0,
) -> tuple[CertificateLine, ...]:
    """Certificates issued for a unit, in the order of their days; drafts are no certificates."""
    require(actor, Act.BOOKS_READ, unit_id)
    rows = _rows("certificate_book", units=_family(unit_id), begin=begin, end=end, limit=limit, offset=offset)
    return tuple(CertificateLine(*[*row[:7], tuple(row[7]), tuple(row[8]), row[9]]) for row in rows)


def land_register(
    *,
    actor: User,
    unit_id: int,
    sheet: str | None = None,
    as_of: date | datetime | None = None,
    limit: int = MOST_LINES,
    offset: int = 0,
) -> tuple[RegisterLine, ...]:
    """Use rights on the parcels of a unit, at the end of a day (or now), sheet by sheet."""
    require(actor, Act.BOOKS_READ, unit_id)
    moment = as_moment(as_of) if as_of is not None else timezone.now()
    rows = _rows("land_register", units=_family(unit_id), sheet=sheet, moment=moment, limit=limit, offset=offset)
    return tuple(RegisterLine(*[*row[:11], row[11] or "", tuple(row[12] or ()), row[13]]) for row in rows)


def _family(unit_id: int) -> list[int]:
    """The unit with what it came from: books follow the land through mergers."""
    return sorted(reference.related_unit_ids(unit_id) | {unit_id})


def _rows(name: str, **values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(_statement(name), values)
        return cursor.fetchall()


@cache
def _statement(name: str) -> str:
    return files("land_records.books").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def years_with_changes(*, actor: User, unit_ids: Collection[int]) -> tuple[int, ...]:
    """Years in which acts were approved in these units, newest first."""
    for unit_id in unit_ids:
        require(actor, Act.BOOKS_READ, unit_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT extract(year FROM t.approved_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::int FROM "
            "land_records_registeract a JOIN dossiers_transaction t ON t.id = a.transaction_id "
            "WHERE t.status = 'approved' AND a.unit_id = ANY(%s) ORDER BY 1 DESC",
            [list(unit_ids)],
        )
        return tuple(row[0] for row in cursor.fetchall())
