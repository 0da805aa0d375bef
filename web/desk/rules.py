"""The rulebook at the desk: every version with its days, figures and source; a new one, or a last day."""

import json
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import api as accounts
from gis_core.errors import DomainError
from land_records import api as land_records
from reference import api as reference
from web import errors
from web.desk.access import desk_page, may, signed_in


@require_http_methods(["GET", "POST"])
@desk_page("right.read")
def rules(request: HttpRequest) -> HttpResponse:
    """The list; a POST adds a version or ends one, and shows the list again."""
    refusal, done = None, ""
    if request.method == "POST":
        try:
            done = _done(request)
        except DomainError as refused:
            refusal = refused
    found = land_records.all_rules()
    people = accounts.display_names({one.entered_by_id for one in found if one.entered_by_id})
    units = reference.units_by_ids({one.unit_id for one in found if one.unit_id})
    by_code: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        by_code.setdefault(one.code, []).append(
            {
                "row": one,
                "by": people.get(one.entered_by_id or 0, ""),
                "unit": units[one.unit_id].full_name if one.unit_id in units else "",
                "severities": list(one.severities.items()),
                "parameters": _text(one.parameters),
            }
        )
    values = {
        "rail": "acts",
        "rules": [
            {"code": code, "versions": versions, "asked": code in land_records.RULES_ASKED,
             "newest": versions[0]["parameters"]}
            for code, versions in by_code.items()
        ],
        "may_manage": may(request.user, "rules.manage", None),
        "refusal": refusal,
        "done": done,
    }  # fmt: skip
    return render(request, "desk/rules.html", values, status=400 if refusal else 200)


def _done(request: HttpRequest) -> str:
    given, who = request.POST, signed_in(request)
    if given.get("what") == "end":
        ended = land_records.end_rule(
            actor=who, code=given.get("code", ""), version=int(given.get("version") or 0), on=_day(given.get("on", ""))
        )
        return _("%(code)s bản %(v)s kết thúc ngày đã chọn.") % {"code": ended.code, "v": ended.version}
    made = land_records.add_rule(
        actor=who,
        code=given.get("code", ""),
        valid_from=_day(given.get("valid_from", "")),
        legal_source=given.get("legal_source", ""),
        parameters=_parameters(given.get("parameters", "")),
    )
    return _("Đã ghi %(code)s bản %(v)s.") % {"code": made.code, "v": made.version}


def _text(parameters: dict[str, Any]) -> str:
    return json.dumps(parameters, ensure_ascii=False, indent=1) if parameters else ""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise errors.PageError("Ngày không hợp lệ.", "The day is not valid.", code="rule_refused") from None


def _parameters(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except json.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        raise errors.PageError(
            "Tham số phải là một đối tượng JSON.",
            "The parameters must be a JSON object.",
            hint_vi='Ví dụ {"minimum": {"ODT": {"area_m2": 45}}}.',
            hint_en='For example {"minimum": {"ODT": {"area_m2": 45}}}.',
            code="rule_refused",
        )
    return value
