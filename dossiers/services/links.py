"""What a dossier is about, and where its paper lies."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.api import Act, User, require
from dossiers.errors import LinkRefused
from dossiers.models import DossierLink, ShelfMove
from dossiers.paper_queries import link_snapshot, move_snapshot
from dossiers.rules import SUBJECT_KINDS, linking_right
from dossiers.services.cases import locked_dossier
from dossiers.snapshots import LinkSnapshot, ShelfMoveSnapshot, ShelfPlace


@transaction.atomic
def link_dossier(
    *,
    actor: User,
    dossier_id: int,
    subjects: Sequence[tuple[str, int]],
    transaction_id: int | None = None,
    at: datetime | None = None,
) -> tuple[LinkSnapshot, ...]:
    """Say what a dossier is about: (kind, id) of parcels, certificates, parties, rights, transactions, plans.

    A link that stands already is answered as it is. Raises LinkRefused, NotAllowed.
    """
    dossier = locked_dossier(dossier_id)
    require(actor, linking_right(dossier.kind), dossier.unit_id)
    links = []
    for kind, subject_id in subjects:
        refuse_unknown_subject(kind)
        link, _ = DossierLink.objects.get_or_create(
            dossier=dossier,
            subject_kind=kind,
            subject_id=subject_id,
            ended_at=None,
            defaults={"transaction_id": transaction_id, "linked_by": actor, "linked_at": at or timezone.now()},
        )
        links.append(link_snapshot(link))
    return tuple(links)


@transaction.atomic
def end_link(*, actor: User, link_id: int, reason: str, at: datetime | None = None) -> LinkSnapshot:
    """End a link that was wrong or holds no longer; it stays readable. Raises LinkRefused, NotAllowed."""
    link = DossierLink.objects.select_for_update(of=("self",)).select_related("dossier").filter(id=link_id).first()
    if link is None or link.ended_at is not None:
        raise LinkRefused(
            f"Liên kết số {link_id} không có hoặc đã kết thúc.",
            f"There is no link {link_id}, or it has ended.",
            hint_vi="Tải lại trang hồ sơ để xem các liên kết hiện có.",
            hint_en="Reload the dossier to see its links.",
            code="unknown_link",
        )
    require(actor, linking_right(link.dossier.kind), link.dossier.unit_id)
    if not reason.strip():
        raise LinkRefused(
            "Bỏ một liên kết phải nêu lý do.",
            "Ending a link needs a reason.",
            hint_vi="Viết ngắn gọn, ví dụ “nhầm số tờ”.",
            hint_en="Write a short reason, such as “wrong sheet number”.",
            code="reason_missing",
        )
    link.ended_by, link.ended_at, link.ended_reason = actor, at or timezone.now(), reason.strip()[:300]
    link.save(update_fields=["ended_by", "ended_at", "ended_reason"])
    return link_snapshot(link)


def refuse_unknown_subject(kind: str) -> None:
    """Raise LinkRefused for a kind of subject the rules do not name."""
    if kind not in SUBJECT_KINDS:
        raise LinkRefused(
            f"Hồ sơ không liên kết được với loại “{kind}”.",
            f"A dossier cannot be linked to “{kind}”.",
            hint_vi=f"Các loại: {', '.join(SUBJECT_KINDS)}.",
            hint_en=f"Kinds: {', '.join(SUBJECT_KINDS)}.",
        )


@transaction.atomic
def shelve_dossier(
    *, actor: User, dossier_id: int, place: ShelfPlace, reason: str = "", at: datetime | None = None
) -> ShelfMoveSnapshot:
    """Record where the paper of a dossier was put; every move stays. The same place again changes nothing.

    Raises LinkRefused (no store named), NotAllowed.
    """
    dossier = locked_dossier(dossier_id)
    require(actor, Act.ARCHIVE_SHELVE, dossier.unit_id)
    if not place.store.strip():
        raise LinkRefused(
            "Vị trí lưu phải có tên kho.",
            "A shelf location names at least its store.",
            hint_vi="Điền kho; dãy, kệ, hộp, ngăn có thể để trống.",
            hint_en="Fill in the store; row, rack, box and slot may stay empty.",
            code="store_missing",
        )
    last = ShelfMove.objects.filter(dossier=dossier).order_by("-id").first()
    if last is not None and move_snapshot(last).place == clean_place(place):
        return move_snapshot(last)
    clean = clean_place(place)
    move = ShelfMove.objects.create(
        dossier=dossier,
        store=clean.store,
        row=clean.row,
        rack=clean.rack,
        box=clean.box,
        slot=clean.slot,
        reason=reason.strip()[:300],
        moved_by=actor,
        moved_at=at or timezone.now(),
    )
    return move_snapshot(move)


def clean_place(place: ShelfPlace) -> ShelfPlace:
    """The parts without blanks around them, as long as the shelves' labels."""
    return ShelfPlace(
        store=place.store.strip()[:60],
        row=place.row.strip()[:30],
        rack=place.rack.strip()[:30],
        box=place.box.strip()[:30],
        slot=place.slot.strip()[:30],
    )
