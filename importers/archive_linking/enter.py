"""Bring an approved archive batch in: each chunk of certificates becomes dossiers in one transaction, resumable."""

import logging
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from importers.archive_linking.certificates import register_certificates
from importers.archive_linking.matching import FileOutcome, RowOutcome
from importers.archive_linking.models import StagedCertificate, StagedScan
from importers.archive_linking.steps import counted_receipt
from importers.errors import wrong_state
from importers.models import Batch
from importers.services.approver import approval_of
from importers.services.run import Run
from importers.services.workspace import Workspace

logger = logging.getLogger(__name__)

CHUNK_CERTIFICATES = 500
COUNTED = ("made", "extended", "certificates", "certificates_refused")
"""What a chunk counts: dossiers made and extended, certificates entered in the register and refused by it."""

LOCK_CLASS = 0x7D02
"""First key of the lock that keeps two archive chunks of one unit apart; the second is the unit's id."""


def chunks_of(batch: Batch) -> list[tuple[int, tuple[int, int], int]]:
    """(0, (first, last staged certificate), count), at most CHUNK_CERTIFICATES each; at least one chunk."""
    ids = list(_entered(batch).values_list("id", flat=True))
    parts = [ids[start : start + CHUNK_CERTIFICATES] for start in range(0, len(ids), CHUNK_CERTIFICATES)] or [[0]]
    return [(0, (part[0], part[-1]), len(part) if part != [0] else 0) for part in parts]


def _entered(batch: Batch) -> QuerySet[StagedCertificate]:
    """Certificates that enter the register, with scans or without."""
    wanted = (RowOutcome.MATCHED, RowOutcome.NO_SCAN)
    return StagedCertificate.objects.filter(batch=batch, outcome__in=wanted).order_by("id")


def register_archive(run: Run, batch: Batch) -> None:
    """Enter every chunk not entered yet; a refused chunk is rejected whole and named, the others stand."""
    approval = approval_of(batch)
    chunks = batch.options.get("chunks", [])
    run.update(step="register", step_started_at=timezone.now(), total=len(chunks))
    for number, chunk in enumerate(chunks):
        if chunk.get("result"):
            continue
        run.progress(number, len(chunks), force=True)
        try:
            with accounts.remembered_scopes(), transaction.atomic():
                run.update(deaths=0)
                chunk["result"] = _enter(batch, approval, chunk)
                run.update(options=batch.options)
        except DomainError as refusal:
            logger.warning("archive batch %s: a chunk was refused: %s", batch.pk, refusal.code)
            with transaction.atomic():
                dossiers.reject_transaction(
                    approver=approval.approver, transaction_id=chunk["transaction"], reason=refusal.message_vi
                )
                chunk["result"] = dict.fromkeys(COUNTED, 0) | {"refused": refusal.as_answer()}
                run.update(options=batch.options)
    _finish(run, batch, chunks)


