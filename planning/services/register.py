"""Register a plan: the whole delivery or nothing."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from importlib import resources
from typing import Any, cast

import geopandas as gpd
import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db import connection, transaction

from accounts.api import require
from dossiers.api import record_entries
from gis_core.crs.transform import transform_geometries
from gis_core.geometry.measure import pole
from gis_core.topology.finding import Severity
from planning.checks import check_plan, zone_frame
from planning.errors import PlanRefused
from planning.hatch import changed_ground
from planning.models import Plan, Zone
from planning.overlay import surfaces
from planning.services.standing import PLANNING_APPROVE, entry, unit_of
from planning.snapshots import PlanDraft, PlanReceipt
from planning.themes import THEME_ORDER
from planning.uses import known_codes

Box = tuple[float, float, float, float]
_COPY_ZONES = (resources.files("planning.services") / "sql" / "copy_zones.sql").read_text(encoding="utf-8")


def register_plan(
    *,
    actor: Any,
    transaction_id: int,
    plan: PlanDraft,
    zones: gpd.GeoDataFrame,
    at: datetime,
    existing: gpd.GeoDataFrame | None = None,
) -> PlanReceipt:
    """Write the plan as a draft with all its zones, or refuse it whole with the findings.

    `zones` (coordinates in `plan.srid`): geometry and, as far as known, code, name, theme, planned_use, article.
    `existing` (any coordinate system, crs set): geometry, land_use of today's parcels and land objects; with it each
    zone knows where it differs from what exists (hatch), without it that stays unknown until `compare_with_existing`.
    Must run inside the caller's transaction. Raises NotAllowed, PlanRefused.
    """
    unit_id = unit_of(transaction_id)
    require(actor, PLANNING_APPROVE, unit_id)
    _refuse_faulty(plan, zones)
    frame = _in_land_srid(plan, zone_frame(plan, zones))
    with transaction.atomic():
        row = _write_plan(plan, frame, transaction_id)
        _copy_zones(row, frame, existing, transaction_id)
        record_entries(
            transaction_id=transaction_id,
            entries=[entry(actor, "plan.register", row, unit_id, at, {"zones": len(frame), "code": row.code})],
        )
    return PlanReceipt(
        plan_id=row.pk,
        plan_code=row.code,
        zones=len(frame),
        themes=tuple(row.themes),
        covered_m2=float(row.coverage.area),
        zone_m2=float(shapely.area(frame.geometry.to_numpy()).sum()),
        coverage_from_zones=plan.coverage is None,
    )


def compare_with_existing(*, actor: Any, transaction_id: int, plan_id: int, existing: gpd.GeoDataFrame) -> int:
    """Compute anew where the plan's zones differ from what exists; returns the number of zones that differ."""
    require(actor, PLANNING_APPROVE, unit_of(transaction_id))
    with transaction.atomic():
        rows = list(Zone.objects.select_for_update().filter(plan_id=plan_id).order_by("pk"))
        if not rows:
            return 0
        frame = gpd.GeoDataFrame(
            {"theme": [row.theme for row in rows], "planned_use": [row.planned_use for row in rows]},
            geometry=shapely.from_wkb([bytes(row.geom.wkb) for row in rows]),
        )
        _keep_hatches(rows, changed_ground(frame, _existing_in_land_srid(existing)))
    return sum(bool(row.differs) for row in rows)


def compare_again(
    *,
    bounds: tuple[float, float, float, float],
    fabric: Callable[[tuple[float, float, float, float]], gpd.GeoDataFrame],
) -> int:
    """Compare the zones that meet a frame with today's ground, after parcels were registered there.

    `bounds` in LAND_SRID; `fabric` gives the existing ground of a frame (geometry, land_use; crs set). Changes only
    what the map hatches, never a plan. Returns the number of zones compared; call it inside a transaction.
    """
    frame = Polygon.from_bbox(bounds)
    frame.srid = settings.LAND_SRID
    rows = list(Zone.objects.select_for_update().filter(geom__bboverlaps=frame).order_by("pk"))
    if not rows:
        return 0
    zones = gpd.GeoDataFrame(
        {"theme": [row.theme for row in rows], "planned_use": [row.planned_use for row in rows]},
        geometry=shapely.from_wkb([bytes(row.geom.wkb) for row in rows]),
    )
    _keep_hatches(rows, changed_ground(zones, _existing_in_land_srid(fabric(tuple(zones.total_bounds)))))
    return len(rows)


def _keep_hatches(rows: Iterable[Zone], hatches: Iterable[shapely.MultiPolygon]) -> None:
    for row, hatch in zip(rows, hatches, strict=True):
        row.differs = not shapely.is_empty(hatch)
        row.hatch_geom = _stored(hatch) if row.differs else None
        row.save(update_fields=["differs", "hatch_geom"])


