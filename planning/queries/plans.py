"""Lists of plans and rasters."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, F, FloatField, Func, Q, QuerySet

from gis_core.crs.transform import transform_xy
from planning.errors import UnknownPlan
from planning.models import Plan, PlanRaster, Zone
from planning.snapshots import PlanSnapshot, RasterSnapshot, ZoneSnapshot


def snapshot(row: Plan) -> PlanSnapshot:
    """A plan row, frozen."""
    zones: int = getattr(row, "zone_count", None) or row.zones.count()
    return PlanSnapshot(
        plan_id=row.pk,
        code=row.code,
        name=row.name,
        theme=row.theme,
        themes=tuple(row.themes),
        level=row.level,
        status=row.status,
        decision_number=row.decision_number,
        decision_date=row.decision_date,
        issuer=row.issuer,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        ended_on=row.ended_on,
        public_from=row.public_from,
        line_accuracy_m=row.line_accuracy_m,
        scale=row.scale,
        replaced_by=row.replaced_by.code if row.replaced_by else None,
        zones=zones,
    )


def raster_snapshot(row: PlanRaster) -> RasterSnapshot:
    """A raster row, frozen."""
    return RasterSnapshot(
        raster_id=row.pk,
        plan_code=row.plan.code if row.plan else None,
        title=row.title,
        cog=row.cog,
        srid=row.srid,
        operation=row.operation,
        max_error_px=row.max_error_px,
        pixel_m=row.pixel_m,
        minzoom=row.minzoom,
        maxzoom=row.maxzoom,
    )


def _plans() -> "QuerySet[Plan, Any]":
    rows: QuerySet[Plan, Any] = Plan.objects.select_related("replaced_by").defer("coverage", "coverage_3857")
    return rows.annotate(zone_count=Count("zones")).order_by("-valid_from", "-decision_date", "code")


def plans_in_force(on: date) -> tuple[PlanSnapshot, ...]:
    """Plans that bind on that day, newest first; those past their period are among them until they are replaced."""
    rows = _plans().filter(~Q(status="draft"), valid_from__lte=on)
    return tuple(snapshot(row) for row in rows.filter(Q(ended_on=None) | Q(ended_on__gt=on)))


def public_plans(on: date) -> tuple[PlanSnapshot, ...]:
    """Every plan the public may read about: decided ones, also ended, and drafts shown for comment."""
    return tuple(snapshot(row) for row in _plans().filter(~Q(status="draft") | Q(public_from__lte=on)))


def plan_by_code(code: str) -> PlanSnapshot:
    """One plan; raises UnknownPlan."""
    row = _plans().filter(code=code).first()
    if row is None:
        raise UnknownPlan(f"Không có quy hoạch mã {code}.", f"There is no plan with code {code}.")
    return snapshot(row)


def plan_zones(plan_code: str) -> tuple[ZoneSnapshot, ...]:
    """Zones of a plan, by theme, then code; empty for a plan there is not."""
    area = Func(F("geom"), function="ST_Area", output_field=FloatField())
    changed = Func(F("hatch_geom"), function="ST_Area", output_field=FloatField())
    rows = Zone.objects.filter(plan__code=plan_code).annotate(area_m2=area, changed_m2=changed)
    fields = ("code", "name", "theme", "planned_use", "article", "area_m2", "changed_m2", "differs")
    return tuple(
        ZoneSnapshot(**{**row, "changed_m2": row["changed_m2"] if differs else (None if differs is None else 0.0)})
        for row in rows.order_by("theme", "code", "pk").values(*fields)
        for differs in (row.pop("differs"),)
    )


def plan_bounds(plan_code: str) -> tuple[float, float, float, float]:
    """West, south, east, north (WGS-84 degrees) of a plan's coverage; raises UnknownPlan."""
    row = Plan.objects.only("coverage").filter(code=plan_code).first()
    if row is None:
        raise UnknownPlan(f"Không có quy hoạch mã {plan_code}.", f"There is no plan with code {plan_code}.")
    west, south, east, north = row.coverage.extent
    lon, lat = transform_xy([west, east, east, west], [south, south, north, north], settings.LAND_SRID, 4326)
    return float(min(lon)), float(min(lat)), float(max(lon)), float(max(lat))


def plan_rasters(plan_code: str) -> tuple[RasterSnapshot, ...]:
    """Scanned sheets of a plan."""
    rows = PlanRaster.objects.select_related("plan").filter(plan__code=plan_code).order_by("title", "pk")
    return tuple(raster_snapshot(row) for row in rows)
