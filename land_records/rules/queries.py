"""Which rules hold where and when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from land_records.models import Rule
from reference import api as reference


@dataclass(frozen=True, slots=True)
class RuleSnapshot:
    """One version of one rule."""

    id: int
    code: str
    version: int
    unit_id: int | None
    severities: dict[str, str]
    parameters: dict[str, Any]
    text_vi: str
    text_en: str
    legal_source: str
    valid_from: date
    valid_to: date | None
    entered_by_id: int | None = None
    entered_at: datetime | None = None
    ended_by_id: int | None = None


def rules_in_force(*, on: date, unit_id: int | None) -> tuple[RuleSnapshot, ...]:
    """One version per rule code on that day in that unit: the unit's own word goes before the general one.

    Units change: a rule given for a unit holds in what became of it too, until it is replaced.
    """
    places = set(reference.related_unit_ids(unit_id)) if unit_id is not None else set()
    found = Rule.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), Q(unit__isnull=True) | Q(unit_id__in=places), valid_from__lte=on
    ).order_by("code", "valid_from", "version")
    chosen: dict[str, Rule] = {}
    for rule in found:
        before = chosen.get(rule.code)
        if before is None or (rule.unit_id is not None) >= (before.unit_id is not None):
            chosen[rule.code] = rule
    return tuple(rule_snapshot(rule) for rule in chosen.values())


def all_rules() -> tuple[RuleSnapshot, ...]:
    """Every version of every rule, newest first within a code."""
    return tuple(rule_snapshot(rule) for rule in Rule.objects.order_by("code", "-version"))


def rule_snapshot(rule: Rule) -> RuleSnapshot:
    """Freeze one rule."""
    return RuleSnapshot(
        id=rule.pk,
        code=rule.code,
        version=rule.version,
        unit_id=rule.unit_id,
        severities=dict(rule.severities),
        parameters=dict(rule.parameters),
        text_vi=rule.text_vi,
        text_en=rule.text_en,
        legal_source=rule.legal_source,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        entered_by_id=rule.entered_by_id,
        entered_at=rule.entered_at,
        ended_by_id=rule.ended_by_id,
    )
