"""What leaves the room of acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class ActSnapshot:
    """One act from draft to decision; `status` draft | pending | approved | rejected | withdrawn."""

    id: int
    dossier_id: int
    kind: str
    unit_id: int
    payload: Mapping[str, Any]
    status: str
    transaction_id: int | None
    drafted_by_id: int
    drafted_at: datetime
    changed_at: datetime
    decided: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ActReceipt:
    """What an approval wrote: keys of the plan → ids, and the neighbours that got vertices of a common boundary."""

    act_id: int
    transaction_id: int
    ids: Mapping[str, int]
    neighbours: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ObligationSnapshot:
    """One financial obligation of a dossier, whole đồng."""

    id: int
    dossier_id: int
    kind: str
    slip_number: str
    slip_date: date | None
    amount_vnd: Decimal
    status: str
    settled_on: date | None
    legal_basis: str
