"""What leaves the app: frozen copies, no models, no querysets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `page` counts from 1."""

    items: tuple[T, ...]
    total: int
    page: int
    page_size: int


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
    one_stop_code: str = ""


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


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A component to be added to a dossier; `file_id` is a stored scan, `file_name` the name it came under."""

    type_code: str
    title: str = ""
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    pages: int | None = None
    form: str = "original"
    status: str = "received"
    note: str = ""
    file_id: int | None = None
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class DocumentSnapshot:
    """One component of a dossier. `file` None: no scan."""

    id: int
    dossier_id: int
    position: int
    type_code: str
    title: str
    number: str
    issued_on: date | None
    issuer: str
    pages: int | None
    form: str
    status: str
    note: str
    file: StoredFileSnapshot | None
    added_by_id: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class LinkSnapshot:
    """A dossier is about a subject; `ended_at` None: the link stands."""

    id: int
    dossier_id: int
    subject_kind: str
    subject_id: int
    transaction_id: int | None
    linked_by_id: int
    linked_at: datetime
    ended_by_id: int | None
    ended_at: datetime | None
    ended_reason: str


@dataclass(frozen=True, slots=True)
class ShelfPlace:
    """Where paper lies: store (kho), row (dãy), rack (kệ), box (hộp), slot (ngăn)."""

    store: str
    row: str = ""
    rack: str = ""
    box: str = ""
    slot: str = ""


@dataclass(frozen=True, slots=True)
class ShelfMoveSnapshot:
    """One move of a dossier's paper."""

    place: ShelfPlace
    reason: str
    moved_by_id: int
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class ArchiveFolder:
    """An archived folder to be entered as a dossier of its own: its papers, what it is about (kind, id), where it lies.

    `place` is recorded when who prepares the entry may shelve.
    """

    title: str
    documents: tuple[DocumentDraft, ...]
    about: tuple[tuple[str, int], ...]
    place: ShelfPlace | None = None


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why somebody reads personal data, and through which door: a dossier they work on, or a reason in words."""

    dossier_id: int | None = None
    reason: str = ""
    place: str = "page"


@dataclass(frozen=True, slots=True)
class ReadSnapshot:
    """One line of the read log. `shown`: how many subjects the answer showed."""

    id: int
    read_by_id: int
    read_at: datetime
    dossier_id: int | None
    dossier_code: str
    reason: str
    place: str
    what: str
    query: str
    shown: int
