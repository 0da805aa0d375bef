"""Components of a dossier: adding them, taking their scans, saying where the paper is."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.api import Act, User, may, require
from dossiers import vault
from dossiers.errors import DocumentRefused, UnknownDocument
from dossiers.models import Document
from dossiers.paper_queries import document_snapshot
from dossiers.rules import opening_right
from dossiers.scans.kinds import refuse_wrong_kind
from dossiers.scans.reading import describe_scans
from dossiers.services.cases import bare_name, locked_dossier, open_dossier, stored_row
from dossiers.services.links import link_dossier
from dossiers.snapshots import DocumentDraft, DocumentSnapshot, DossierSnapshot, StoredFileSnapshot
from reference import api as reference

HEAD = 4096
LARGEST_COUNT = 5000
"""Pages of one component; a number above it is a slip of the keyboard."""


def take_scan(*, actor: User, source: Path, name: str, at: datetime | None = None) -> StoredFileSnapshot:
    """Put a scan into the vault after it proved to be what its name claims, and readable.

    Raises ScanRefused (scan_unknown_kind, scan_not_what_it_claims, scan_encrypted, scan_damaged, scan_too_large),
    FileRefused, NotAllowed.
    """
    if not may(actor, Act.ARCHIVE_LINK):
        require(actor, Act.DOSSIER_OPEN)
    with source.open("rb") as file:
        refuse_wrong_kind(name, vault.sniff(file.read(HEAD)))
    kept = vault.keep(source)
    describe_scans([(kept.sha256, kept.media_kind)])[0].refuse_unreadable()
    return stored_row(kept, name=name, actor=actor, at=at)


@transaction.atomic
def add_documents(
    *, actor: User, dossier_id: int, documents: Sequence[DocumentDraft], at: datetime | None = None
) -> tuple[DocumentSnapshot, ...]:
    """Add components to a dossier, numbered on from its last.

    Raises DocumentRefused (the same scan twice in one dossier, a missing paper with a scan, a date in the future),
    UnknownDocumentType, NotAllowed.
    """
    dossier = locked_dossier(dossier_id)
    require(actor, opening_right(dossier.kind), dossier.unit_id)
    moment = at or timezone.now()
    last = Document.objects.filter(dossier=dossier).aggregate(last=Max("position"))["last"] or 0
    scans = set(Document.objects.filter(dossier=dossier, file__isnull=False).values_list("file_id", flat=True))
    rows = []
    for position, draft in enumerate(documents, start=last + 1):
        _refuse(draft, moment, scans)
        if draft.file_id is not None:
            scans.add(draft.file_id)
        rows.append(document_row(draft, dossier_id=dossier.pk, position=position, actor=actor, at=moment))
    made = Document.objects.bulk_create(rows)
    found = Document.objects.select_related("file").filter(id__in=[one.pk for one in made]).order_by("position")
    return tuple(document_snapshot(one) for one in found)


def document_row(draft: DocumentDraft, *, dossier_id: int, position: int, actor: User, at: datetime) -> Document:
    """A component as a row, not saved; its scan tells the pages when nobody counted."""
    return Document(
        dossier_id=dossier_id,
        position=position,
        type_code=reference.document_type(draft.type_code).code,
        title=draft.title.strip()[:300],
        number=draft.number.strip()[:80],
        issued_on=draft.issued_on,
        issuer=draft.issuer.strip()[:200],
        pages=draft.pages,
        form=Document.Form(draft.form),
        status=Document.Status(draft.status),
        file_id=draft.file_id,
        file_name=bare_name(draft.file_name),
        note=draft.note.strip()[:500],
        added_by=actor,
        added_at=at,
    )


@transaction.atomic
def receive_dossier(
    *,
    actor: User,
    kind: str,
    unit_id: int,
    title: str,
    one_stop_code: str = "",
    documents: Sequence[DocumentDraft] = (),
    subjects: Sequence[tuple[str, int]] = (),
    at: datetime | None = None,
) -> DossierSnapshot:
    """Open a dossier with its components and what it is about, all or nothing."""
    opened = open_dossier(actor=actor, kind=kind, unit_id=unit_id, title=title, one_stop_code=one_stop_code, at=at)
    add_documents(actor=actor, dossier_id=opened.id, documents=documents, at=at)
    link_dossier(actor=actor, dossier_id=opened.id, subjects=subjects, at=at)
    return opened


@transaction.atomic
def add_scan(*, actor: User, document_id: int, file_id: int, file_name: str) -> DocumentSnapshot:
    """Hang a scan on a component that has none; a missing paper is thereby received.

    Raises DocumentRefused (scan_already_set, scan_twice), UnknownDocument, NotAllowed.
    """
    document = _locked(document_id)
    if document.file_id is not None:
        raise DocumentRefused(
            f"Thành phần {document.position} đã có tệp quét; tệp đã lưu không thay được.",
            f"Component {document.position} has a scan already; a stored scan is not replaced.",
            hint_vi="Thêm một thành phần mới cho bản quét mới và ghi chú ở thành phần cũ.",
            hint_en="Add a new component for the new scan, with a note on the old one.",
            code="scan_already_set",
        )
    require(actor, opening_right(document.dossier.kind), document.dossier.unit_id)
    if twin := Document.objects.filter(dossier_id=document.dossier_id, file_id=file_id).first():
        raise _scan_twice(twin.position)
    document.file_id = file_id
    document.file_name = bare_name(file_name)
    if document.status == Document.Status.MISSING:
        document.status = Document.Status.RECEIVED
    document.save(update_fields=["file", "file_name", "status"])
    return document_snapshot(_locked(document_id))


@transaction.atomic
def mark_document(*, actor: User, document_id: int, status: str, note: str = "") -> DocumentSnapshot:
    """Say where the paper is: received, missing, or returned to its owner. Raises DocumentRefused, UnknownDocument."""
    document = _locked(document_id)
    require(actor, opening_right(document.dossier.kind), document.dossier.unit_id)
    wanted = Document.Status(status)
    if wanted == Document.Status.MISSING and document.file_id is not None:
        raise _missing_with_scan()
    document.status = wanted
    document.note = note.strip()[:500] or document.note
    document.save(update_fields=["status", "note"])
    return document_snapshot(document)


def _refuse(draft: DocumentDraft, moment: datetime, scans: set[int]) -> None:
    """What a component may not be."""
    if draft.status == Document.Status.MISSING and draft.file_id is not None:
        raise _missing_with_scan()
    if draft.file_id in scans:
        raise _scan_twice(None)
    if draft.issued_on and draft.issued_on > timezone.localdate(moment):
        raise DocumentRefused(
            f"Ngày ký {draft.issued_on:%d/%m/%Y} nằm trong tương lai.",
            f"The date of issue {draft.issued_on:%Y-%m-%d} lies in the future.",
            hint_vi="Kiểm tra lại ngày trên giấy tờ.",
            hint_en="Check the date on the paper.",
            code="issued_in_the_future",
        )
    if draft.pages is not None and not 0 < draft.pages <= LARGEST_COUNT:
        raise DocumentRefused(
            f"Số trang {draft.pages} không hợp lệ (1 đến {LARGEST_COUNT}).",
            f"{draft.pages} is no number of pages (1 to {LARGEST_COUNT}).",
            hint_vi="Đếm lại số trang, hoặc để trống để lấy theo tệp quét.",
            hint_en="Count the pages again, or leave it empty to take the scan's.",
            code="page_count_refused",
        )


def _missing_with_scan() -> DocumentRefused:
    return DocumentRefused(
        "Giấy tờ đã có tệp quét thì không thể là “còn thiếu”.",
        "A paper with a scan cannot be missing.",
        hint_vi="Chọn “đã nhận” hoặc “đã trả lại”.",
        hint_en="Choose “received” or “returned”.",
        code="missing_with_scan",
    )


def _scan_twice(position: int | None) -> DocumentRefused:
    where_vi = f" (thành phần {position})" if position else ""
    where_en = f" (component {position})" if position else ""
    return DocumentRefused(
        f"Tệp quét này đã có trong hồ sơ{where_vi}.",
        f"The dossier holds this very scan already{where_en}.",
        hint_vi="Kiểm tra xem có chọn trùng tệp không.",
        hint_en="Check whether the same file was chosen twice.",
        code="scan_twice",
    )


def _locked(document_id: int) -> Document:
    found = (
        Document.objects.select_for_update(of=("self",))
        .select_related("dossier", "file")
        .filter(id=document_id)
        .first()
    )
    if found is None:
        raise unknown_document(document_id)
    return found


def unknown_document(document_id: int) -> UnknownDocument:
    """The refusal for an unknown component."""
    return UnknownDocument(
        f"Không có thành phần hồ sơ số {document_id}.", f"There is no component {document_id} of a dossier."
    )
