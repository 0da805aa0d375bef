"""Which parcels references may mean: all candidates in their order of preference, many references at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from land_records.cadastre.references import Reference
from land_records.cadastre.snapshots import Candidate
from land_records.cadastre.statements import statement
from land_records.models import MapSeries
from reference import api as reference_api

IN_USE = str(MapSeries.Status.IN_USE)
HIGHEST_NUMBER = 2**31 - 1
"""What the column of parcel numbers holds; a list may say anything."""

Row = dict[str, Any]


def candidate_rows(asked: Sequence[Reference], unit: reference_api.UnitSnapshot) -> dict[Reference, list[Row]]:
    """Parcels of each sheet and number that belong to the unit now, or were numbered in it or in what became it.

    All references name that unit and the same series (or none).
    """
    found: dict[Reference, list[Row]] = {one: [] for one in asked}
    possible = [one for one in found if one.number <= HIGHEST_NUMBER]
    if not possible:
        return found
    values: dict[str, Any] = {
        "sheets": [one.sheet for one in possible],
        "numbers": [one.number for one in possible],
        "units": [unit.id, *reference_api.unit_ids_before(unit.id)],
        "series": possible[0].series,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("candidates"), values)
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            facts = dict(zip(names, row, strict=True))
            found[possible[facts["asked"] - 1]].append({**facts, "candidate": _candidate(facts)})
    return found


def preferred(rows: Sequence[Row], unit: reference_api.UnitSnapshot) -> list[Candidate]:
    """The first tier that has an answer; all of it."""
    tiers: Iterable[list[Row]]
    if unit.valid_to is not None:
        tiers = (
            [row for row in rows if row["series_unit_id"] == unit.id],
            [row for row in rows if row["unit_id"] == unit.id],
            list(rows),
        )
    else:
        here = [row for row in rows if row["unit_id"] == unit.id]
        tiers = (
            [row for row in here if row["series_status"] == IN_USE],
            here,
            # parcels of a divided unit that nobody has assigned yet
            list(rows),
        )
    return [row["candidate"] for row in next((tier for tier in tiers if tier), [])]


def _candidate(row: dict[str, Any]) -> Candidate:
    code = row["series_unit_code"]
    dated = f"{code}@{row['series_unit_to'].isoformat()}" if row["series_unit_to"] else code
    number = f"{row['sheet']}/{row['number']}"
    return Candidate(
        parcel_id=row["parcel_id"],
        reference=f"{row['unit_code']}/{number}",
        precise=f"{dated}/{row['series']}:{number}",
        unit_code=code,
        unit_name=row["series_unit_name"],
        series=row["series"],
        series_status=row["series_status"],
        sheet=row["sheet"],
        number=row["number"],
        parcel_code=row["parcel_code"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )
