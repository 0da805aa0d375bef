"""Bring a new survey into the register over an older series: one transaction for all its sheets, or nothing."""

import logging

from django.db import transaction

from dossiers import api as dossiers
from gis_core.errors import DomainError
from importers.models import Batch
from importers.services.approver import Approval
from importers.services.entering import enter_at_once, reject_faces, result_of, sheets_of, zone_of
from importers.services.loads import Chunk, ReadyChunk, made_ready, read_faces, read_rows
from importers.services.run import Run
from land_records import api as land_records

logger = logging.getLogger(__name__)


def register_survey(run: Run, batch: Batch, approval: Approval) -> None:
    """Every chunk at once: an old parcel may lie under several new sheets. Refused: no chunk is entered."""
    chunks = [chunk for chunk in batch.options.get("chunks", []) if not chunk.get("result")]
    if not chunks:
        return
    try:
        ready = made_ready(*read_rows(batch.pk, chunks), chunks, zone_of(approval))
        enter_at_once(run, batch, chunks, lambda: _enter(run, batch, approval, ready))
    except DomainError as refusal:
        logger.warning("batch %s: new survey refused: %s", batch.pk, refusal.code)
        with transaction.atomic():
            _reject(batch, approval, chunks, refusal)
            run.update(options=batch.options)


def _enter(run: Run, batch: Batch, approval: Approval, load: list[ReadyChunk]) -> None:
    transactions = sorted({ready.chunk["transaction"] for ready in load})
    dossiers.approve_transactions(approver=approval.approver, transaction_ids=transactions, at=approval.at)
    sheet_ids = sheets_of(batch, approval, dict.fromkeys(ready.chunk["sheet"] for ready in load))
    done = land_records.register_resurvey(
        actor=approval.approver,
        replaced_series_id=int(batch.options["replaces_series"]),
        sheets=[
            land_records.SheetContent(
                sheet_ids[ready.chunk["sheet"]], ready.chunk["transaction"], ready.parcels, ready.objects
            )
            for ready in load
        ],
        at=approval.at,
    )
    run.check_hold()
    for ready, receipt in zip(load, done.sheets, strict=True):
        for reason, rows in ready.refused.groupby("reason"):
            reject_faces(batch, rows["face"], str(reason))
        ready.chunk["result"] = result_of(receipt, ready)
    batch.options["resurvey"] = {
        "ended": len(done.ended),
        "same": len(done.same),
        "for_officer": len(done.for_officer),
        "ended_objects": done.ended_objects,
        "series_replaced": done.series_replaced,
    }


def _reject(batch: Batch, approval: Approval, chunks: list[Chunk], refusal: DomainError) -> None:
    for transaction_id in sorted({chunk["transaction"] for chunk in chunks}):
        dossiers.reject_transaction(
            approver=approval.approver, transaction_id=transaction_id, reason=refusal.message_vi
        )
    faces = read_faces(batch.pk, chunks)
    reject_faces(batch, faces["face"], refusal.code[:32])
    for place, chunk in enumerate(chunks):
        mine = (faces["chunk"] == place) & (faces["outcome"] == "parcel")
        chunk["result"] = {
            "registered": 0, "rejected": int(mine.sum()), "area_m2": 0.0, "land_objects": 0,
            "refusal": refusal.as_answer(),
        }  # fmt: skip
