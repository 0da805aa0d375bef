"""Finding certificates for the desk: by number, unit, status, parcel or right, within what the reader may see."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q

from accounts.api import Act, User, scope
from dossiers.api import Page
from land_records.certificates.numbers import bare_register_no, bare_serial
from land_records.certificates.queries import certificates_by_id
from land_records.certificates.snapshots import CertificateSnapshot
from land_records.models import Certificate, CertificateIssue, CertificateRight, CertificateState, RightSubject

PAGE_SIZE = 25
_SERIAL_BEGIN = re.compile(r"[A-ZĐ]{1,2}[0-9]{3,8}")


@dataclass(frozen=True, slots=True)
class CertificateQuery:
    """What is looked for; empty fields ask nothing. `text`: a serial (its beginning), book number or national code.

    `right_ids` None: no matter; an empty set finds nothing (a search by holder that found nobody). `prepared`: True for
    drafts whose issue is proposed and waits for the second person, False for the others, None for no matter.
    """

    text: str = ""
    status: str = ""
    unit_id: int | None = None
    parcel_id: int | None = None
    right_ids: Collection[int] | None = None
    prepared: bool | None = None


def search_certificates(
    *, actor: User, query: CertificateQuery, page: int = 1, page_size: int = PAGE_SIZE
) -> Page[CertificateSnapshot]:
    """Certificates of the reader's units, newest first. Answers no names."""
    found = Certificate.objects.filter(_asked(query))
    allowed = scope(actor, Act.RIGHT_READ)
    if not allowed.all:
        found = found.filter(unit_id__in=allowed.unit_ids)
    if query.status:
        state = CertificateState.objects.filter(
            certificate_id=OuterRef("pk"), status=query.status, valid__upper_inf=True
        )
        found = found.filter(Exists(state))
    if query.prepared is not None:
        proposed = Exists(CertificateIssue.objects.filter(certificate_id=OuterRef("pk"), open=True))
        found = found.filter(proposed if query.prepared else ~proposed)
    if query.parcel_id is not None or query.right_ids is not None:
        links = CertificateRight.objects.filter(certificate_id=OuterRef("pk"))
        if query.parcel_id is not None:
            lying = RightSubject.objects.filter(parcel_id=query.parcel_id).values("right_id")
            found = found.filter(Exists(links.filter(right_id__in=lying)))
        if query.right_ids is not None:
            found = found.filter(Exists(links.filter(right_id__in=[*query.right_ids])))
    pages = Paginator(found.order_by("-id"), page_size)
    chosen = pages.get_page(page)
    ids = [paper.pk for paper in chosen.object_list]
    papers = {paper.id: paper for paper in certificates_by_id(ids)}
    return Page(tuple(papers[one] for one in ids if one in papers), pages.count, chosen.number, page_size)


def _asked(query: CertificateQuery) -> Q:
    text = query.text.strip()
    wanted = Q() if query.unit_id is None else Q(unit_id=query.unit_id)
    if not text:
        return wanted
    serial = bare_serial(text)
    either = Q(register_no=bare_register_no(text)) | Q(code=serial) | Q(serial=serial)
    if _SERIAL_BEGIN.fullmatch(serial):
        either |= Q(serial__startswith=serial)
    return wanted & either
