"""The planning sheet of a parcel (page and JSON) and the list of plans."""

import math
from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gis_core.errors import DomainError
from land_records import api as land_records
from planning import api as planning
from web.public.answers import TAG, theme_name
from web.public.deployment import scanned_plans
from web.public.land_use import use_name
from web.sheets.planning_extract import PlanningExtract, planning_of
from web.sheets.printing import planning_sheet_context

MAP_WIDTH_PX = 900


def asked_day(request: HttpRequest) -> date:
    """`?ngay=2026-11-23`, today without it; nothing later than today can be answered."""
    text = request.GET.get("ngay", "")
    today = timezone.localdate()
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise DomainError(
            f"“{text[:20]}” không phải là một ngày.",
            f"“{text[:20]}” is not a day.",
            hint_vi="Viết năm-tháng-ngày, ví dụ 2026-11-23.",
            hint_en="Write year-month-day, e.g. 2026-11-23.",
            code="bad_day",
        ) from error
    if day > today:
        raise DomainError(
            "Chưa trả lời được cho một ngày sau hôm nay.",
            "A day after today cannot be answered yet.",
            hint_vi="Chọn hôm nay hoặc một ngày đã qua.",
            hint_en="Choose today or a past day.",
            code="day_in_future",
        )
    return day


@require_safe
def planning_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The printable answer as of a day, with everything that was checked."""
    sheet = planning_sheet_of(code, asked_day(request))
    context = planning_sheet_context(sheet) | {"today": timezone.localdate(), "section": "plans"}
    return render(request, "public/planning_sheet.html", context)


def planning_sheet_of(code: str, on: date) -> PlanningExtract:
    """The parcel of today with what the plans said on a day."""
    parcel = land_records.parcel_by_code(code)
    return PlanningExtract(parcel, planning_of(parcel, on))


@require_safe
def planning_json(request: HttpRequest, code: str) -> JsonResponse:
    """The same answer for programs."""
    parcel = land_records.parcel_by_code(code)
    answer = planning_of(parcel, asked_day(request))
    return JsonResponse(
        {"ok": True, "parcel_code": code, "sheet": parcel.sheet, "number": parcel.number} | answer.as_dict()
    )


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan the public may read about, with its decision and what became of it."""
    today = timezone.localdate()
    rows = [
        {"plan": plan, "state": _state(plan, today), "themes": [theme_name(theme) for theme in plan.themes]}
        for plan in planning.public_plans(today)
    ]
    return render(request, "public/plans.html", {"rows": rows, "section": "plans"})


@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """One plan: decision, period, zones, scans, the way to the map. Drafts not yet shown are not there."""
    today = timezone.localdate()
    found = next((each for each in planning.public_plans(today) if each.code == code), None)
    if found is None:
        raise planning.UnknownPlan(
            f"Không có quy hoạch mã “{code[:60]}” được công bố.",
            f"No plan with code “{code[:60]}” is published.",
            hint_vi="Xem danh sách các quy hoạch đang công bố.",
            hint_en="See the list of published plans.",
        )
    zones = planning.plan_zones(code)
    context = {
        "plan": found,
        "state": _state(found, today),
        "themes": [theme_name(theme) for theme in found.themes],
        "zones": [{"zone": zone, "use": use_name(zone.planned_use), "theme": theme_name(zone.theme)} for zone in zones],
        "several_themes": len(found.themes) > 1,
        "scans": [scan for scan in scanned_plans() if scan["plan"] == code],
        "where": _view_of(planning.plan_bounds(code)),
        "today": today,
        "section": "plans",
    }
    return render(request, "public/plan.html", context)


def _view_of(bounds: tuple[float, float, float, float]) -> str:
    """`?z=…&x=…&y=…` that shows the bounds on a laptop's map."""
    west, south, east, north = bounds
    zoom = math.log2(360 * MAP_WIDTH_PX / 512 / max(east - west, 1.6 * (north - south), 1e-4))
    return f"?z={min(max(zoom, 8), 18):.1f}&x={(west + east) / 2:.5f}&y={(south + north) / 2:.5f}"


def _state(plan: planning.PlanSnapshot, today: date) -> str:
    if plan.status == "in_force" and plan.valid_to and plan.valid_to < today:
        return "out_of_date"
    return plan.status


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to find a parcel, what the four answers mean, keys, privacy."""
    return render(request, "public/help.html", {"section": "help", "states": {name: {"state": name} for name in TAG}})
