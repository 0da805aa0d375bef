"""What leaves the app: frozen copies, no models, no querysets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class DossierSnapshot:
    """One case."""

    id: int
    code: str
    kind: str
    unit_id: int
    title: str
    status: str
    opened_by_id: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class StoredFileSnapshot:
    """One content in the vault. `already_known`: the vault had it before this call."""

    id: int
    sha256: str
    size: int
    name: str
    media_kind: str
    stored_at: datetime
    already_known: bool


@dataclass(frozen=True, slots=True)
class TransactionSnapshot:
    """One transaction and its decision."""

    id: int
    dossier_id: int
    unit_id: int
    kind: str
    status: str
    summary: Mapping[str, Any]
    submitted_by_id: int
    submitted_at: datetime
    approved_by_id: int | None
    approved_at: datetime | None
    ended_by_id: int | None
    ended_at: datetime | None
    ended_reason: str


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """One act on one subject, to be written to the ledger. `details` holds no personal data.

    `by_id` and `at` left out: the person and moment of the transaction's approval (or submission while pending).
    """

    act: str
    subject_kind: str
    subject_id: int
    unit_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    by_id: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EntrySnapshot:
    """One line of the ledger."""

    id: int
    transaction_id: int
    seq: int
    act: str
    subject_kind: str
    subject_id: int
    unit_id: int | None
    by_id: int
    at: datetime
    details: Mapping[str, Any]
