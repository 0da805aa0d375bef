"""The facts an approved batch is registered with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts import api as accounts
from importers.errors import wrong_state
from importers.models import Batch


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved, when, for which unit, and the receipt that was approved."""

    approver: Any
    at: datetime
    unit_id: int
    receipt: dict[str, Any]


def approval_of(batch: Batch) -> Approval:
    """The approval of a batch.

    Raises:
        UnknownActor: the approver's account is no longer active.
        WrongBatchState: the batch was never approved.
    """
    person, at, unit_id, receipt = batch.approved_by, batch.approved_at, batch.unit_id, batch.receipt
    if person is None or at is None or unit_id is None or receipt is None:
        raise wrong_state(batch.pk, batch.status, "ghi sổ", "registered")
    return Approval(accounts.actor(person.get_username()), at, unit_id, dict(receipt))
