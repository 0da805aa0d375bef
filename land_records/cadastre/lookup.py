"""Finding one parcel: by reference, by place, by code, by identity; as it is or as it was."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from gis_core.crs.transform import transform_xy
from land_records.cadastre.errors import AmbiguousParcelError, ParcelNotFoundError
from land_records.cadastre.facts import snapshot
from land_records.cadastre.moments import as_moment
from land_records.cadastre.references import Reference, parse_reference
from land_records.cadastre.snapshots import Candidate, ParcelSnapshot
from land_records.cadastre.statements import statement
from land_records.models import MapSeries
from reference import api as reference_api

IN_USE = str(MapSeries.Status.IN_USE)


def find_parcel(reference: str, as_of: date | datetime | None = None) -> ParcelSnapshot:
    """The parcel a reference means, at the end of day `as_of` (or at that moment), or now.

    Without a date the unit is today's, and today's numbering (series in use) is asked before older ones. Raises
    BadReferenceError, ParcelNotFoundError, and AmbiguousParcelError with every candidate when several parcels
    answer: a merged unit has several sheets 12, and none of them is preferred.
    """
    asked = parse_reference(reference)
    unit = reference_api.resolve_unit(asked.unit)
    found = _choose(_candidates(asked, unit), unit.id, ended=unit.valid_to is not None)
    if not found:
        raise ParcelNotFoundError(
            f"{unit.full_name}: không có thửa {asked.number} trong tờ {asked.sheet}.",
            f"{unit.full_name}: there is no parcel {asked.number} on sheet {asked.sheet}.",
            hint_vi="Thử số tờ, số thửa cũ hoặc đơn vị hành chính trước khi sắp xếp.",
            hint_en="Try the old numbers, or the unit as it was before the reorganisation.",
        )
    if len(found) > 1:
        raise AmbiguousParcelError(reference, tuple(row["candidate"] for row in found))
    return parcel_by_id(found[0]["candidate"].parcel_id, as_of)


def parcel_by_id(parcel_id: int, as_of: date | datetime | None = None) -> ParcelSnapshot:
    """A parcel by its identity. Without `as_of` an ended parcel is answered with its last version, as historic."""
    moment = as_moment(as_of) if as_of is not None else None
    found = snapshot(parcel_id, moment)
    if found is None:
        raise ParcelNotFoundError(
            f"Thửa mang mã {parcel_id} chưa có trong sổ vào thời điểm được hỏi.",
            f"Parcel {parcel_id} was not in the register at the asked moment.",
            hint_vi="Chọn ngày khác; lịch sử thửa cho biết thửa có hiệu lực từ khi nào.",
            hint_en="Choose another day; the parcel's history tells since when it has been in force.",
        )
    return found


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
    return [row["candidate"] for row in _choose(_candidates(asked, unit), unit.id, ended=unit.valid_to is not None)]


def all_candidates_of(asked: Reference) -> list[Candidate]:
    """Every parcel a reference ever meant, of all series and units that became this one; none is preferred."""
    unit = reference_api.resolve_unit(asked.unit)
    return [row["candidate"] for row in _candidates(asked, unit)]


def _candidates(asked: Reference, unit: Any) -> list[dict[str, Any]]:
    """Parcels of that sheet and number that belong to the unit now or were numbered in it or in what became it."""
    family = [unit.id, *_before(unit.id)]
    with connection.cursor() as cursor:
        cursor.execute(
            statement("candidates"),
            {"sheet": asked.sheet, "number": asked.number, "units": family, "series": asked.series},
        )
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [{**row, "candidate": _candidate(row)} for row in rows]


def _before(unit_id: int) -> list[int]:
    """Every unit that became this one, wholly or partly, at any time."""
    known: list[int] = []
    waiting = [unit_id]
    while waiting:
        for step in reference_api.predecessors(waiting.pop()):
            if step.unit.id not in known and step.unit.id != unit_id:
                known.append(step.unit.id)
                waiting.append(step.unit.id)
    return known


def _choose(rows: Sequence[dict[str, Any]], unit_id: int, *, ended: bool) -> list[dict[str, Any]]:
    """The first tier that has an answer; all of it."""
    tiers: Iterable[list[dict[str, Any]]]
    if ended:
        tiers = (
            [row for row in rows if row["series_unit_id"] == unit_id],
            [row for row in rows if row["unit_id"] == unit_id],
            list(rows),
        )
    else:
        here = [row for row in rows if row["unit_id"] == unit_id]
        tiers = (
            [row for row in here if row["series_status"] == IN_USE],
            here,
            # parcels of a divided unit that nobody has assigned yet
            list(rows),
        )
    return next((tier for tier in tiers if tier), [])


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


def _one(sql: str, values: Sequence[Any]) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return None if row is None else int(row[0])
