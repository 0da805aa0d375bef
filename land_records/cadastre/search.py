"""Search for parcels the way people write them, and say what exists when nothing is found."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import connection

from gis_core.crs.transform import transform_xy
from gis_core.errors import DomainError
from land_records.cadastre.facts import WGS84
from land_records.cadastre.lookup import candidates_of
from land_records.cadastre.queries_in_words import Asked, understand
from land_records.cadastre.references import parse_reference
from land_records.cadastre.snapshots import ParcelHit, SearchAnswer
from land_records.cadastre.statements import statement
from reference import api as reference_api

MOST_HITS = 20


def search_parcels(
    text: str, *, unit_ids: Iterable[int] = (), limit: int = MOST_HITS, typing: bool = False
) -> SearchAnswer:
    """Parcels a text may mean: sheet and number in any order, with or without accents and a unit's name, old or new;
    a full reference; the beginning of a national code (five letters or more).

    `unit_ids` keeps the search to some units. In force and in use come first. `typing`: the number may be the
    beginning of one ("tờ 2 thửa 2" also means 20 to 29, after parcel 2). With no hit the answer says in words
    what there is instead; with a text that names no parcel at all it is empty.
    """
    asked = understand(text)
    if not asked.says_something:
        return SearchAnswer(())
    if asked.reference:
        return _by_reference(asked.reference)
    if asked.code:
        return _by_code(asked.code, limit)
    units = list(unit_ids)
    if asked.place:
        matches = reference_api.search_units(asked.place)
        if not matches:
            return SearchAnswer(
                (),
                f"Không có đơn vị hành chính nào tên “{asked.place}”.",
                f"No administrative unit is called “{asked.place}”.",
            )
        units = sorted({unit for match in matches for unit in (match.unit.id, match.matched_unit_id)})
    hits = _by_numbers(asked, units, limit, typing=typing)
    return SearchAnswer(hits) if hits else SearchAnswer((), *_what_exists(asked, units))


def _by_reference(reference: str) -> SearchAnswer:
    try:
        candidates = candidates_of(parse_reference(reference))
    except DomainError as error:
        return SearchAnswer((), error.message_vi, error.message_en)
    hits = _hits(statement("hits_by_id"), {"ids": [candidate.parcel_id for candidate in candidates]})
    if hits:
        return SearchAnswer(hits)
    asked = parse_reference(reference)
    unit = reference_api.resolve_unit(asked.unit)
    return SearchAnswer((), *_what_exists(Asked(sheet=asked.sheet, number=asked.number), [unit.id]))


def _by_code(prefix: str, limit: int) -> SearchAnswer:
    hits = _hits(statement("hits_by_code"), {"prefix": f"{prefix}%", "limit": limit})
    if hits:
        return SearchAnswer(hits)
    return SearchAnswer(
        (),
        f"Không có thửa đất nào có mã định danh bắt đầu bằng “{prefix}”.",
        f"No national parcel code begins with “{prefix}”.",
    )


def _by_numbers(asked: Asked, units: Sequence[int], limit: int, *, typing: bool) -> tuple[ParcelHit, ...]:
    return _hits(
        statement("hits_by_numbers"),
        {
            "sheet": asked.sheet or None,
            "number": asked.number,
            "beginning": typing and bool(asked.sheet),
            "units": list(units) or None,
            "limit": limit,
        },
    )


def _hits(sql: str, values: dict[str, Any]) -> tuple[ParcelHit, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    return tuple(ParcelHit(*(*row[:-2], *_degrees(row[-2], row[-1]))) for row in rows)


def _degrees(east: float | None, north: float | None) -> tuple[float | None, float | None]:
    if east is None or north is None:
        return None, None
    lon, lat = transform_xy([east], [north], settings.LAND_SRID, WGS84)
    return round(float(lon[0]), 7), round(float(lat[0]), 7)


def _what_exists(asked: Asked, units: Sequence[int]) -> tuple[str, str]:
    """One sentence per language about the sheet, else about the sheets there are."""
    facts = {"sheet": asked.sheet or None, "units": list(units) or None}
    with connection.cursor() as cursor:
        if asked.sheet:
            cursor.execute(statement("numbers_of_sheet"), facts)
            lowest, highest = cursor.fetchone()
            if highest is not None:
                return (
                    f"Không tìm thấy thửa {asked.number} trong tờ {asked.sheet}. "
                    f"Tờ {asked.sheet} có thửa {lowest} đến {highest}.",
                    f"No parcel {asked.number} on sheet {asked.sheet}. "
                    f"Sheet {asked.sheet} has parcels {lowest} to {highest}.",
                )
        cursor.execute(statement("sheets_there_are"), facts)
        count, first, last = cursor.fetchone()
    if not count:
        return (
            "Chưa có tờ bản đồ địa chính nào ở đây trong cơ sở dữ liệu.",
            "The database has no cadastral sheet there yet.",
        )
    if asked.sheet:
        return (
            f"Không có tờ {asked.sheet}. Ở đây có {count} tờ, từ tờ {first} đến tờ {last}.",
            f"There is no sheet {asked.sheet}. There are {count} sheets here, from {first} to {last}.",
        )
    return (
        f"Không tìm thấy thửa {asked.number} trong {count} tờ bản đồ ở đây.",
        f"No parcel {asked.number} on the {count} sheets here.",
    )
