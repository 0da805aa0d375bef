"""Many parcels at once, by identity, reference or code, with a fixed number of queries: for lists and deliveries."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db import connection

from land_records.cadastre.candidates import candidate_rows, preferred
from land_records.cadastre.errors import BadReferenceError, ParcelNotFoundError
from land_records.cadastre.facts import snapshots
from land_records.cadastre.moments import as_moment
from land_records.cadastre.references import Reference, parse_reference
from land_records.cadastre.snapshots import ParcelSnapshot
from reference import api as reference_api


def parcels_by_ids(parcel_ids: Collection[int], as_of: date | datetime | None = None) -> dict[int, ParcelSnapshot]:
    """Many parcels at once, as `parcel_by_id` answers each, by id upwards; those it would refuse are left out."""
    return snapshots(parcel_ids, as_moment(as_of) if as_of is not None else None)


def every_parcel(parcel_ids: Collection[int], as_of: date | datetime | None = None) -> dict[int, ParcelSnapshot]:
    """Many parcels at once, in the order asked. Raises ParcelNotFoundError as `parcel_by_id` does."""
    found = parcels_by_ids(parcel_ids, as_of)
    for parcel_id in parcel_ids:
        if parcel_id not in found:
            raise ParcelNotFoundError(
                f"Thửa mang mã {parcel_id} chưa có trong sổ vào thời điểm được hỏi.",
                f"Parcel {parcel_id} was not in the register at the asked moment.",
                hint_vi="Chọn ngày khác; lịch sử thửa cho biết thửa có hiệu lực từ khi nào.",
                hint_en="Choose another day; the parcel's history tells since when it has been in force.",
            )
    return {parcel_id: found[parcel_id] for parcel_id in parcel_ids}


def parcels_meant(references: Collection[str]) -> dict[str, tuple[int, ...]]:
    """Ids of the parcels each reference means, as `find_parcel` decides: one, every candidate of several, or none.

    For lists, which want an answer per line and no refusal: what is no reference, or names no known unit, means none.
    The register is asked once for each unit and series named, not for each reference.
    """
    parts: dict[tuple[str, str | None], dict[str, Reference]] = defaultdict(dict)
    for text in set(references):
        try:
            asked = parse_reference(text)
        except BadReferenceError:
            continue
        parts[asked.unit, asked.series][text] = asked
    meant: dict[str, tuple[int, ...]] = dict.fromkeys(references, ())
    for (unit_text, _), texts in parts.items():
        try:
            unit = reference_api.resolve_unit(unit_text)
        except (reference_api.UnknownUnit, reference_api.AmbiguousUnit):
            continue
        rows = candidate_rows(list(texts.values()), unit)
        for text, asked in texts.items():
            meant[text] = tuple(one.parcel_id for one in preferred(rows[asked], unit))
    return meant


def parcels_with_codes(codes: Collection[str]) -> dict[str, int]:
    """Parcels by national code as written (case and blanks do not matter); codes that no parcel bears are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, id FROM land_records_parcel WHERE code = ANY(%s)",
            [sorted({code.strip().lower() for code in codes})],
        )
        found = dict(cursor.fetchall())
    return {code: found[code.strip().lower()] for code in codes if code.strip().lower() in found}
