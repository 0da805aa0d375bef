"""The three lists. Nothing is kept: each question is answered by one statement, a page at a time by id."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from django.db import connection

PAGE_SIZE = 50


class Gap(StrEnum):
    """Which of the three lists."""

    CERTIFICATE_WITHOUT_DOSSIER = "certificate_without_dossier"
    DOSSIER_WITHOUT_CERTIFICATE = "dossier_without_certificate"
    PARCEL_WITHOUT_EITHER = "parcel_without_either"


@dataclass(frozen=True, slots=True)
class GapPage:
    """Ids of one page in their order; `after` asks for the next page, None when this is the last."""

    ids: tuple[int, ...]
    after: int | None


def gap_count(gap: Gap, *, unit_ids: Collection[int] | None = None) -> int:
    """How many there are in these units; None: everywhere."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_from(gap)}", {"units": _units(unit_ids), "after": None})
        return int(cursor.fetchone()[0])


def gap_page(
    gap: Gap, *, unit_ids: Collection[int] | None = None, after: int | None = None, page_size: int = PAGE_SIZE
) -> GapPage:
    """The next ids of a list: certificates, dossiers or parcels by the list's first word."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.id {_from(gap)} ORDER BY c.id LIMIT %(limit)s",
            {"units": _units(unit_ids), "after": after, "limit": page_size + 1},
        )
        ids = tuple(row[0] for row in cursor.fetchall())
    return GapPage(ids[:page_size], ids[page_size - 1] if len(ids) > page_size else None)


def _units(unit_ids: Collection[int] | None) -> list[int] | None:
    return None if unit_ids is None else [*unit_ids]


@cache
def _from(gap: Gap) -> str:
    """The list's tables and conditions; the row it lists is called c."""
    return files("land_records.paper_gaps").joinpath("sql", f"{gap}.sql").read_text(encoding="utf-8")
