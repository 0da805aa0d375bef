"""The read log: who looked at personal data, when, why, through which door, and what was shown (Law 91/2025/QH15).

Append-only and part of the row history. Rooms that hold personal data write here before they answer; the log never
holds what was shown, only ids, and the query in a form that gives no identity number away.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils import timezone

from accounts.api import Act, User, require
from dossiers.errors import PurposeMissing, UnknownDossier
from dossiers.models import Dossier, PersonalRead
from dossiers.snapshots import Page, Purpose, ReadSnapshot

SHORTEST_REASON = 8
"""Letters of a written reason; "xem" or "kiểm tra" alone tells an auditor nothing."""

PAGE_SIZE = 50


def check_purpose(*, actor: User, purpose: Purpose) -> Purpose:
    """The purpose, tidied; refused with PurposeMissing when it names neither a dossier nor a reason.

    A dossier must lie where the actor may read dossiers: somebody else's case is no purpose.
    """
    reason = " ".join(purpose.reason.split())[:300]
    if purpose.dossier_id is None:
        if sum(letter.isalnum() for letter in reason) < SHORTEST_REASON:
            raise PurposeMissing(
                "Chưa nêu mục đích xem thông tin cá nhân.",
                "The purpose of reading personal data is missing.",
                hint_vi="Chọn hồ sơ đang giải quyết, hoặc ghi lý do cụ thể (văn bản yêu cầu, người yêu cầu).",
                hint_en="Choose the dossier you work on, or write a definite reason (request, who asked).",
            )
        return Purpose(None, reason, PersonalRead.Place(purpose.place).value)
    dossier = Dossier.objects.filter(pk=purpose.dossier_id).first()
    if dossier is None:
        raise UnknownDossier(f"Không có hồ sơ số {purpose.dossier_id}.", f"There is no dossier {purpose.dossier_id}.")
    require(actor, Act.DOSSIER_READ, dossier.unit_id)
    return Purpose(dossier.pk, reason, PersonalRead.Place(purpose.place).value)


def log_read(
    *,
    actor: User,
    purpose: Purpose,
    what: str,
    subject_kind: str,
    subject_ids: Iterable[int],
    query: str = "",
    at: datetime | None = None,
) -> int:
    """Write one line of the log and answer its id. `query` must not hold an identity number: mask it first.

    Call it before the answer leaves; a list of many subjects is one line. Raises PurposeMissing.
    """
    checked = check_purpose(actor=actor, purpose=purpose)
    line = PersonalRead.objects.create(
        read_by=actor,
        read_at=at or timezone.now(),
        dossier_id=checked.dossier_id,
        reason=checked.reason or None,
        place=checked.place,
        what=what,
        query=query[:200] or None,
        subject_kind=subject_kind,
        subject_ids=sorted(set(subject_ids)),
    )
    return int(line.pk)


def reads_about(
    *, auditor: User, subject_kind: str, subject_ids: Iterable[int], page: int = 1, page_size: int = PAGE_SIZE
) -> Page[ReadSnapshot]:
    """Who looked at these subjects, and why; newest first. Needs the right to audit."""
    require(auditor, Act.AUDIT_READ)
    found = PersonalRead.objects.filter(subject_kind=subject_kind, subject_ids__overlap=list(subject_ids))
    return _page(found, page, page_size)


def reads_by(*, auditor: User, reader_id: int, page: int = 1, page_size: int = PAGE_SIZE) -> Page[ReadSnapshot]:
    """What one person looked at, and why; newest first. Needs the right to audit."""
    require(auditor, Act.AUDIT_READ)
    return _page(PersonalRead.objects.filter(read_by_id=reader_id), page, page_size)


def _page(found: QuerySet[PersonalRead], page: int, page_size: int) -> Page[ReadSnapshot]:
    pages = Paginator(found.select_related("dossier").order_by("-read_at", "-pk"), page_size)
    chosen = pages.get_page(page)
    return Page(
        tuple(
            ReadSnapshot(
                id=line.pk,
                read_by_id=line.read_by_id,
                read_at=line.read_at,
                dossier_id=line.dossier_id,
                dossier_code=line.dossier.code if line.dossier else "",
                reason=line.reason or "",
                place=str(line.place),
                what=line.what,
                query=line.query or "",
                shown=len(line.subject_ids),
            )
            for line in chosen.object_list
        ),
        pages.count,
        chosen.number,
        page_size,
    )
