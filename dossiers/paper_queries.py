"""Reading papers, links and shelf places; finding dossiers."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.api import Act, User, scope
from dossiers.errors import UnknownDocument
from dossiers.models import Document, Dossier, DossierFile, DossierLink, ShelfMove, StoredFile
from dossiers.queries import dossier_snapshot
from dossiers.snapshots import (
    DocumentSnapshot,
    DossierSnapshot,
    LinkSnapshot,
    Page,
    ShelfMoveSnapshot,
    ShelfPlace,
    StoredFileSnapshot,
)
from gis_core.text.names import fold

PAGE_SIZE = 25


def document_snapshot(found: Document) -> DocumentSnapshot:
    """Freeze one component with its scan."""
    stored = found.file
    return DocumentSnapshot(
        id=found.pk,
        dossier_id=found.dossier_id,
        position=found.position,
        type_code=found.type_code,
        title=found.title,
        number=found.number,
        issued_on=found.issued_on,
        issuer=found.issuer,
        pages=found.pages,
        form=str(found.form),
        status=str(found.status),
        note=found.note,
        file=None if stored is None else _scan(stored, found.file_name),
        added_by_id=found.added_by_id,
        added_at=found.added_at,
    )


def _scan(stored: StoredFile, name: str) -> StoredFileSnapshot:
    return StoredFileSnapshot(
        id=stored.pk,
        sha256=stored.sha256,
        size=stored.size,
        name=name or stored.name,
        media_kind=stored.media_kind,
        stored_at=stored.stored_at,
        already_known=True,
    )


def link_snapshot(found: DossierLink) -> LinkSnapshot:
    """Freeze one link."""
    return LinkSnapshot(
        id=found.pk,
        dossier_id=found.dossier_id,
        subject_kind=found.subject_kind,
        subject_id=found.subject_id,
        transaction_id=found.transaction_id,
        linked_by_id=found.linked_by_id,
        linked_at=found.linked_at,
        ended_by_id=found.ended_by_id,
        ended_at=found.ended_at,
        ended_reason=found.ended_reason,
    )


def move_snapshot(found: ShelfMove) -> ShelfMoveSnapshot:
    """Freeze one move."""
    place = ShelfPlace(store=found.store, row=found.row, rack=found.rack, box=found.box, slot=found.slot)
    return ShelfMoveSnapshot(place=place, reason=found.reason, moved_by_id=found.moved_by_id, moved_at=found.moved_at)


def documents_of(dossier_id: int) -> tuple[DocumentSnapshot, ...]:
    """The components of a dossier in their order."""
    found = Document.objects.select_related("file").filter(dossier_id=dossier_id).order_by("position")
    return tuple(document_snapshot(one) for one in found)


def document(document_id: int) -> DocumentSnapshot:
    """One component. Raises UnknownDocument."""
    found = Document.objects.select_related("file").filter(id=document_id).first()
    if found is None:
        raise UnknownDocument(
            f"Không có thành phần hồ sơ số {document_id}.", f"There is no component {document_id} of a dossier."
        )
    return document_snapshot(found)


def dossiers_with_file(file_id: int) -> tuple[DossierSnapshot, ...]:
    """Every dossier that holds this very content, as a component or attached."""
    found = Dossier.objects.filter(
        Q(id__in=Document.objects.filter(file_id=file_id).values("dossier_id"))
        | Q(id__in=DossierFile.objects.filter(file_id=file_id).values("dossier_id"))
    )
    return tuple(dossier_snapshot(one) for one in found.order_by("id"))


def archive_dossiers_with_scans(hashes: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """SHA-256 of a scan → ids of the archive dossiers that have it as a component; scans in none are left out."""
    pairs = Document.objects.filter(file__sha256__in=list(hashes), dossier__kind=Dossier.Kind.ARCHIVE).order_by("id")
    found: dict[str, tuple[int, ...]] = {}
    for sha256, dossier_id in pairs.values_list("file__sha256", "dossier_id"):
        found[sha256] = (*found.get(sha256, ()), dossier_id)
    return found


def links_of(dossier_id: int, *, ended: bool = False) -> tuple[LinkSnapshot, ...]:
    """What a dossier is about, oldest first; with `ended` also the links that hold no longer."""
    found = DossierLink.objects.filter(dossier_id=dossier_id).order_by("id")
    if not ended:
        found = found.filter(ended_at__isnull=True)
    return tuple(link_snapshot(one) for one in found)


def shelf_moves_of(dossier_id: int) -> tuple[ShelfMoveSnapshot, ...]:
    """The moves of a dossier's paper, the newest first: the first is where it is."""
    return tuple(move_snapshot(one) for one in ShelfMove.objects.filter(dossier_id=dossier_id).order_by("-id"))


def readable(actor: User) -> QuerySet[Dossier]:
    """The dossiers the policy lets this person read."""
    allowed = scope(actor, Act.DOSSIER_READ)
    return Dossier.objects.all() if allowed.all else Dossier.objects.filter(unit_id__in=allowed.unit_ids)


def search_dossiers(
    actor: User,
    *,
    text: str = "",
    kind: str = "",
    status: str = "",
    unit_id: int | None = None,
    about: Sequence[tuple[str, int]] = (),
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> Page[DossierSnapshot]:
    """Dossiers the actor may read, the newest first.

    `text` is part of a code (ours or the one-stop desk's) or of the title, without regard to accents and case;
    `about` asks for dossiers linked to any of these subjects, instead of the text when both are given and the text
    names a parcel: a dossier answers when either fits.
    """
    found = readable(actor)
    if kind:
        found = found.filter(kind=kind)
    if status:
        found = found.filter(status=status)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    wanted = Q()
    if about:
        subjects = Q()
        for subject_kind, subject_id in about:
            subjects |= Q(subject_kind=subject_kind, subject_id=subject_id)
        links = DossierLink.objects.filter(subjects, ended_at__isnull=True)
        wanted |= Q(id__in=links.values("dossier_id"))
    if text.strip():
        upper = text.strip().upper()
        wanted |= Q(code__contains=upper) | Q(one_stop_code__contains=upper) | Q(folded_title__contains=fold(text))
    found = found.filter(wanted)
    start = (max(page, 1) - 1) * page_size
    rows = found.order_by("-id")[start : start + page_size]
    return Page(tuple(dossier_snapshot(one) for one in rows), found.count(), max(page, 1), page_size)


def paper_counts(dossier_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Dossier id → components received or returned, and components in all; dossiers without any are left out."""
    found = (
        Document.objects.filter(dossier_id__in=list(dossier_ids))
        .values_list("dossier_id")
        .annotate(here=Count("id", filter=~Q(status=Document.Status.MISSING)), all=Count("id"))
    )
    return {dossier_id: (here, total) for dossier_id, here, total in found}


def shelf_places(dossier_ids: Iterable[int]) -> dict[int, ShelfPlace]:
    """Dossier id → where its paper is, for dossiers that were ever shelved."""
    newest = ShelfMove.objects.filter(dossier_id=OuterRef("dossier_id")).order_by("-id").values("id")[:1]
    found = ShelfMove.objects.filter(dossier_id__in=list(dossier_ids), id=Subquery(newest))
    return {one.dossier_id: move_snapshot(one).place for one in found}
