"""Ask every rule in force about one plan of changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from land_records.acts.changes import Changes
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState
from land_records.rules.verdicts import Judgement, Verdict

MOMENTS = ("draft", "submit", "approve")


@dataclass(frozen=True, slots=True)
class Question:
    """What a check is asked: the kind of act, what it would do, what stands now, the rule's own figures, the day."""

    kind: ActKind
    changes: Changes
    state: ActState
    parameters: Mapping[str, Any]
    on: date
    unit_id: int


Check = Callable[[Question], Judgement | None]
"""None: the rule has nothing to do with this act."""


def judge(
    kind: ActKind,
    changes: Changes,
    state: ActState,
    *,
    moment: str,
    on: date,
    unit_id: int,
    checks: Mapping[str, Check],
) -> tuple[Verdict, ...]:
    """Every verdict, blocking faults first, then warnings, then what passed; the order of codes within each."""
    verdicts = []
    for rule in state.rules:
        severity = rule.severities.get(moment)
        check = checks.get(rule.code)
        if severity is None or check is None:
            continue
        said = check(Question(kind, changes, state, rule.parameters, on, unit_id))
        if said is None:
            continue
        verdicts.append(
            Verdict(
                code=rule.code,
                version=rule.version,
                severity=severity,
                passed=said.passed,
                message_vi=said.message_vi,
                message_en=said.message_en,
                figures=dict(said.figures),
                text_vi=rule.text_vi,
                text_en=rule.text_en,
                legal_source=rule.legal_source,
            )
        )
    order = {"block": 0, "warning": 1, "note": 2}
    return tuple(sorted(verdicts, key=lambda one: (one.passed, order[one.severity], one.code)))
