"""A certificate in time: its states, the papers before and after it, and what it ever proved."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from land_records.cadastre.moments import begin_of, end_of
from land_records.certificates.queries import certificates_by_id
from land_records.certificates.statements import statement
from land_records.models import CertificateIssue, CertificateRight, CertificateState, RightSubject


@dataclass(frozen=True, slots=True)
class StateNote:
    """One status of a certificate and since when; `until` None: it stands."""

    status: str
    since: datetime
    until: datetime | None
    transaction_id: int


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One paper of a chain, without anything of its holder."""

    id: int
    serial: str
    token: str
    status: str
    issued_on: date | None
    earlier_ids: tuple[int, ...]


def certificate_states(certificate_id: int) -> tuple[StateNote, ...]:
    """Every status it had, oldest first."""
    return tuple(
        StateNote(str(state.status), begin_of(state.valid), state.valid.upper, state.transaction_id)
        for state in CertificateState.objects.filter(certificate_id=certificate_id).order_by("valid")
    )


def certificate_chain(certificate_id: int) -> tuple[ChainLink, ...]:
    """From the first paper to the current ones, this one among them; in the order they were made."""
    with connection.cursor() as cursor:
        cursor.execute(statement("certificate_chain"), {"id": certificate_id})
        ids = [row[0] for row in cursor.fetchall()]
    return tuple(
        ChainLink(paper.id, paper.serial, paper.token, paper.status, paper.issued_on, paper.earlier_ids)
        for paper in certificates_by_id(ids)
    )


def parcels_proved(certificate_id: int) -> tuple[int, ...]:
    """The parcels it proves rights on; of a paper that proves nothing any more, those it proved last."""
    links = list(CertificateRight.objects.filter(certificate_id=certificate_id))
    standing = [link for link in links if link.valid.upper is None]
    if not standing and links:
        last = max(end_of(link.valid) for link in links)
        standing = [link for link in links if end_of(link.valid) == last]
    subjects = RightSubject.objects.filter(
        right_id__in=[link.right_id for link in standing], parcel_id__isnull=False
    ).order_by("id")
    return tuple(dict.fromkeys(parcel for parcel in subjects.values_list("parcel_id", flat=True) if parcel is not None))


def open_issues(certificate_ids: list[int]) -> dict[int, int]:
    """Certificate → the transaction of its open proposal, for drafts that were prepared."""
    found = CertificateIssue.objects.filter(certificate_id__in=certificate_ids, open=True)
    return dict(found.values_list("certificate_id", "transaction_id"))
