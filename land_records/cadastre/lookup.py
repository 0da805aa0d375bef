"""Finding one parcel: by reference, by place, by code, by identity; as it is or as it was."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from gis_core.crs.transform import transform_xy
from land_records.cadastre.candidates import candidate_rows, preferred
from land_records.cadastre.errors import AmbiguousParcelError, ParcelNotFoundError
from land_records.cadastre.many import every_parcel
from land_records.cadastre.references import Reference, parse_reference
from land_records.cadastre.snapshots import Candidate, ParcelSnapshot
from land_records.cadastre.statements import statement
from reference import api as reference_api


def find_parcel(reference: str, as_of: date | datetime | None = None) -> ParcelSnapshot:
    """The parcel a reference means, at the end of day `as_of` (or at that moment), or now.

    Without a date the unit is today's, and today's numbering (series in use) is asked before older ones. Raises
    BadReferenceError, ParcelNotFoundError, and AmbiguousParcelError with every candidate when several parcels
    answer: a merged unit has several sheets 12, and none of them is preferred.
    """
    asked = parse_reference(reference)
    unit = reference_api.resolve_unit(asked.unit)
    found = preferred(candidate_rows([asked], unit)[asked], unit)
    if not found:
        raise ParcelNotFoundError(
            f"{unit.full_name}: không có thửa {asked.number} trong tờ {asked.sheet}.",
            f"{unit.full_name}: there is no parcel {asked.number} on sheet {asked.sheet}.",
            hint_vi="Thử số tờ, số thửa cũ hoặc đơn vị hành chính trước khi sắp xếp.",
            hint_en="Try the old numbers, or the unit as it was before the reorganisation.",
        )
    if len(found) > 1:
        raise AmbiguousParcelError(reference, tuple(found))
    return parcel_by_id(found[0].parcel_id, as_of)


def parcel_by_id(parcel_id: int, as_of: date | datetime | None = None) -> ParcelSnapshot:
    """A parcel by its identity. Without `as_of` an ended parcel is answered with its last version, as historic."""
    return every_parcel([parcel_id], as_of)[parcel_id]


def parcel_by_code(code: str, as_of: date | datetime | None = None) -> ParcelSnapshot:
    """A parcel by its national code (mã định danh thửa đất)."""
    parcel = _one("SELECT id FROM land_records_parcel WHERE code = %s", [code.strip().lower()])
    if parcel is None:
        raise ParcelNotFoundError(
            f"Không có thửa đất mang mã định danh {code}.", f"No parcel has the national code {code}."
        )
    return parcel_by_id(parcel, as_of)


def parcel_at(lon: float, lat: float) -> ParcelSnapshot | None:
    """The official parcel in force at a WGS-84 place (degrees), None where there is none.

    On a common boundary the parcel with the lower identity answers.
    """
    east, north = transform_xy([lon], [lat], 4326, settings.LAND_SRID)
    parcel = _one(statement("parcel_at"), [float(east[0]), float(north[0]), settings.LAND_SRID])
    return None if parcel is None else parcel_by_id(parcel)


def candidates_of(asked: Reference) -> list[Candidate]:
    """All parcels a reference may mean, the chosen tier only; for searches that list instead of refusing."""
    unit = reference_api.resolve_unit(asked.unit)
    return preferred(candidate_rows([asked], unit)[asked], unit)


def all_candidates_of(asked: Reference) -> list[Candidate]:
    """Every parcel a reference ever meant, of all series and units that became this one; none is preferred."""
    unit = reference_api.resolve_unit(asked.unit)
    return [row["candidate"] for row in candidate_rows([asked], unit)[asked]]


def _one(sql: str, values: Sequence[Any]) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return None if row is None else int(row[0])