def _refuse_faulty(plan: PlanDraft, zones: gpd.GeoDataFrame) -> None:
    checked = check_plan(plan, zones, known_uses=known_codes())
    findings = tuple(finding for finding in checked if finding.severity is Severity.ERROR)
    codes = sorted({finding.code for finding in findings})
    if Plan.objects.filter(code=plan.code).exists():
        codes.append("PLAN-CODE-TAKEN")
    if codes:
        refusal = PlanRefused(
            f"Quy hoạch {plan.code} chưa ghi được: {len(findings)} lỗi ({', '.join(codes)}). Không ghi phần nào.",
            f"Plan {plan.code} cannot be registered: {len(findings)} faults ({', '.join(codes)}). Nothing was written.",
            hint_vi="Sửa các vùng được nêu rồi nộp lại cả tệp.",
            hint_en="Correct the zones named and submit the whole file again.",
        )
        refusal.findings = findings
        raise refusal


def _in_land_srid(plan: PlanDraft, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Vertices on the millimetre grid of the plan's zone (validity kept), then in the register's system."""
    on_grid = shapely.set_precision(frame.geometry.to_numpy(), settings.COORDINATE_GRID_M)
    moved = transform_geometries(on_grid, plan.srid, settings.LAND_SRID)
    frame["geometry"] = [_multi(shape) for shape in moved]
    return frame.set_crs(settings.LAND_SRID, allow_override=True)


def _multi(shape: shapely.Geometry) -> shapely.MultiPolygon:
    polygons = shapely.get_parts(surfaces(shape))
    return shapely.multipolygons(polygons)


def _existing_in_land_srid(existing: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    code = existing.crs.to_epsg() if existing.crs is not None else None
    if code is None:
        raise PlanRefused("Lớp hiện trạng không có hệ tọa độ.", "The layer of existing uses has no coordinate system.")
    shapes = transform_geometries(existing.geometry.to_numpy(), code, settings.LAND_SRID)
    return gpd.GeoDataFrame({"land_use": existing["land_use"].to_numpy()}, geometry=shapes)


def _write_plan(plan: PlanDraft, frame: gpd.GeoDataFrame, transaction_id: int) -> Plan:
    if plan.coverage is not None:
        on_grid = shapely.set_precision(plan.coverage, settings.COORDINATE_GRID_M)
        coverage = transform_geometries(np.array([on_grid], dtype=object), plan.srid, settings.LAND_SRID)[0]
    else:
        coverage = shapely.union_all(frame.geometry.to_numpy(), grid_size=settings.COORDINATE_GRID_M)
    themes = sorted({plan.theme, *frame["theme"]}, key=lambda code: THEME_ORDER[code])
    return Plan.objects.create(
        code=plan.code,
        name=plan.name,
        theme=plan.theme,
        themes=themes,
        level=plan.level,
        decision_number=plan.decision_number,
        decision_date=plan.decision_date,
        issuer=plan.issuer,
        valid_from=plan.valid_from,
        valid_to=plan.valid_to,
        public_from=plan.public_from,
        line_accuracy_m=cast(Decimal, plan.accuracy_m()),  # check_plan refused a plan without
        scale=plan.scale,
        srid=plan.srid,
        coverage=_stored(_multi(coverage)),
        transaction_id=transaction_id,
    )


def _copy_zones(row: Plan, frame: gpd.GeoDataFrame, existing: gpd.GeoDataFrame | None, transaction_id: int) -> None:
    if len(frame) == 0:
        return
    shapes = frame.geometry.to_numpy()
    points, radii = pole(shapes, 0.05)
    hatches: Iterable[shapely.MultiPolygon | None] = [None] * len(frame)
    if existing is not None:
        hatches = changed_ground(frame, _existing_in_land_srid(existing))
    lines = io.StringIO()
    writer = csv.writer(lines)
    for record, shape, point, radius, hatch in zip(
        frame.itertuples(index=False), shapes, points, radii, hatches, strict=True
    ):
        differs = "" if hatch is None else not shapely.is_empty(hatch)
        writer.writerow(
            (
                row.pk, record.code, record.name, record.theme, record.planned_use, record.article, differs,
                _ewkb(shape), _ewkb(hatch) if differs is True else "", _ewkb(point), round(2 * float(radius), 2),
                transaction_id,
            )
        )  # fmt: skip
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(_COPY_ZONES, lines)


def _stored(shape: shapely.MultiPolygon) -> MultiPolygon:
    """A shape as Django's own, in LAND_SRID."""
    return cast(MultiPolygon, GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=settings.LAND_SRID))


def _ewkb(shape: shapely.Geometry) -> str:
    return str(shapely.to_wkb(shapely.set_srid(shape, settings.LAND_SRID), hex=True, include_srid=True))