def _enter(batch: Batch, approval: Any, chunk: dict[str, Any]) -> dict[str, Any]:
    """One chunk: what another delivery has archived meanwhile is seen here, under the lock, and left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, approval.unit_id])
    dossiers.approve_transaction(approver=approval.approver, transaction_id=chunk["transaction"], at=approval.at)
    person = batch.submitted_by
    if person is None:
        raise wrong_state(batch.pk, batch.status, "ghi sổ", "registered")
    first, last = chunk["faces"]
    certificates = list(_entered(batch).filter(id__range=(first, last)))
    recorded, refused = register_certificates(
        [one for one in certificates if one.certificate_id is None and one.serial and one.parcel_ids],
        unit_id=approval.unit_id,
        approver=approval.approver,
        transaction_id=chunk["transaction"],
        at=approval.at,
    )
    scans = _new_scans(batch, certificates)
    with_scans = [one for one in certificates if scans.get(one.pk)]
    fresh = [one for one in with_scans if one.dossier_id is None]
    made = dossiers.enter_folders(
        actor=person,
        transaction_id=chunk["transaction"],
        folders=[_folder(one, scans[one.pk]) for one in fresh],
        at=approval.at,
    )
    for one, dossier in zip(fresh, made, strict=True):
        one.dossier_id = dossier.id
    for one in with_scans:
        if one not in fresh and one.dossier_id is not None:
            _extend(person, one.dossier_id, one, scans[one.pk], chunk["transaction"], approval.at)
    StagedCertificate.objects.bulk_update(fresh, ["dossier_id"], batch_size=500)
    return {
        "made": len(fresh),
        "extended": len(with_scans) - len(fresh),
        "certificates": recorded,
        "certificates_refused": refused,
    }


def _new_scans(batch: Batch, certificates: list[StagedCertificate]) -> dict[int, list[StagedScan]]:
    """Staged certificate → its scans that no archive dossier holds yet, by name."""
    found = StagedScan.objects.filter(
        batch=batch, outcome=FileOutcome.MATCHED, certificate_id__in=[one.pk for one in certificates]
    ).order_by("name", "id")
    scans = list(found)
    known = dossiers.archive_dossiers_with_scans(scan.sha256 for scan in scans)
    grouped: dict[int, list[StagedScan]] = {}
    for scan in scans:
        if scan.sha256 not in known and scan.certificate_id is not None:
            grouped.setdefault(scan.certificate_id, []).append(scan)
    return grouped


def _folder(certificate: StagedCertificate, scans: list[StagedScan]) -> dossiers.ArchiveFolder:
    return dossiers.ArchiveFolder(
        title=_title(certificate),
        documents=_documents(certificate, scans),
        about=tuple(_about(certificate)),
        place=dossiers.ShelfPlace(**certificate.shelf) if certificate.shelf else None,
    )


def _extend(
    person: Any, dossier_id: int, certificate: StagedCertificate, scans: list[StagedScan], transaction_id: int, at: Any
) -> None:
    """More scans of a certificate that has its archive dossier already."""
    dossiers.add_documents(actor=person, dossier_id=dossier_id, documents=_documents(certificate, scans), at=at)
    dossiers.link_dossier(
        actor=person, dossier_id=dossier_id, subjects=_about(certificate), transaction_id=transaction_id, at=at
    )
    dossiers.record_entries(
        transaction_id=transaction_id,
        entries=[
            dossiers.EntryDraft(act="archive_extended", subject_kind=kind, subject_id=subject_id,
                                details={"papers": len(scans)})
            for kind, subject_id in _about(certificate)
        ],
    )  # fmt: skip


def _about(certificate: StagedCertificate) -> list[tuple[str, int]]:
    subjects = [("parcel", parcel_id) for parcel_id in certificate.parcel_ids]
    return [*subjects, ("certificate", certificate.certificate_id)] if certificate.certificate_id else subjects


def _title(certificate: StagedCertificate) -> str:
    """What a shelf label says; never a person's name."""
    paper = certificate.serial or certificate.book_number
    place = f"thửa {certificate.number} tờ {certificate.sheet}" if certificate.number else ""
    return ", ".join(part for part in (f"GCN {paper}" if paper else "Hồ sơ lưu trữ", place) if part)


def _documents(certificate: StagedCertificate, scans: list[StagedScan]) -> tuple[dossiers.DocumentDraft, ...]:
    """One component for each scan; what kind of paper it shows, the archivist says later."""
    stored = {scan.sha256: dossiers.stored_file(scan.sha256).id for scan in scans}
    return tuple(
        dossiers.DocumentDraft(
            type_code="archive_folder",
            number=certificate.serial or certificate.book_number,
            issued_on=certificate.issued_on,
            pages=scan.pages,
            form="copy",
            file_id=stored[scan.sha256],
            file_name=scan.name,
        )
        for scan in scans
    )


def _finish(run: Run, batch: Batch, chunks: list[dict[str, Any]]) -> None:
    """The report with what was made; names of holders leave the staging."""
    refused = next((chunk["result"]["refused"] for chunk in chunks if "refused" in chunk["result"]), None)
    results = [chunk["result"] for chunk in chunks]
    batch.refresh_from_db()
    receipt = counted_receipt(batch)
    sums = {key: sum(result[key] for result in results) for key in COUNTED}
    receipt["dossiers"] = {key: sums[key] for key in ("made", "extended")}
    receipt["register"] = {"certificates": sums["certificates"], "refused": sums["certificates_refused"]}
    all_refused = refused is not None and not any(sums.values())
    with transaction.atomic():
        run.update(
            status=Batch.Status.REFUSED if all_refused else Batch.Status.APPROVED,
            receipt=receipt,
            refusal=refused,
            step="",
            finished_steps=[*batch.finished_steps, "register"],
        )
        StagedCertificate.objects.filter(batch=batch).update(holder="")
    Workspace(batch.pk).remove()
