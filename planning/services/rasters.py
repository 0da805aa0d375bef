"""Add a scanned sheet to a plan: worker-side, the file is opened in a child process only."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Polygon
from django.db import transaction
from django.db.models import Q

from accounts.api import require
from dossiers.api import record_entries, stored_path
from planning.cog import CogFacts
from planning.errors import RasterRefused, UnknownPlan
from planning.models import Plan, PlanRaster
from planning.queries.plans import raster_snapshot
from planning.services.standing import PLANNING_APPROVE, entry, unit_of
from planning.snapshots import RasterSnapshot

_WALL_SECONDS = 3600


def register_raster(
    *,
    actor: Any,
    transaction_id: int,
    stored_sha256: str,
    title: str,
    at: datetime,
    plan_id: int | None = None,
    srid: int | None = None,
) -> RasterSnapshot:
    """Make the COG of a stored scan and record it. `srid` overrules the system written in the file.

    The same scan for the same plan is made once; asked again, the first one is returned. Takes seconds to
    minutes: call it from the worker. Raises NotAllowed, UnknownPlan, RasterRefused.
    """
    unit_id = unit_of(transaction_id)
    require(actor, PLANNING_APPROVE, unit_id)
    if plan_id is not None and not Plan.objects.filter(pk=plan_id).exists():
        raise UnknownPlan(f"Không có quy hoạch số {plan_id}.", f"There is no plan {plan_id}.")
    of_plan = Q(plan_id=plan_id) if plan_id is not None else Q(plan__isnull=True)
    known = PlanRaster.objects.select_related("plan").filter(of_plan, stored_sha256=stored_sha256).first()
    if known:
        return raster_snapshot(known)
    relative = Path("cog") / f"{stored_sha256[:32]}{f'-{srid}' if srid else ''}.tif"
    facts = cog_in_child(stored_path(stored_sha256), settings.THODIA_HOME / relative, srid=srid)
    west, south, east, north = facts.bounds
    with transaction.atomic():
        row = PlanRaster.objects.create(
            plan_id=plan_id,
            title=title,
            stored_sha256=stored_sha256,
            cog=str(relative),
            srid=facts.srid,
            operation=facts.operation,
            max_error_px=facts.max_error_px,
            pixel_m=facts.pixel_m,
            minzoom=facts.minzoom,
            maxzoom=facts.maxzoom,
            bounds_3857=Polygon.from_bbox((west, south, east, north)),
            transaction_id=transaction_id,
        )
        details = {"sha256": stored_sha256, "plan": plan_id}
        record_entries(transaction_id=transaction_id, entries=[entry(actor, "plan.raster", row, unit_id, at, details)])
    return raster_snapshot(row)


def cog_in_child(source: Path, target: Path, *, srid: int | None) -> CogFacts:
    """Run planning.cog in a process with memory and time limits; the target appears whole or not at all."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    building = target.with_name(f"{target.stem}.{os.getpid()}.building.tif")
    command = [sys.executable, "-m", "planning.cog", str(source), str(building)]
    command += ["--srid", str(srid)] if srid else []
    try:
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=_WALL_SECONDS, check=False
        )
        answer = json.loads(done.stdout) if done.stdout else {}
        if not answer.get("ok"):
            raise _refusal(answer.get("error"))
        building.replace(target)
    except subprocess.TimeoutExpired as error:
        raise _refusal(None) from error
    finally:
        building.unlink(missing_ok=True)
    facts = answer["facts"]
    return CogFacts(**{**facts, "bounds": tuple(facts["bounds"])})


def _refusal(error: dict[str, Any] | None) -> RasterRefused:
    if error is None:
        return RasterRefused(
            "Chương trình đọc ảnh quét đã dừng giữa chừng.",
            "The reader of the scan stopped half-way.",
            hint_vi="Lưu lại ảnh dưới dạng GeoTIFF 8 bit rồi nộp lại.",
            hint_en="Save the scan again as an 8-bit GeoTIFF and submit it once more.",
            code="raster_reader_stopped",
        )
    hint = error.get("hint") or {}
    return RasterRefused(
        error["message_vi"], error["message_en"], hint_vi=hint.get("vi", ""), hint_en=hint.get("en", ""),
        code=error["code"],
    )  # fmt: skip
