"""What the plans say about a piece of ground on a day. Two statements, whatever the number of plans and zones."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from importlib import resources
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.db import connection
from shapely.geometry.base import BaseGeometry

from gis_core.crs.transform import transform_geometries
from planning import overlay
from planning.errors import PlanningError
from planning.snapshots import PlanningAnswer, PlanReference, State, ThemeAnswer, ZoneShare
from planning.themes import THEMES, Theme, changes_existing

NEAR_M = 200.0
"""Zones up to this far away are named as near."""

_SQL = resources.files("planning.queries") / "sql"
_PLANS_AT = (_SQL / "plans_at.sql").read_text(encoding="utf-8")
_ZONES_NEAR = (_SQL / "zones_near.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Plan:
    reference: PlanReference
    themes: frozenset[str]
    coverage: BaseGeometry
    accuracy_m: float


@dataclass(frozen=True, slots=True)
class _Zone:
    zone_id: int
    plan: _Plan
    theme: str
    code: str
    name: str
    planned_use: str
    article: str
    distance_m: float
    geometry: BaseGeometry
    affects: bool

    @property
    def reaches(self) -> bool:
        """True when its line, as inaccurate as it is, may lie on the ground."""
        return self.distance_m <= self.plan.accuracy_m


@dataclass(frozen=True, slots=True)
class _Question:
    """The asked ground in LAND_SRID, its legal area, what is on it, the day, and the hash of all of it."""

    ground: BaseGeometry
    area_m2: float
    official_m2: Decimal
    existing_use: str
    on: date
    input_hash: str

    def official(self, square_metres: float) -> Decimal:
        """Square metres on the map turned into square metres of the official area, one decimal, half up."""
        share = Decimal(str(square_metres / self.area_m2))
        return (share * self.official_m2).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def share(self, square_metres: float) -> float:
        """Part of the ground, 0..1."""
        return min(1.0, square_metres / self.area_m2)


def answer(
    polygon: BaseGeometry,
    *,
    srid: int,
    official_area_m2: Decimal | float | None,
    existing_use: str,
    on: date,
    subject: str = "",
) -> PlanningAnswer:
    """Every theme's state for `polygon` (coordinates in `srid`, east/north) on day `on`.

    `official_area_m2` is the legal area the shares are scaled to (None: the computed one). `existing_use` holds the
    land-use codes of the ground ('ONT+CLN'). `subject` names what was asked for and is part of the hash.
    Raises PlanningError for ground without a surface.
    """
    question = _question(polygon, srid, official_area_m2, existing_use, on, subject)
    plans = _plans_at(question)
    zones = _zones_near(question, plans)
    current = [plan for plan in plans if plan.reference.status != "draft"]
    drafts = [plan for plan in plans if plan.reference.status == "draft"]
    return PlanningAnswer(
        subject=subject,
        input_hash=question.input_hash,
        on=on,
        official_area_m2=question.official_m2,
        computed_area_m2=question.official(question.area_m2) if official_area_m2 is None else _tenth(question.area_m2),
        existing_use=existing_use,
        themes=tuple(_theme_answer(question, theme, current, zones) for theme in THEMES),
        drafts=tuple(
            _theme_answer(question, theme, [plan], zones)
            for theme in THEMES
            for plan in drafts
            if theme.code in plan.themes
        ),
    )


def _tenth(square_metres: float) -> Decimal:
    return Decimal(str(square_metres)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _question(
    polygon: BaseGeometry, srid: int, official: Decimal | float | None, existing_use: str, on: date, subject: str
) -> _Question:
    asked = overlay.surfaces(shapely.force_2d(polygon))
    ground = asked
    if srid != settings.LAND_SRID:
        ground = transform_geometries(np.array([asked], dtype=object), srid, settings.LAND_SRID)[0]
    area_m2 = float(shapely.area(ground))
    if not area_m2 > 0 or not shapely.is_valid(ground):
        raise PlanningError(
            "Hình thửa đất không có diện tích hoặc không hợp lệ nên không tra được quy hoạch.",
            "The ground has no area or is not valid, so its planning cannot be looked up.",
            code="ground_without_area",
        )
    official_m2 = Decimal(str(official)) if official is not None else _tenth(area_m2)
    asked_for = "|".join((subject, str(srid), str(official_m2), existing_use, on.isoformat()))
    digest = hashlib.sha256(asked_for.encode() + shapely.to_wkb(shapely.normalize(asked), byte_order=1))
    return _Question(ground, area_m2, official_m2, existing_use, on, digest.hexdigest())


def _rows(sql: str, parameters: dict[str, Any]) -> Iterable[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _plans_at(question: _Question) -> list[_Plan]:
    rows = _rows(
        _PLANS_AT,
        {"ground": shapely.to_wkb(question.ground), "srid": settings.LAND_SRID, "on": question.on},
    )
    plans = []
    for plan_id, code, name, level, number, decided, issuer, start, end, accuracy, themes, status, coverage in rows:
        reference = PlanReference(
            plan_id, code, name, level, status, number, decided, issuer, start, end, Decimal(accuracy)
        )
        shape = overlay.common_ground(question.ground, shapely.from_wkb(bytes(coverage)))
        if not shapely.is_empty(shape):
            plans.append(_Plan(reference, frozenset(themes), shape, float(accuracy)))
    return plans


def _zones_near(question: _Question, plans: Sequence[_Plan]) -> list[_Zone]:
    if not plans:
        return []
    by_id = {plan.reference.plan_id: plan for plan in plans}
    widest = max(plan.accuracy_m for plan in plans)
    rows = _rows(
        _ZONES_NEAR,
        {
            "ground": shapely.to_wkb(question.ground),
            "srid": settings.LAND_SRID,
            "plan_ids": list(by_id),
            "near_m": max(NEAR_M, widest),
            "reach_m": widest,
            "margin_m": 2 * widest + 1,
        },
    )
    return [
        _Zone(
            zone_id, by_id[plan_id], theme, code, name, planned_use, article, distance,
            overlay.surfaces(shapely.from_wkb(bytes(wkb))) if wkb is not None else overlay.EMPTY,
            changes_existing(theme, planned_use, question.existing_use),
        )
        for zone_id, plan_id, theme, code, name, planned_use, article, distance, wkb in rows
    ]  # fmt: skip


def _theme_answer(question: _Question, theme: Theme, plans: Sequence[_Plan], zones: Sequence[_Zone]) -> ThemeAnswer:
    """The state from plans valid that day; from expired ones only where nothing newer covers the ground."""
    speaking = [plan for plan in plans if theme.code in plan.themes]
    if not speaking:
        return _no_data(_result(question, theme, (), ()))
    valid = [plan for plan in speaking if not _expired(plan, question.on)]
    found = _result(question, theme, valid, zones)
    covered = overlay.united(plan.coverage for plan in valid)
    open_ground = overlay.common_ground(question.ground, shapely.difference(question.ground, covered))
    found = replace(found, covered_share=question.share(float(shapely.area(covered))))
    if found.state is State.AFFECTED or shapely.is_empty(open_ground):
        return found
    expired = [plan for plan in speaking if _expired(plan, question.on)]
    known = _result(question, theme, expired, zones)
    formerly = overlay.united(plan.coverage for plan in expired)
    nothing = shapely.is_empty(overlay.common_ground(open_ground, shapely.difference(open_ground, formerly)))
    if expired and (nothing or known.state is State.AFFECTED):
        return replace(known, state=State.OUT_OF_DATE, covered_share=found.covered_share)
    return _no_data(found)


def _no_data(part: ThemeAnswer) -> ThemeAnswer:
    """Figures would say more than is known."""
    return replace(
        part, state=State.NO_DATA, area_m2=None, share=None, certain_m2=None, possible_m2=None, nearest_m=None
    )


def _expired(plan: _Plan, on: date) -> bool:
    return plan.reference.valid_to is not None and plan.reference.valid_to < on


def _result(question: _Question, theme: Theme, plans: Sequence[_Plan], zones: Sequence[_Zone]) -> ThemeAnswer:
    """Figures of one theme from the given plans, as if they covered the whole ground."""
    ids = {plan.reference.plan_id for plan in plans}
    mine = [zone for zone in zones if zone.theme == theme.code and zone.plan.reference.plan_id in ids]
    affecting = [zone for zone in mine if zone.affects]
    extent = overlay.extent(
        question.ground, [(zone.geometry, zone.plan.accuracy_m) for zone in affecting if zone.reaches]
    )
    shares = _zone_shares(question, mine)
    decisive = max((share for share in shares if share.affects), key=lambda share: share.area_m2, default=None)
    named = next((plan for plan in plans if decisive and plan.reference.code == decisive.plan_code), None)
    state = State.AFFECTED if extent.drawn > 0 else State.NOT_AFFECTED
    return ThemeAnswer(
        theme=theme.code,
        state=state,
        area_m2=question.official(extent.drawn),
        share=question.share(extent.drawn),
        certain_m2=question.official(extent.certain),
        possible_m2=question.official(extent.possible),
        covered_share=0.0,
        nearest_m=min((zone.distance_m for zone in affecting), default=None) if extent.drawn == 0 else 0.0,
        plan=(named or plans[0]).reference if plans else None,
        plans=tuple(plan.reference for plan in plans),
        zones=shares,
        input_hash=question.input_hash,
    )


def _zone_shares(question: _Question, zones: Sequence[_Zone]) -> tuple[ZoneShare, ...]:
    shares = []
    for zone in zones:
        area = float(shapely.area(overlay.common_ground(question.ground, zone.geometry))) if zone.distance_m == 0 else 0
        if area > 0:
            shares.append(
                ZoneShare(
                    zone_id=zone.zone_id,
                    plan_code=zone.plan.reference.code,
                    code=zone.code,
                    name=zone.name,
                    planned_use=zone.planned_use,
                    article=zone.article,
                    area_m2=question.official(area),
                    share=question.share(area),
                    affects=zone.affects,
                )
            )
    return tuple(shares)
