"""Steps in a plan's life: draft → in force → replaced or revoked."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.api import require
from dossiers.api import record_entries
from planning.errors import PlanStateRefused, UnknownPlan
from planning.models import Plan, PlanStatus
from planning.queries.plans import snapshot
from planning.services.standing import PLANNING_APPROVE, entry, unit_of
from planning.snapshots import PlanSnapshot


def put_in_force(
    *, actor: Any, transaction_id: int, plan_id: int, at: datetime, replaces: Sequence[int] = ()
) -> PlanSnapshot:
    """Let a decided draft bind from its `valid_from`; plans named in `replaces` end on that day.

    Refuses a plan that is no draft, or that lacks decision number, decision date or beginning. Must run inside
    the caller's transaction.
    """
    unit_id = unit_of(transaction_id)
    require(actor, PLANNING_APPROVE, unit_id)
    with transaction.atomic():
        plan = _locked(plan_id)
        _step_allowed(plan, PlanStatus.DRAFT)
        if not (plan.decision_number and plan.decision_date and plan.valid_from):
            raise PlanStateRefused(
                f"Quy hoạch {plan.code} thiếu số, ngày quyết định hoặc ngày có hiệu lực.",
                f"Plan {plan.code} lacks its decision number, decision date or first day.",
                hint_vi="Bổ sung quyết định phê duyệt rồi nộp lại.",
                hint_en="Add the decision and submit again.",
            )
        plan.status = PlanStatus.IN_FORCE
        plan.in_force_transaction_id = transaction_id
        plan.save(update_fields=["status", "in_force_transaction"])
        entries = [entry(actor, "plan.put_in_force", plan, unit_id, at, {"code": plan.code})]
        for old_id in replaces:
            old = _end(_locked(old_id), PlanStatus.REPLACED, plan.valid_from, plan)
            entries.append(entry(actor, "plan.replace", old, unit_id, at, {"by": plan.code}))
        record_entries(transaction_id=transaction_id, entries=entries)
    return snapshot(plan)


def revoke_plan(*, actor: Any, transaction_id: int, plan_id: int, on: date, at: datetime) -> PlanSnapshot:
    """End a plan in force on day `on` without a successor; days before keep their answers."""
    unit_id = unit_of(transaction_id)
    require(actor, PLANNING_APPROVE, unit_id)
    with transaction.atomic():
        plan = _end(_locked(plan_id), PlanStatus.REVOKED, on, None)
        details = {"code": plan.code, "on": on.isoformat()}
        record_entries(transaction_id=transaction_id, entries=[entry(actor, "plan.revoke", plan, unit_id, at, details)])
    return snapshot(plan)


def _locked(plan_id: int) -> Plan:
    plan = Plan.objects.select_for_update(of=("self",)).filter(pk=plan_id).first()
    if plan is None:
        raise UnknownPlan(f"Không có quy hoạch số {plan_id}.", f"There is no plan {plan_id}.")
    return plan


def _step_allowed(plan: Plan, needed: PlanStatus) -> None:
    if plan.status != needed:
        raise PlanStateRefused(
            f"Quy hoạch {plan.code} đang ở trạng thái “{PlanStatus(plan.status).label}” nên không làm được bước này.",
            f"Plan {plan.code} is {plan.status}; this step needs it {needed.value}.",
        )


def _end(plan: Plan, status: PlanStatus, on: date, by: Plan | None) -> Plan:
    _step_allowed(plan, PlanStatus.IN_FORCE)
    plan.status = status
    plan.ended_on = on
    plan.replaced_by = by
    plan.save(update_fields=["status", "ended_on", "replaced_by"])
    return plan
