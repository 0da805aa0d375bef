"""Certificates of a plan, written: states, notes, what each proves, new drafts and their chain."""

import secrets

from django.db.models import Max

from land_records.acts.changes import CertificateChange, Changes, NewCertificate
from land_records.acts.written import Written, close_rows
from land_records.cadastre.moments import begin_of, end_of
from land_records.models import (
    Certificate,
    CertificateNote,
    CertificateRight,
    CertificateState,
    CertificateSuccession,
    Right,
)


def write_certificates(changes: Changes, written: Written) -> None:
    """First what happens to papers that exist, then new ones; the rights are there by now."""
    for change in changes.certificate_changes:
        _change(change, written)
    for paper in changes.new_certificates:
        written.ids[paper.key] = _issue(paper, written)


def new_token() -> str:
    """The random part of a certificate's public address: 130 bits, nothing of the certificate in it."""
    return secrets.token_hex(13)


def _change(change: CertificateChange, written: Written) -> None:
    if change.status is not None:
        _enter_state(change.certificate_id, change.status, written)
    if change.note:
        last = CertificateNote.objects.filter(certificate_id=change.certificate_id).aggregate(n=Max("position"))["n"]
        CertificateNote.objects.create(
            certificate_id=change.certificate_id,
            position=(last or 0) + 1,
            change_code=change.change_code or written.cause,
            text=change.note,
            transaction_id=written.transaction_id,
            at=written.at,
        )
    links = CertificateRight.objects.filter(certificate_id=change.certificate_id, valid__upper_inf=True)
    proved = {link.right_id: link.pk for link in links}
    if change.proves is None:
        ended = Right.objects.filter(pk__in=proved, valid__upper_inf=False).values_list("pk", flat=True)
        close_rows("land_records_certificateright", (proved[right] for right in ended), written)
        return
    wanted = [written.id_of(ref) for ref in change.proves]
    close_rows("land_records_certificateright", (pk for right, pk in proved.items() if right not in wanted), written)
    _prove(change.certificate_id, [right for right in wanted if right not in proved], written)


def _enter_state(certificate_id: int, status: str, written: Written) -> None:
    """The next status; one that stands already is not entered again."""
    now = CertificateState.objects.filter(certificate_id=certificate_id, valid__upper_inf=True).first()
    if now is not None and now.status == status:
        return
    begin = written.at
    if now is not None:
        close_rows("land_records_certificatestate", [now.pk], written)
        begin = end_of(CertificateState.objects.get(pk=now.pk).valid)
    CertificateState.objects.create(
        certificate_id=certificate_id, status=status, valid=(begin, None), transaction_id=written.transaction_id
    )


def _prove(certificate_id: int, right_ids: list[int], written: Written) -> None:
    begins = dict(Right.objects.filter(pk__in=right_ids).values_list("pk", "valid"))
    CertificateRight.objects.bulk_create(
        [
            CertificateRight(
                certificate_id=certificate_id,
                right_id=right,
                valid=(max(written.at, begin_of(begins[right])), None),
                transaction_id=written.transaction_id,
            )
            for right in right_ids
        ]
    )


def _issue(paper: NewCertificate, written: Written) -> int:
    """A new certificate: a draft until it has a serial; what it replaces ends when it becomes valid (printing)."""
    facts = dict(paper.facts)
    made = Certificate.objects.create(
        unit_id=paper.unit_id,
        token=new_token(),
        transaction_id=written.transaction_id,
        created_at=written.at,
        **{"form": Certificate.Form.TT10_2024, **facts},
    )
    status = CertificateState.Status.VALID if made.serial else CertificateState.Status.DRAFT
    CertificateState.objects.create(
        certificate=made, status=status, valid=(written.at, None), transaction_id=written.transaction_id
    )
    _prove(made.pk, [written.id_of(ref) for ref in paper.rights], written)
    CertificateSuccession.objects.bulk_create(
        [
            CertificateSuccession(earlier_id=before, later=made, transaction_id=written.transaction_id)
            for before in paper.replaces
        ]
    )
    return made.pk
