"""Bring an approved batch into the register: load by load, each chunk on its own transaction, resumable."""

import logging
from functools import partial
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from dossiers import api as dossiers
from gis_core.crs import transform
from gis_core.errors import DomainError
from importers.archive_linking import enter
from importers.models import Batch
from importers.services import register_survey, register_zones
from importers.services.approver import Approval, approval_of
from importers.services.entering import enter_at_once, reject_faces, result_of, sheets_of, zone_of
from importers.services.loads import Chunk, Ready, ReadyChunk, loads_of, made_ready, read_faces, read_rows, ready_loads
from importers.services.run import Run
from importers.services.workspace import Workspace
from land_records import api as land_records
from planning import api as planning

logger = logging.getLogger(__name__)


def register_batch(run: Run) -> None:
    """Register every chunk not registered yet, small ones together: a load is one database transaction.

    A chunk the register refuses (a number taken meanwhile, an overlap with a newer parcel) is rejected whole and
    named in the receipt; the others stand. The batch is approved when at least one chunk was registered.
    """
    batch = Batch.objects.get(pk=run.batch_id)
    if batch.kind == Batch.Kind.ARCHIVE:
        enter.register_archive(run, batch)
        return
    if batch.kind != Batch.Kind.PARCELS:
        register_zones.register_plan_batch(run, batch)
        return
    approval = approval_of(batch)
    chunks = batch.options.get("chunks", [])
    run.update(step="register", step_started_at=timezone.now(), total=len(chunks))
    if batch.options.get("replaces_series"):
        register_survey.register_survey(run, batch, approval)
        _finish(run, batch, approval)
        return
    for load, ready in ready_loads(batch.pk, loads_of(chunks), zone_of(approval)):
        run.progress(sum("result" in chunk for chunk in chunks), len(chunks), force=True)
        _enter(run, batch, approval, load, ready)
    _finish(run, batch, approval)


def _enter(run: Run, batch: Batch, approval: Approval, load: list[Chunk], ready: Ready) -> None:
    """One load. Where the register refuses it, chunk by chunk, so that only the one at fault is rejected."""
    try:
        made = ready()
        enter_at_once(run, batch, load, lambda: _register_load(run, batch, approval, made))
    except DomainError as refusal:
        if len(load) > 1:
            for chunk in load:
                rows = read_rows(batch.pk, [chunk])
                _enter(run, batch, approval, [chunk], partial(made_ready, *rows, [chunk], zone_of(approval)))
            return
        [chunk] = load
        logger.warning("batch %s: chunk of sheet %s refused: %s", batch.pk, chunk["sheet"], refusal.code)
        with transaction.atomic():
            chunk["result"] = _reject_chunk(batch, approval, chunk, refusal)
            run.update(options=batch.options)


def _register_load(run: Run, batch: Batch, approval: Approval, load: list[ReadyChunk]) -> None:
    """Approve the chunks' transactions, write their rows, note the results on the chunks."""
    transactions = [ready.chunk["transaction"] for ready in load]
    dossiers.approve_transactions(approver=approval.approver, transaction_ids=transactions, at=approval.at)
    sheet_ids = sheets_of(batch, approval, [ready.chunk["sheet"] for ready in load])
    receipts = land_records.register_sheets(
        actor=approval.approver,
        sheets=[
            land_records.SheetContent(
                sheet_ids[ready.chunk["sheet"]], ready.chunk["transaction"], ready.parcels, ready.objects
            )
            for ready in load
        ],
        at=approval.at,
    )
    run.check_hold()
    for ready, receipt in zip(load, receipts, strict=True):
        for reason, rows in ready.refused.groupby("reason"):
            reject_faces(batch, rows["face"], str(reason))
        ready.chunk["result"] = result_of(receipt, ready)


def _reject_chunk(batch: Batch, approval: Approval, chunk: dict[str, Any], refusal: DomainError) -> dict[str, Any]:
    dossiers.reject_transaction(
        approver=approval.approver, transaction_id=chunk["transaction"], reason=refusal.message_vi
    )
    faces = read_faces(batch.pk, [chunk])
    reject_faces(batch, faces["face"], refusal.code[:32])
    count = int((faces["outcome"] == "parcel").sum())
    return {"registered": 0, "rejected": count, "area_m2": 0.0, "land_objects": 0, "refusal": refusal.as_answer()}


def _finish(run: Run, batch: Batch, approval: Approval) -> None:
    results = [chunk["result"] for chunk in batch.options.get("chunks", [])]
    registered = sum(result["registered"] for result in results)
    rejected = sum(result["rejected"] for result in results)
    receipt = dict(approval.receipt)
    built = receipt["parcels"]["built"]
    receipt["parcels"] = {"built": built, "registered": registered, "rejected": rejected}
    receipt["balanced"] = receipt["balanced"] and built == registered + rejected
    receipt["area_m2"] = {**receipt["area_m2"], "registered": round(sum(result["area_m2"] for result in results), 1)}
    refusals = [result["refusal"] for result in results if result.get("refusal")]
    entered = registered or any(result["land_objects"] for result in results)
    values: dict[str, Any] = {
        "receipt": receipt,
        "status": Batch.Status.APPROVED if entered else Batch.Status.REFUSED,
        "refusal": refusals[0] if refusals else None,
        "step": "",
        "done": len(results),
    }
    run.update(**values)
    if entered:
        _compare_plans(run.batch_id, receipt)
    Workspace(run.batch_id).remove()


def _compare_plans(batch_id: int, receipt: dict[str, Any]) -> None:
    """Plans drawn before these parcels were known: their hatch shows where they differ from today's ground.

    A matter of drawing only, after everything is registered: what goes wrong here is logged, the batch stays approved.
    """
    frame = np.array([shapely.box(*receipt["extent"])], dtype=object)
    land = transform.transform_geometries(frame, receipt["official_srid"], settings.LAND_SRID)[0]
    try:
        with transaction.atomic():
            planning.compare_again(
                bounds=land.bounds, fabric=lambda bounds: land_records.fabric_within(bounds, srid=settings.LAND_SRID)
            )
    except (DomainError, shapely.errors.GEOSException, DatabaseError) as fault:
        logger.warning("batch %s: plans were not compared again: %s", batch_id, type(fault).__name__)
