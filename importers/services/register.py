"""Bring an approved batch into the register: chunk by chunk, each with its transaction, resumable."""

import logging
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.crs import transform
from gis_core.errors import DomainError
from importers.archive_linking import enter
from importers.checks.land_use import land_use_parts
from importers.models import DEFAULT_SERIES, Batch, StagedFace
from importers.services import register_zones
from importers.services.approver import Approval, approval_of
from importers.services.run import Run
from importers.services.workspace import Workspace
from land_records import api as land_records
from planning import api as planning

logger = logging.getLogger(__name__)


ATTEMPTS = 4
"""Times a chunk is tried when it crosses other acts; nothing is wrong with it."""


def register_batch(run: Run) -> None:
    """Register every chunk not registered yet; a chunk is one database transaction, all or nothing.

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
    for number, chunk in enumerate(chunks):
        if chunk.get("result"):
            continue
        run.progress(number, len(chunks), force=True)
        try:
            _enter_chunk(run, batch, approval, chunk)
        except DomainError as refusal:
            logger.warning("batch %s: chunk of sheet %s refused: %s", batch.pk, chunk["sheet"], refusal.code)
            with transaction.atomic():
                chunk["result"] = _reject_chunk(batch, approval, chunk, refusal)
                run.update(options=batch.options)
    _finish(run, batch, approval)


def _enter_chunk(run: Run, batch: Batch, approval: Approval, chunk: dict[str, Any]) -> None:
    """One database transaction; acts that only crossed another are tried again."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with accounts.remembered_scopes(), transaction.atomic():
                run.update(deaths=0)
                chunk["result"] = _register_chunk(run, batch, approval, chunk)
                run.update(options=batch.options)
            return
        except land_records.FabricBusyError:
            chunk.pop("result", None)
            if attempt == ATTEMPTS:
                raise


def _register_chunk(run: Run, batch: Batch, approval: Approval, chunk: dict[str, Any]) -> dict[str, Any]:
    faces = _faces(batch, chunk)
    approver = approval.approver
    dossiers.approve_transaction(approver=approver, transaction_id=chunk["transaction"], at=approval.at)
    srid = approval.receipt["official_srid"]
    sheet_id = _sheet(batch, approval.unit_id, chunk["sheet"], srid)
    parcels = faces[(faces["outcome"] == "parcel").to_numpy()]
    able, refused = _able(parcels)
    receipt = land_records.register_parcels(
        actor=approver,
        transaction_id=chunk["transaction"],
        sheet_id=sheet_id,
        parcels=_frame(able),
        at=approval.at,
    )
    run.check_hold()
    objects = faces[(faces["outcome"] == "land_object").to_numpy()]
    if len(objects):
        land_records.register_land_objects(
            actor=approver,
            transaction_id=chunk["transaction"],
            unit_id=approval.unit_id,
            sheet_id=sheet_id,
            objects=objects[["geometry", "object_type", "land_use", "name"]],
            srid=srid,
            at=approval.at,
        )
    for reason, rows in refused.groupby("reason"):
        _reject(batch, rows["face"], str(reason))
    return {
        "registered": receipt.registered,
        "rejected": len(refused),
        "area_m2": float(receipt.area_m2),
        "land_objects": len(objects),
        "neighbour_versions": len(receipt.neighbour_versions),
    }


def _faces(batch: Batch, chunk: dict[str, Any]) -> gpd.GeoDataFrame:
    first, last = chunk["faces"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT face, outcome, number, land_use, area_labelled, object_type, name, public.ST_AsBinary(geom) "
            "FROM public.importers_stagedface WHERE batch_id = %s AND face BETWEEN %s AND %s "
            "AND coalesce(sheet, 0) = %s AND outcome IN ('parcel', 'land_object') ORDER BY face",
            [batch.pk, first, last, chunk["sheet"]],
        )
        rows = cursor.fetchall()
    names = ["face", "outcome", "number", "land_use", "area_labelled", "object_type", "name", "wkb"]
    frame = pd.DataFrame(rows, columns=names)
    geometries = shapely.from_wkb(frame.pop("wkb").map(bytes).to_numpy(dtype=object))
    return gpd.GeoDataFrame(frame, geometry=geometries, crs=None)


def _able(parcels: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Parcels that can be entered, and those that cannot with the reason (`reason` column)."""
    missing = parcels["number"].isna().to_numpy()
    twice = parcels["number"].duplicated(keep=False).to_numpy() & ~missing
    reason = np.select([missing, twice], ["no_number", "number_twice"], default="")
    able = reason == ""
    return (parcels if able.all() else parcels[able]), parcels[~able].assign(reason=reason[~able])


def _frame(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    frame = parcels[["geometry", "number", "land_use", "area_labelled"]].copy()
    frame["number"] = frame["number"].astype(int)
    frame["land_uses"] = [[(code, None) for code in land_use_parts(text)] for text in frame["land_use"].fillna("")]
    frame["area_certificate"] = None
    return frame


def _sheet(batch: Batch, unit_id: int, ordinal: int, srid: int) -> int:
    series = land_records.ensure_series(
        unit_id=unit_id,
        name=batch.series_name or DEFAULT_SERIES,
        srid=srid,
        scale=int(batch.options.get("scale") or 1000),
        method="import",
    )
    frames = {int(number): hexes for number, hexes in (batch.options.get("frames") or {}).items()}
    frame = shapely.from_wkb(bytes.fromhex(frames[ordinal])) if ordinal in frames else None
    sheet = land_records.ensure_sheet(series_id=series.id, ordinal=ordinal, frame=frame)
    return sheet.id


def _reject(batch: Batch, faces: pd.Series, reason: str) -> None:
    """Say of single faces why they were not entered; what was entered is marked once, when all sheets are in."""
    StagedFace.objects.filter(batch=batch, face__in=[int(face) for face in faces]).update(
        registered="rejected", reason=reason
    )


def _reject_chunk(batch: Batch, approval: Approval, chunk: dict[str, Any], refusal: DomainError) -> dict[str, Any]:
    dossiers.reject_transaction(
        approver=approval.approver, transaction_id=chunk["transaction"], reason=refusal.message_vi
    )
    faces = _faces(batch, chunk)
    _reject(batch, faces["face"], refusal.code[:32])
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
    with transaction.atomic():
        run.update(**values)
        staged = StagedFace.objects.filter(batch=batch, outcome__in=("parcel", "land_object"), registered="")
        staged.update(registered="registered")
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
