"""What every act on a plan needs first: the unit it is judged by, and its line in the ledger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.api import Act, User
from dossiers.api import EntryDraft, transaction
from planning.models import Plan, PlanRaster

PLANNING_APPROVE = Act.PLANNING_APPROVE


def unit_of(transaction_id: int) -> int:
    """The unit of the dossier the transaction hangs on: rights are judged there. Raises UnknownTransaction."""
    return transaction(transaction_id).unit_id


def entry(
    actor: User, act: str, subject: Plan | PlanRaster, unit_id: int, at: datetime, details: Mapping[str, Any]
) -> EntryDraft:
    """The ledger line of one act on one plan or raster."""
    kind = "plan" if isinstance(subject, Plan) else "plan_raster"
    return EntryDraft(
        act=act, subject_kind=kind, subject_id=subject.pk, unit_id=unit_id, details=details, by_id=actor.pk, at=at
    )
