"""Versions of rules: a new decision is a new version, an old one gets its last day; nothing is rewritten."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.api import Act, User, require
from gis_core.errors import DomainError
from land_records.models import Rule
from land_records.rules.judge import MOMENTS
from land_records.rules.queries import RuleSnapshot, rule_snapshot

SEVERITIES = ("note", "warning", "block")


class RuleRefusedError(DomainError):
    """A version of a rule that cannot be entered or ended."""

    code = "rule_refused"


@transaction.atomic
def add_rule(
    *,
    actor: User,
    code: str,
    valid_from: date,
    legal_source: str,
    unit_id: int | None = None,
    severities: Mapping[str, str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    text_vi: str = "",
    text_en: str = "",
    valid_to: date | None = None,
) -> RuleSnapshot:
    """Enter the next version of a rule that is known; what is left out is taken from the version before it.

    The version before keeps its own last day: on a day on which both hold, the younger `valid_from` is asked. Raises
    RuleRefusedError (unknown code, no legal source, wrong severity or days), NotAllowed.
    """
    require(actor, Act.RULES_MANAGE, unit_id)
    known = Rule.objects.filter(code=code).order_by("-version").select_for_update()
    mine = known.filter(unit__isnull=True) if unit_id is None else known.filter(unit_id=unit_id)
    last = mine.first() or known.first()
    if last is None:
        raise RuleRefusedError(
            f"Không có quy tắc mang mã {code[:40]}.",
            f"There is no rule {code[:40]}.",
            hint_vi="Mã quy tắc là cố định; xem danh sách quy tắc.",
            hint_en="Codes are permanent; see the list of rules.",
        )
    given = dict(severities) if severities is not None else dict(last.severities)
    _check(given, legal_source, valid_from, valid_to)
    version = (Rule.objects.filter(code=code).aggregate(last=Max("version"))["last"] or 0) + 1
    made = Rule.objects.create(
        code=code, version=version, unit_id=unit_id, severities=given,
        parameters=dict(parameters) if parameters is not None else dict(last.parameters),
        text_vi=text_vi or last.text_vi, text_en=text_en or last.text_en, legal_source=legal_source.strip(),
        valid_from=valid_from, valid_to=valid_to, entered_by=actor, entered_at=timezone.now(),
    )  # fmt: skip
    return rule_snapshot(made)


@transaction.atomic
def end_rule(*, actor: User, code: str, version: int, on: date) -> RuleSnapshot:
    """Give a version its last day. Raises RuleRefusedError for one that has it already or began later."""
    rule = Rule.objects.select_for_update().filter(code=code, version=version).first()
    if rule is None:
        raise RuleRefusedError(f"Không có quy tắc {code} bản {version}.", f"There is no rule {code} v{version}.")
    require(actor, Act.RULES_MANAGE, rule.unit_id)
    if rule.valid_to is not None or on < rule.valid_from:
        raise RuleRefusedError(
            f"Quy tắc {code} bản {version} không kết thúc được vào ngày {on:%d/%m/%Y}.",
            f"Rule {code} v{version} cannot end on {on}.",
            hint_vi="Bản đã có ngày kết thúc, hoặc ngày kết thúc trước ngày bắt đầu.",
            hint_en="It has a last day already, or that day is before its first.",
        )
    rule.valid_to, rule.ended_by = on, actor
    rule.save(update_fields=["valid_to", "ended_by"])
    return rule_snapshot(rule)


def _check(severities: Mapping[str, str], legal_source: str, valid_from: date, valid_to: date | None) -> None:
    wrong = [one for one in severities if one not in MOMENTS or severities[one] not in SEVERITIES]
    if wrong or not severities:
        raise RuleRefusedError(
            f"Mức độ của quy tắc không hợp lệ: {', '.join(wrong) or '(trống)'}.",
            f"The severities are wrong: {', '.join(wrong) or '(empty)'}.",
            hint_vi="Thời điểm: draft, submit, approve; mức: note, warning, block.",
            hint_en="Moments: draft, submit, approve; severities: note, warning, block.",
        )
    if not legal_source.strip():
        raise RuleRefusedError("Chưa nêu căn cứ pháp lý.", "The legal source is missing.")
    if valid_to is not None and valid_to < valid_from:
        raise RuleRefusedError("Ngày kết thúc trước ngày bắt đầu.", "The last day is before the first.")
