"""What leaves the room of certificates: frozen, without names."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class NoteSnapshot:
    """One change noted on a certificate; `text` names parties as {party:ID}, resolved where names may be shown."""

    position: int
    change_code: str
    text: str
    transaction_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CertificateSnapshot:
    """One certificate with its status at the asked moment and the rights it proved then."""

    id: int
    form: str
    kind_code: str
    serial: str
    serial_raw: str
    register_no: str
    register_no_raw: str
    code: str
    token: str
    unit_id: int
    issued_on: date | None
    issuer: str
    signer: str
    decision_no: str
    decision_date: date | None
    remarks: str
    from_archive: bool
    status: str
    status_since: datetime
    transaction_id: int
    right_ids: tuple[int, ...]
    parcel_ids: tuple[int, ...]
    asset_ids: tuple[int, ...]
    notes: tuple[NoteSnapshot, ...]
    earlier_ids: tuple[int, ...]
    later_ids: tuple[int, ...]

    @property
    def in_force(self) -> bool:
        """True while it proves something: valid or valid with noted changes."""
        return self.status in ("valid", "changed")
