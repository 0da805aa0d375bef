"""Reads of an archive batch for the desk and the command line; every one asks the policy first."""

from dataclasses import dataclass, field
from typing import Any

from importers import queries
from importers.archive_linking.models import StagedCertificate, StagedScan
from importers.errors import BatchNotFound
from importers.snapshots import Page

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class CertificateSnapshot:
    """A certificate of the spreadsheet, as staged. `lines` are its rows."""

    id: int
    serial: str
    book_number: str
    unit_code: str
    sheet: str
    number: str
    holder: str
    lines: tuple[int, ...]
    outcome: str
    reason: str
    parcel_ids: tuple[int, ...]
    candidates: tuple[int, ...]
    dossier_id: int | None


@dataclass(frozen=True, slots=True)
class ScanSnapshot:
    """A delivered file, as staged, with the certificates it goes to or may go to."""

    id: int
    name: str
    sha256: str
    media_kind: str
    pages: int | None
    outcome: str
    reason: str
    certificate: CertificateSnapshot | None
    candidates: tuple[CertificateSnapshot, ...] = field(default=())


def scans_of(
    *, user: Any, batch_id: int, outcome: str = "", page: int = 1, page_size: int = PAGE_SIZE
) -> Page[ScanSnapshot]:
    """Files of a batch the user may see, by their place in the delivery."""
    queries.batch(user=user, batch_id=batch_id)
    rows = StagedScan.objects.filter(batch_id=batch_id).select_related("certificate")
    if outcome:
        rows = rows.filter(outcome=outcome)
    start = (max(page, 1) - 1) * page_size
    shown = list(rows.order_by("id")[start : start + page_size])
    known = StagedCertificate.objects.in_bulk({one for scan in shown for one in scan.candidates})
    return Page(tuple(_scan(one, known) for one in shown), rows.count(), max(page, 1), page_size)


def scan_of(*, user: Any, batch_id: int, scan_id: int) -> ScanSnapshot:
    """One file of a batch. Raises BatchNotFound."""
    queries.batch(user=user, batch_id=batch_id)
    found = StagedScan.objects.filter(batch_id=batch_id, pk=scan_id).select_related("certificate").first()
    if found is None:
        raise BatchNotFound(f"Lô {batch_id} không có tệp số {scan_id}.", f"Batch {batch_id} has no file {scan_id}.")
    return _scan(found, StagedCertificate.objects.in_bulk(found.candidates))


def certificates_of(
    *, user: Any, batch_id: int, outcome: str = "", text: str = "", page: int = 1, page_size: int = PAGE_SIZE
) -> Page[CertificateSnapshot]:
    """Certificates of a batch; `text` is part of a serial or book number."""
    queries.batch(user=user, batch_id=batch_id)
    rows = StagedCertificate.objects.filter(batch_id=batch_id)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if text.strip():
        plain = text.strip().upper()
        rows = rows.filter(serial__contains=plain.replace(" ", "")) | rows.filter(book_number__icontains=text.strip())
    start = (max(page, 1) - 1) * page_size
    shown = rows.order_by("id")[start : start + page_size]
    return Page(tuple(_certificate(one) for one in shown), rows.count(), max(page, 1), page_size)


def _scan(scan: StagedScan, known: dict[int, StagedCertificate]) -> ScanSnapshot:
    return ScanSnapshot(
        id=scan.pk,
        name=scan.name,
        sha256=scan.sha256,
        media_kind=scan.media_kind,
        pages=scan.pages,
        outcome=scan.outcome,
        reason=scan.reason,
        certificate=None if scan.certificate is None else _certificate(scan.certificate),
        candidates=tuple(_certificate(known[one]) for one in scan.candidates if one in known),
    )


def _certificate(found: StagedCertificate) -> CertificateSnapshot:
    return CertificateSnapshot(
        id=found.pk,
        serial=found.serial,
        book_number=found.book_number,
        unit_code=found.unit_code,
        sheet=found.sheet,
        number=found.number,
        holder=found.holder,
        lines=tuple(found.lines),
        outcome=found.outcome,
        reason=found.reason,
        parcel_ids=tuple(found.parcel_ids),
        candidates=tuple(found.candidates),
        dossier_id=found.dossier_id,
    )
