"""Ground for tests of certificates: an estate with drafts, minutes in a dossier, preparing and issuing in one call."""

from datetime import date
from typing import Any

from dossiers import api as dossiers
from land_records import api as land_records
from tests.land_records.acts.ground import Estate

FACTS: dict[str, Any] = {
    "issued_on": date(2026, 3, 4),
    "issuer": "Chi nhánh Văn phòng đăng ký đất đai Phan Thiết",
    "signer": "Trần Người Ký",
    "decision_no": "12/QĐ-CNVPĐK",
    "decision_date": date(2026, 3, 4),
}


def draft_on(land: Estate, parcel: int = 0, **more: Any) -> int:
    """The draft a first registration on a parcel makes; answers its id."""
    right = land.right(land.parcels[parcel], **more)
    [paper] = land_records.certificates_on(right_ids=[right])
    return paper.id


def prepared(land: Estate, certificate_id: int, **more: Any) -> land_records.CertificateSnapshot:
    """A draft filled in and proposed."""
    return land_records.prepare_certificate(
        actor=land.officer, certificate_id=certificate_id, at=land.moment, **{**FACTS, **more}
    )


def issued(land: Estate, serial: str, parcel: int = 0, **more: Any) -> land_records.CertificateSnapshot:
    """A certificate in force on a parcel."""
    paper = prepared(land, draft_on(land, parcel), **more)
    return land_records.issue_certificate(
        approver=land.approver, certificate_id=paper.id, serial=serial, at=land.moment
    )


def stock(land: Estate, first: str = "AA 00000001", last: str = "AA 00000020") -> int:
    """Blanks received."""
    return land_records.receive_blanks(actor=land.officer, first=first, last=last, received_on=date(2026, 1, 5))


def minutes(land: Estate) -> int:
    """Minutes about spoiled blanks, in a dossier."""
    [document] = dossiers.add_documents(
        actor=land.officer, dossier_id=land.dossier(), documents=[dossiers.DocumentDraft("other", title="Biên bản")]
    )
    return document.id


def code_of(refusal: Any) -> str:
    """The permanent code of a refusal caught by pytest."""
    return refusal.value.code
