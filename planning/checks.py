"""Checks of a delivered plan before anything is written: findings, never repairs."""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis_core.topology.finding import Finding, Severity
from planning.overlay import ROUNDING_HALF_WIDTH_M, surfaces
from planning.snapshots import PlanDraft
from planning.themes import THEME_ORDER, theme
from planning.uses import use_codes

COLUMNS = ("code", "name", "theme", "planned_use", "article")
"""What a zone frame holds beside `geometry`; only `geometry` must be there, missing columns count as empty."""


def zone_frame(plan: PlanDraft, zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The zones with every column present: texts never null, the plan's theme where a zone names none."""
    frame = gpd.GeoDataFrame({"geometry": zones.geometry.to_numpy()}, geometry="geometry", crs=zones.crs)
    for column in COLUMNS:
        values = zones[column] if column in zones.columns else [""] * len(zones)
        frame[column] = ["" if pd.isna(value) else str(value).strip() for value in values]
    frame["theme"] = [code or plan.theme for code in frame["theme"]]
    return frame


def check_plan(plan: PlanDraft, zones: gpd.GeoDataFrame, *, known_uses: frozenset[str]) -> list[Finding]:
    """Everything that stands in the way of registering the plan (errors) or must be looked at (warnings).

    `where` is in the plan's own coordinate system. `known_uses` are the land-use codes of the reference data.
    """
    findings = list(_plan_facts(plan))
    if len(zones) == 0 and plan.coverage is None:
        return [*findings, Finding("PLAN-INCOMPLETE", Severity.ERROR, hint={"missing": "zones"})]
    frame = zone_frame(plan, zones)
    usable = _usable(frame)
    findings += [_at("ZONE-UNUSABLE", Severity.ERROR, frame, row) for row in np.flatnonzero(~usable).tolist()]
    findings += _texts(frame, known_uses)
    sound = frame[usable].reset_index(drop=True)
    findings += _outside_coverage(plan, sound)
    findings += _overlaps(plan, sound)
    return findings


def _plan_facts(plan: PlanDraft) -> Iterator[Finding]:
    missing = [name for name in ("code", "name", "theme", "level") if not getattr(plan, name)]
    accuracy = plan.accuracy_m()
    if accuracy is None or accuracy <= 0:
        missing.append("line_accuracy_m")
    if plan.theme and plan.theme not in THEME_ORDER:
        missing.append("theme")
    if plan.valid_from and plan.valid_to and plan.valid_to < plan.valid_from:
        missing.append("valid_to")
    if plan.coverage is not None and not _sound(np.array([plan.coverage], dtype=object))[0]:
        missing.append("coverage")
    for name in missing:
        yield Finding("PLAN-INCOMPLETE", Severity.ERROR, hint={"missing": name})


def _sound(shapes: np.ndarray) -> np.ndarray:
    kinds = np.isin(shapely.get_type_id(shapes), (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    return kinds & shapely.is_valid(shapes) & (shapely.area(shapes) > 0)


def _usable(frame: gpd.GeoDataFrame) -> np.ndarray:
    return _sound(frame.geometry.to_numpy())


def _texts(frame: gpd.GeoDataFrame, known_uses: frozenset[str]) -> Iterator[Finding]:
    for row, (theme_code, use, code) in enumerate(
        zip(frame["theme"], frame["planned_use"], frame["code"], strict=True)
    ):
        if theme_code not in THEME_ORDER:
            yield _at("ZONE-THEME-UNKNOWN", Severity.ERROR, frame, row, theme=theme_code)
        unknown = use_codes(use) - known_uses
        if unknown:
            yield _at("ZONE-USE-UNKNOWN", Severity.ERROR, frame, row, land_use="+".join(sorted(unknown)))
        if not code:
            yield _at("ZONE-CODE-MISSING", Severity.WARNING, frame, row)


def _outside_coverage(plan: PlanDraft, frame: gpd.GeoDataFrame) -> Iterator[Finding]:
    if plan.coverage is None or len(frame) == 0:
        return
    accuracy = float(plan.accuracy_m() or 0)
    outside = shapely.difference(frame.geometry.to_numpy(), surfaces(plan.coverage))
    for row in np.flatnonzero(shapely.area(outside) > 0):
        left = surfaces(outside[row])
        if shapely.is_empty(shapely.buffer(left, -ROUNDING_HALF_WIDTH_M)):
            continue
        wide = not shapely.is_empty(shapely.buffer(left, -accuracy / 2))
        severity = Severity.ERROR if wide else Severity.NOTE
        yield _place("ZONE-OUTSIDE-COVERAGE", severity, left, (frame["code"][row],))


def _overlaps(plan: PlanDraft, frame: gpd.GeoDataFrame) -> Iterator[Finding]:
    """Zones of a theme that gives each place one answer must not share ground."""
    exclusive = [code in THEME_ORDER and theme(code).exclusive for code in frame["theme"]]
    part = frame[exclusive].reset_index(drop=True)
    if len(part) < 2:
        return
    shapes = part.geometry.to_numpy()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    themes = part["theme"].to_numpy()
    pairs = (left < right) & (themes[left] == themes[right])
    left, right = left[pairs], right[pairs]
    shared = shapely.intersection(shapes[left], shapes[right])
    accuracy = float(plan.accuracy_m() or 0)
    for place in np.flatnonzero(shapely.area(shared) > 0):
        common = surfaces(shared[place])
        if shapely.is_empty(shapely.buffer(common, -ROUNDING_HALF_WIDTH_M)):
            continue
        wide = not shapely.is_empty(shapely.buffer(common, -accuracy / 2))
        severity = Severity.ERROR if wide else Severity.NOTE
        yield _place("ZONE-OVERLAP", severity, common, (part["code"][left[place]], part["code"][right[place]]))


def _at(code: str, severity: Severity, frame: gpd.GeoDataFrame, row: int, **hint: str) -> Finding:
    shape = frame.geometry.to_numpy()[row]
    where = None
    if shape is not None and not shapely.is_empty(shape):
        point = shapely.point_on_surface(shape) if shapely.is_valid(shape) else shapely.get_point(shape.envelope, 0)
        point = point if point is not None and not shapely.is_empty(point) else shapely.centroid(shape)
        where = (float(point.x), float(point.y))
    return Finding(code, severity, where, between=(frame["code"][row] or f"#{row + 1}",), hint=dict(hint))


def _place(code: str, severity: Severity, common: shapely.Geometry, between: tuple[str, ...]) -> Finding:
    point = shapely.point_on_surface(common)
    return Finding(code, severity, (float(point.x), float(point.y)), float(shapely.area(common)), between)
