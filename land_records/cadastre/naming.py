"""Names of many parcels at once, for lists: no shapes, no history, one query."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from land_records.cadastre.statements import statement


@dataclass(frozen=True, slots=True)
class ParcelName:
    """How a list calls a parcel, in force or ended; `reference` is UNIT/SHEET/NUMBER in today's unit."""

    parcel_id: int
    reference: str
    unit_id: int
    sheet: str
    number: int


def parcel_names(parcel_ids: Collection[int]) -> dict[int, ParcelName]:
    """Names by id; ids that no parcel has are left out."""
    if not parcel_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statement("parcel_names"), {"ids": sorted(set(parcel_ids))})
        return {row[0]: ParcelName(*row) for row in cursor.fetchall()}
