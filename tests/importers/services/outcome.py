"""Everything an import leaves, in a form that can be compared between two databases."""

from typing import Any

from django.db import connection

from importers.models import Batch

_TABLES = {
    "elements": "SELECT element, form, role, use, reason, encode(text_raw, 'hex'), ST_AsBinary(geom)"
    " FROM importers_stagedelement WHERE batch_id = %s ORDER BY 1",
    "faces": "SELECT face, outcome, sheet, number, land_use, area_labelled, area_computed, object_type, registered,"
    " reason, ST_AsBinary(geom) FROM importers_stagedface WHERE batch_id = %s ORDER BY 1",
    "findings": "SELECT code, severity, sheet, number, x, y, size, between, hint::text"
    " FROM importers_batchfinding WHERE batch_id = %s ORDER BY 1, 5, 6",
}
_REGISTER = {
    "parcels": "SELECT s.ordinal, p.number, p.code, v.area_computed, v.area_labelled, v.cause, ST_AsBinary(v.geom)"
    " FROM land_records_parcel p JOIN land_records_parcelversion v ON v.parcel_id = p.id"
    " JOIN land_records_mapsheet s ON s.id = p.sheet_id ORDER BY 1, 2, v.id",
    "objects": "SELECT object_type, land_use, area_m2, ST_AsBinary(geom) FROM land_records_landobject ORDER BY 4",
    "transactions": "SELECT t.kind, t.status, count(*) FROM dossiers_transaction t GROUP BY 1, 2 ORDER BY 1, 2",
}


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [
            tuple(bytes(item) if isinstance(item, memoryview) else item for item in row) for row in cursor.fetchall()
        ]


def outcome_of(batch_id: int) -> dict[str, Any]:
    """Staged rows, findings, receipt and register; ids and times left out."""
    batch = Batch.objects.get(pk=batch_id)
    return {
        "status": batch.status,
        "receipt": batch.receipt,
        "steps": batch.finished_steps,
        **{name: rows(sql, batch_id) for name, sql in _TABLES.items()},
        **{name: rows(sql) for name, sql in _REGISTER.items()},
    }
