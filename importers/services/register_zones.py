"""Bring an approved plan, or a scanned plan sheet, into the plans."""

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from django.db import connection, transaction
from django.utils import timezone

from dossiers import api as dossiers
from gis_core.errors import DomainError
from importers.models import Batch
from importers.services import zones as zone_steps
from importers.services.approver import Approval, approval_of
from importers.services.run import Run
from importers.services.workspace import Workspace
from land_records import api as land_records
from planning import api as planning


def register_plan_batch(run: Run, batch: Batch) -> None:
    """Register what a zones or raster batch staged: one database transaction for all of it or none."""
    chunk = batch.options["chunks"][0]
    run.update(step="register", step_started_at=timezone.now(), done=0, total=1)
    work = _register_plans if batch.kind == Batch.Kind.ZONES else _register_raster
    approval = approval_of(batch)
    try:
        with transaction.atomic():
            run.update(deaths=0)
            dossiers.approve_transaction(
                approver=approval.approver, transaction_id=chunk["transaction"], at=approval.at
            )
            chunk["result"] = work(batch, approval, chunk["transaction"])
            receipt = {
                **approval.receipt,
                "area_m2": {**approval.receipt["area_m2"], "registered": chunk["result"]["area_m2"]},
            }
            run.update(
                options=batch.options, receipt=receipt, status=Batch.Status.APPROVED, refusal=None, step="", done=1
            )
    except DomainError as refusal:
        with transaction.atomic():
            dossiers.reject_transaction(
                approver=approval.approver, transaction_id=chunk["transaction"], reason=refusal.message_vi
            )
            run.update(status=Batch.Status.REFUSED, refusal=refusal.as_answer(), step="")
    Workspace(run.batch_id).remove()


def _register_plans(batch: Batch, approval: Approval, transaction_id: int) -> dict[str, Any]:
    zones = _staged_zones(batch)
    actor = approval.approver
    bounds = tuple(zones.total_bounds)
    facts = batch.options["plan_facts"]
    existing = land_records.fabric_within(bounds, srid=facts["official_srid"])
    area, count = 0.0, 0
    for draft, own in zone_steps.drafts_of(zones, facts):
        receipt = planning.register_plan(
            actor=actor, transaction_id=transaction_id, plan=draft, zones=own, at=approval.at, existing=existing
        )
        planning.put_in_force(actor=actor, transaction_id=transaction_id, plan_id=receipt.plan_id, at=approval.at)
        area += receipt.zone_m2
        count += receipt.zones
    return {"registered": 0, "rejected": 0, "zones": count, "land_objects": 0, "area_m2": round(area, 1)}


def _staged_zones(batch: Batch) -> gpd.GeoDataFrame:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT plan_code, theme, code, name, planned_use, role, public.ST_AsBinary(geom) "
            "FROM public.importers_stagedzone WHERE batch_id = %s ORDER BY feature",
            [batch.pk],
        )
        rows = cursor.fetchall()
    frame = pd.DataFrame(rows, columns=["plan", "theme", "code", "name", "planned_use", "role", "wkb"])
    geometries = shapely.from_wkb(frame.pop("wkb").map(bytes).to_numpy(dtype=object))
    return gpd.GeoDataFrame(frame, geometry=geometries, crs=None)


def _register_raster(batch: Batch, approval: Approval, transaction_id: int) -> dict[str, Any]:
    code = (batch.options.get("plan") or {}).get("code")
    plan = planning.plan_by_code(code) if code else None
    planning.register_raster(
        actor=approval.approver,
        transaction_id=transaction_id,
        stored_sha256=batch.sha256,
        title=(batch.options.get("plan") or {}).get("title") or batch.file_name,
        at=approval.at,
        plan_id=plan.plan_id if plan else None,
        srid=batch.options.get("srid"),
    )
    return {"registered": 0, "rejected": 0, "land_objects": 0, "area_m2": approval.receipt["area_m2"]["built"]}
