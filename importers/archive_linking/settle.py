"""What people decide about an archive batch: whose scan it is, and on which parcel a certificate lies."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from importers.archive_linking.matching import FileOutcome, RowOutcome
from importers.archive_linking.models import StagedCertificate, StagedScan
from importers.archive_linking.steps import counted_receipt
from importers.errors import BatchNotFound, OpenFindings, wrong_state
from importers.models import Batch
from importers.services.access import locked


@transaction.atomic
def settle_scan(*, actor: Any, batch_id: int, scan_id: int, certificate_id: int | None) -> StagedScan:
    """Say which staged certificate an ambiguous or orphaned scan belongs to; None leaves it aside.

    Raises WrongBatchState, BatchNotFound (no such scan or certificate), NotAllowed.
    """
    batch = _staged(actor, batch_id)
    scan = StagedScan.objects.select_for_update().filter(batch=batch, pk=scan_id).first()
    movable = (FileOutcome.AMBIGUOUS, FileOutcome.ORPHAN, FileOutcome.LEFT, FileOutcome.MATCHED)
    if scan is None or scan.outcome not in movable:
        raise _no_such(batch_id)
    before = scan.certificate_id
    scan.decided_by, scan.decided_at = actor, timezone.now()
    if certificate_id is None:
        scan.outcome, scan.reason, scan.certificate_id = FileOutcome.LEFT, "by_hand", None
    else:
        certificate = _certificate(batch, certificate_id)
        if not certificate.parcel_ids and certificate.certificate_id is None:
            raise _no_place(certificate)
        scan.outcome, scan.reason, scan.certificate_id = FileOutcome.MATCHED, "by_hand", certificate.pk
    scan.save()
    for one in {key for key in (before, certificate_id) if key is not None}:
        _refresh(StagedCertificate.objects.get(pk=one))
    _count_again(batch)
    return scan


@transaction.atomic
def settle_certificate(*, actor: Any, batch_id: int, certificate_id: int, parcel_id: int | None) -> StagedCertificate:
    """Say which of its candidate parcels a certificate lies on; None leaves it and its scans aside.

    Raises WrongBatchState, BatchNotFound (no such certificate, or a parcel that is no candidate), NotAllowed.
    """
    batch = _staged(actor, batch_id)
    certificate = _certificate(batch, certificate_id)
    if not certificate.candidates or (parcel_id is not None and parcel_id not in certificate.candidates):
        raise _no_such(batch_id)
    waiting = StagedScan.objects.filter(batch=batch, certificate=certificate)
    certificate.decided_by, certificate.decided_at = actor, timezone.now()
    if parcel_id is None:
        certificate.outcome, certificate.reason = RowOutcome.LEFT, "by_hand"
        certificate.parcel_ids = [one for one in certificate.parcel_ids if one not in certificate.candidates]
        certificate.save()
        waiting.update(outcome=FileOutcome.LEFT, reason="by_hand")
    else:
        others = [one for one in certificate.parcel_ids if one not in certificate.candidates]
        certificate.parcel_ids = [*others, parcel_id]
        certificate.save()
        waiting.update(outcome=FileOutcome.MATCHED, reason="by_hand")
        _refresh(certificate)
    _count_again(batch)
    return certificate


@transaction.atomic
def leave_open_ones(*, actor: Any, batch_id: int) -> int:
    """Leave everything still ambiguous aside: it stays in the report and can be delivered again. Answers how many."""
    batch = _staged(actor, batch_id)
    decision = {"reason": "left_open", "decided_by": actor, "decided_at": timezone.now()}
    scans = StagedScan.objects.filter(batch=batch, outcome=FileOutcome.AMBIGUOUS)
    certificates = StagedCertificate.objects.filter(batch=batch, outcome=RowOutcome.AMBIGUOUS)
    left = scans.update(outcome=FileOutcome.LEFT, **decision) + certificates.update(outcome=RowOutcome.LEFT, **decision)
    _count_again(batch)
    return left


def refuse_open(batch: Batch) -> None:
    """Nothing ambiguous goes to approval. Raises OpenFindings."""
    scans = StagedScan.objects.filter(batch=batch, outcome=FileOutcome.AMBIGUOUS).count()
    certificates = StagedCertificate.objects.filter(batch=batch, outcome=RowOutcome.AMBIGUOUS).count()
    if scans or certificates:
        raise OpenFindings(
            f"Còn {scans} tệp quét và {certificates} giấy chứng nhận chưa rõ thuộc đâu.",
            f"{scans} scans and {certificates} certificates are still ambiguous.",
            hint_vi="Chọn cho từng trường hợp, hoặc để riêng tất cả những gì còn lại.",
            hint_en="Choose for each of them, or leave all that remain aside.",
        )


def _staged(actor: Any, batch_id: int) -> Batch:
    batch = locked(batch_id, actor, "import.review")
    if batch.kind != Batch.Kind.ARCHIVE or batch.status != Batch.Status.STAGED:
        raise wrong_state(batch_id, batch.status, "xử lý giao nhận lưu trữ", "settled")
    return batch


def _certificate(batch: Batch, certificate_id: int) -> StagedCertificate:
    found = StagedCertificate.objects.select_for_update().filter(batch=batch, pk=certificate_id).exclude(key="").first()
    if found is None:
        raise _no_such(batch.pk)
    return found


def _refresh(certificate: StagedCertificate) -> None:
    """Its outcome follows from its scans, once its place is sure."""
    undecided = certificate.outcome == RowOutcome.AMBIGUOUS and certificate.decided_at is None
    if undecided or certificate.outcome in (RowOutcome.ORPHAN, RowOutcome.REFUSED):
        return
    scans = StagedScan.objects.filter(certificate=certificate)
    if scans.filter(outcome=FileOutcome.MATCHED).exists():
        certificate.outcome, certificate.reason = RowOutcome.MATCHED, ""
    elif scans.filter(outcome=FileOutcome.ALREADY).exists():
        certificate.outcome, certificate.reason = RowOutcome.ALREADY, "in_archive"
    else:
        certificate.outcome, certificate.reason = RowOutcome.NO_SCAN, "no_scan"
    certificate.save(update_fields=["outcome", "reason"])


def _count_again(batch: Batch) -> None:
    batch.receipt = counted_receipt(batch)
    batch.save(update_fields=["receipt"])


def _no_place(certificate: StagedCertificate) -> OpenFindings:
    return OpenFindings(
        f"Giấy chứng nhận {certificate.serial or certificate.book_number} chưa rõ nằm trên thửa nào.",
        f"It is not clear yet on which parcel certificate {certificate.serial or certificate.book_number} lies.",
        hint_vi="Chọn thửa cho giấy chứng nhận trước, rồi gắn tệp quét.",
        hint_en="Choose the certificate's parcel first, then give it the scan.",
        code="certificate_without_place",
    )


def _no_such(batch_id: int) -> BatchNotFound:
    return BatchNotFound(
        f"Lô {batch_id} không có mục này để xử lý.",
        f"Batch {batch_id} has nothing like that to settle.",
        hint_vi="Tải lại trang để xem những gì còn phải chọn.",
        hint_en="Reload the page to see what is left to choose.",
        code="unknown_staged_scan",
    )
