"""Lines of the books. Holders stand as party ids: names are shown only where they may be, and that is logged."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Sổ theo dõi biến động: one parcel touched by one approved act; land use, m² and holders as they were before."""

    act_id: int
    kind: str
    approved_at: datetime
    dossier: str
    parcel_id: int
    sheet: str
    number: int
    unit: str
    land_use: str
    area_m2: Decimal | None
    party_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """Sổ cấp Giấy chứng nhận: one certificate; `parcels` as sheet/number, area in m² of all of them."""

    certificate_id: int
    serial: str
    register_no: str
    issued_on: date | None
    decision_no: str
    decision_date: date | None
    status: str
    party_ids: tuple[int, ...]
    parcels: tuple[str, ...]
    area_m2: Decimal | None


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """Sổ địa chính, part II: one purpose of one right on one parcel; `restrictions` counts what charges it."""

    right_id: int
    entered_at: datetime
    sheet: str
    number: int
    parcel_id: int
    area_m2: Decimal | None
    purpose: str
    term: str
    until: date | None
    origin: str
    dossier: str
    register_no: str
    party_ids: tuple[int, ...]
    restrictions: int
