"""Reading certificates, now or at a moment of the past; a fixed number of queries each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from land_records.cadastre.moments import begin_of
from land_records.certificates.errors import CertificateNotFoundError
from land_records.certificates.numbers import bare_serial
from land_records.certificates.snapshots import CertificateSnapshot, NoteSnapshot
from land_records.models import (
    Certificate,
    CertificateNote,
    CertificateRight,
    CertificateState,
    CertificateSuccession,
    RightSubject,
)
from land_records.rights.queries import in_force


def certificates_on(
    *,
    parcel_ids: Collection[int] = (),
    right_ids: Collection[int] = (),
    as_of: date | datetime | None = None,
    ended_too: bool = False,
) -> tuple[CertificateSnapshot, ...]:
    """Certificates that prove rights on these parcels, or these rights; `ended_too`: those that once did."""
    wanted = set(right_ids)
    if parcel_ids:
        subjects = RightSubject.objects.filter(parcel_id__in=[*parcel_ids])
        wanted |= set(subjects.values_list("right_id", flat=True))
    links = CertificateRight.objects.filter(right_id__in=wanted)
    links = links if ended_too else in_force(links, as_of)
    return certificates_by_id(links.values_list("certificate_id", flat=True), as_of=as_of)


def certificates_by_id(
    certificate_ids: Iterable[int], *, as_of: date | datetime | None = None
) -> tuple[CertificateSnapshot, ...]:
    """Certificates by their ids, those that existed at the moment, oldest first."""
    wanted = set(certificate_ids)
    return _snapshots(Certificate.objects.filter(id__in=wanted), as_of) if wanted else ()


def certificate(certificate_id: int, *, as_of: date | datetime | None = None) -> CertificateSnapshot:
    """One certificate. Raises CertificateNotFoundError."""
    return _one(certificates_by_id([certificate_id], as_of=as_of), str(certificate_id))


def certificate_by_serial(serial: str, *, as_of: date | datetime | None = None) -> CertificateSnapshot:
    """One certificate by what is printed on it, with or without blanks. Raises CertificateNotFoundError."""
    return _one(_snapshots(Certificate.objects.filter(serial=bare_serial(serial)), as_of), serial)


def certificates_with_serials(serials: Iterable[str]) -> dict[str, int]:
    """Ids of certificates by what is printed on them, as written; serials of none are left out. One query."""
    bare = {serial: bare_serial(serial) for serial in serials}
    found = dict(Certificate.objects.filter(serial__in=set(bare.values())).order_by("-id").values_list("serial", "id"))
    return {serial: found[plain] for serial, plain in bare.items() if plain and plain in found}


def certificate_by_token(token: str) -> CertificateSnapshot:
    """The certificate behind a QR address. Raises CertificateNotFoundError."""
    return _one(_snapshots(Certificate.objects.filter(token=token), None), token)


def _one(found: tuple[CertificateSnapshot, ...], asked: str) -> CertificateSnapshot:
    if not found:
        raise CertificateNotFoundError(
            f"Không có Giấy chứng nhận “{asked}”.",
            f"There is no certificate “{asked}”.",
            hint_vi="Kiểm tra lại số phát hành (số seri) in trên giấy.",
            hint_en="Check the serial number printed on the paper.",
        )
    return found[0]


def _snapshots(found: QuerySet[Certificate], as_of: date | datetime | None) -> tuple[CertificateSnapshot, ...]:
    papers = list(found.order_by("id"))
    if not papers:
        return ()
    ids = [paper.pk for paper in papers]
    states = {
        state.certificate_id: state
        for state in in_force(CertificateState.objects.filter(certificate_id__in=ids), as_of)
    }
    rights: dict[int, list[int]] = defaultdict(list)
    parcels: dict[int, list[int]] = defaultdict(list)
    assets: dict[int, list[int]] = defaultdict(list)
    for link in in_force(CertificateRight.objects.filter(certificate_id__in=ids), as_of).order_by("id"):
        rights[link.certificate_id].append(link.right_id)
    paper_of = defaultdict(list)
    for paper_id, right_ids in rights.items():
        for right_id in right_ids:
            paper_of[right_id].append(paper_id)
    for subject in RightSubject.objects.filter(right_id__in=paper_of).order_by("id"):
        for paper_id in paper_of[subject.right_id]:
            if subject.parcel_id is not None and subject.parcel_id not in parcels[paper_id]:
                parcels[paper_id].append(subject.parcel_id)
            elif subject.asset_id is not None and subject.asset_id not in assets[paper_id]:
                assets[paper_id].append(subject.asset_id)
    notes, earlier, later = defaultdict(list), defaultdict(list), defaultdict(list)
    for note in CertificateNote.objects.filter(certificate_id__in=ids).order_by("position"):
        notes[note.certificate_id].append(
            NoteSnapshot(note.position, note.change_code, note.text, note.transaction_id, note.at)
        )
    for step in CertificateSuccession.objects.filter(later_id__in=ids):
        earlier[step.later_id].append(step.earlier_id)
    for step in CertificateSuccession.objects.filter(earlier_id__in=ids):
        later[step.earlier_id].append(step.later_id)
    return tuple(
        _snapshot(
            paper,
            states[paper.pk],
            right_ids=tuple(rights[paper.pk]),
            parcel_ids=tuple(parcels[paper.pk]),
            asset_ids=tuple(assets[paper.pk]),
            notes=tuple(notes[paper.pk]),
            earlier_ids=tuple(earlier[paper.pk]),
            later_ids=tuple(later[paper.pk]),
        )
        for paper in papers
        if paper.pk in states
    )


def _snapshot(paper: Certificate, state: CertificateState, **hangs_on: Any) -> CertificateSnapshot:
    return CertificateSnapshot(
        id=paper.pk,
        form=str(paper.form),
        kind_code=paper.kind_code,
        serial=paper.serial,
        serial_raw=paper.serial_raw,
        register_no=paper.register_no,
        register_no_raw=paper.register_no_raw,
        code=paper.code,
        token=paper.token,
        unit_id=paper.unit_id,
        issued_on=paper.issued_on,
        issuer=paper.issuer,
        signer=paper.signer,
        decision_no=paper.decision_no,
        decision_date=paper.decision_date,
        remarks=paper.remarks,
        from_archive=paper.from_archive,
        status=str(state.status),
        status_since=begin_of(state.valid),
        transaction_id=paper.transaction_id,
        **hangs_on,
    )
