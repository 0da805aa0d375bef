"""What every way into the register shares: sheets of the batch, tries, results of a chunk, faces that stay out."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import shapely
from django.db import transaction

from accounts import api as accounts
from importers.models import DEFAULT_SERIES, Batch, StagedFace
from importers.services.approver import Approval
from importers.services.loads import Chunk, ReadyChunk
from importers.services.run import Run
from land_records import api as land_records

ATTEMPTS = 4
"""Times a load is tried when it crosses other acts; nothing is wrong with it."""


def enter_at_once(run: Run, batch: Batch, chunks: Sequence[Chunk], work: Callable[[], None]) -> None:
    """Do the work on these chunks in one database transaction; what only crossed another act is tried again."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with accounts.remembered_scopes(), transaction.atomic():
                run.update(deaths=0)
                work()
                run.update(options=batch.options)
            return
        except BaseException as fault:
            for chunk in chunks:
                chunk.pop("result", None)
            if not isinstance(fault, land_records.FabricBusyError) or attempt == ATTEMPTS:
                raise


def zone_of(approval: Approval) -> int:
    """The official zone of the batch."""
    return int(approval.receipt["official_srid"])


def sheets_of(batch: Batch, approval: Approval, ordinals: Iterable[int]) -> dict[int, int]:
    """Ordinal → id of sheets of the batch's series, made when missing."""
    series = land_records.ensure_series(
        unit_id=approval.unit_id,
        name=batch.series_name or DEFAULT_SERIES,
        srid=zone_of(approval),
        scale=int(batch.options.get("scale") or 1000),
        method="import",
    )
    hexes = {int(number): text for number, text in (batch.options.get("frames") or {}).items()}
    frames = {n: shapely.from_wkb(bytes.fromhex(hexes[n])) if n in hexes else None for n in ordinals}
    found = land_records.ensure_sheets(series_id=series.id, frames=frames)
    return {ordinal: sheet.id for ordinal, sheet in zip(frames, found, strict=True)}


def reject_faces(batch: Batch, faces: Iterable[Any], reason: str) -> None:
    """Say of single faces why they were not entered."""
    StagedFace.objects.filter(batch=batch, face__in=[int(face) for face in faces]).update(
        registered="rejected", reason=reason
    )


def result_of(receipt: land_records.SheetReceipt, ready: ReadyChunk) -> dict[str, Any]:
    """What a chunk keeps of its registration."""
    return {
        "registered": receipt.parcels.registered,
        "rejected": len(ready.refused),
        "area_m2": float(receipt.parcels.area_m2),
        "land_objects": receipt.objects.registered,
        "neighbour_versions": len(receipt.parcels.neighbour_versions),
    }
