"""The answer of `import_file --json` (command contract): stable field names."""

from typing import Any

from importers import queries
from importers.models import BatchFinding

OK = {"staged", "needs_decision", "approved", "submitted"}
_STATUS = {
    "submitted": "staged",
    "registering": "staged",
    "queued": "staged",
    "running": "staged",
    "cancelled": "refused",
}


def answer_of(user: Any, batch_id: int) -> dict[str, Any]:
    """Everything the contract names for one batch."""
    batch = queries.batch(user=user, batch_id=batch_id)
    receipt = batch.receipt or {}
    answer: dict[str, Any] = {
        "ok": batch.status in OK,
        "batch": batch.id,
        "status": _STATUS.get(batch.status, batch.status),
        "decisions": list(batch.decisions),
        "sha256": batch.sha256,
        "encoding": batch.encoding,
        "coordinate_operation": receipt.get("coordinate_operation"),
        "elements": receipt.get("elements"),
        "faces": receipt.get("faces"),
        "parcels": receipt.get("parcels"),
        "area_m2": receipt.get("area_m2"),
        "balanced": receipt.get("balanced", False),
        "findings": _findings(batch_id),
        "set_aside": receipt.get("set_aside", []),
        "seconds_per_step": batch.seconds,
    }
    if batch.refusal:
        # approved, but some sheets were refused: the answer is no refusal, and still says so
        answer["refused_part" if answer["ok"] else "error"] = batch.refusal
    return answer


def _findings(batch_id: int) -> list[dict[str, Any]]:
    rows = BatchFinding.objects.filter(batch_id=batch_id).order_by("id")
    return [
        {
            "code": row.code,
            "severity": row.severity,
            "x": row.x,
            "y": row.y,
            "srid": row.srid,
            "size": row.size,
            "where": f"{row.sheet}/{row.number}" if row.number is not None else None,
            "between": row.between,
        }
        for row in rows
    ]
