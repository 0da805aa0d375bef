"""Prepare a draft for issue, send it back, enter the national code."""

import re
from datetime import date, datetime

from django.db import Error, transaction
from django.utils import timezone

from accounts.api import Act, User, require
from dossiers import api as dossiers
from land_records.acts.refusals import refusal_of_register
from land_records.certificates import blanks
from land_records.certificates.errors import BadSerialError, CertificateNotDraftError, IssueRefusedError
from land_records.certificates.numbers import bare_register_no, checked_serial
from land_records.certificates.queries import certificate
from land_records.certificates.snapshots import CertificateSnapshot
from land_records.issuing.book_numbers import next_register_no
from land_records.issuing.obligations import deferral_remark, obligations_of
from land_records.models import Certificate, CertificateIssue

TRANSACTION_KIND = "issue_certificate"
_CODE = re.compile(r"[A-Z0-9]{12}")


def prepare_certificate(
    *,
    actor: User,
    certificate_id: int,
    issued_on: date,
    issuer: str,
    signer: str,
    decision_no: str = "",
    decision_date: date | None = None,
    register_no: str = "",
    serial: str = "",
    remarks: str = "",
    at: datetime | None = None,
) -> CertificateSnapshot:
    """Fill in a draft and propose its issue; another person decides. Preparing again replaces the proposal.

    Without `register_no` the unit's next number is taken; with `serial` the blank is taken out, so that it can be
    printed on before the signature. Raises CertificateNotDraftError, BadSerialError, BlankRefusedError,
    SerialTakenError, IssueRefusedError.
    """
    moment = at or timezone.now()
    try:
        with transaction.atomic():
            paper = locked_draft(certificate_id)
            dossier_id = dossier_of(paper)
            require(actor, Act.CERTIFICATE_PRINT, paper.unit_id)
            _refuse_incomplete(issuer, signer)
            _end_open_issue(actor, paper, moment)
            bare = checked_serial(serial) if serial.strip() else ""
            if bare:
                blanks.reserve_blank(actor=actor, certificate_id=paper.pk, serial=bare, at=moment)
            else:
                blanks.release_blank(actor=actor, certificate_id=paper.pk, at=moment)
            paper.form = Certificate.Form.TT10_2024
            paper.serial, paper.serial_raw = bare, serial.strip()
            paper.register_no_raw = register_no.strip() or paper.register_no or next_register_no(paper.unit_id)
            paper.register_no = bare_register_no(paper.register_no_raw)
            paper.issued_on, paper.issuer, paper.signer = issued_on, issuer.strip(), signer.strip()
            paper.decision_no, paper.decision_date = decision_no.strip(), decision_date
            owed = [deferral_remark(one) for one in obligations_of([dossier_id]) if one.status == "deferred"]
            paper.remarks = "\n".join(line for line in (remarks.strip(), *owed) if line)
            paper.save()
            submitted = dossiers.submit_transaction(
                actor=actor, dossier_id=dossier_id, kind=TRANSACTION_KIND, at=moment,
                summary={"certificate": paper.pk, "register_no": paper.register_no, "serial": bare},
            )  # fmt: skip
            CertificateIssue.objects.create(certificate=paper, transaction_id=submitted.id)
    except Error as error:
        refusal = refusal_of_register(error)
        if refusal is None:
            raise
        raise refusal from error
    return certificate(certificate_id)


@transaction.atomic
def send_back_certificate(
    *, approver: User, certificate_id: int, reason: str, at: datetime | None = None
) -> CertificateSnapshot:
    """The second person does not agree: the draft waits to be prepared again. `reason` holds no personal data."""
    paper = locked_draft(certificate_id)
    issue = open_issue(paper)
    dossiers.reject_transaction(approver=approver, transaction_id=issue.transaction_id, reason=reason, at=at)
    issue.open = False
    issue.save(update_fields=["open"])
    return certificate(certificate_id)


@transaction.atomic
def enter_national_code(
    *, actor: User, certificate_id: int, code: str, at: datetime | None = None
) -> CertificateSnapshot:
    """Enter the Mã GCN the national system gave: 12 letters and figures, once. Raises BadSerialError."""
    paper = Certificate.objects.select_for_update().get(pk=certificate(certificate_id).id)
    require(actor, Act.CERTIFICATE_PRINT, paper.unit_id)
    bare = re.sub(r"[\s.\-]", "", code).upper()
    if not _CODE.fullmatch(bare):
        raise BadSerialError(
            f"“{code.strip()[:30]}” không phải Mã Giấy chứng nhận.",
            f"“{code.strip()[:30]}” is no national certificate code.",
            hint_vi="Mã gồm đúng 12 chữ cái và chữ số, in dưới mã QR.",
            hint_en="It has exactly 12 letters and figures and stands under the QR.",
            code="bad_national_code",
        )
    if paper.code and paper.code != bare:
        raise IssueRefusedError(
            "Giấy chứng nhận này đã có Mã Giấy chứng nhận.",
            "This certificate has its national code already.",
            hint_vi="Mã ghi một lần; nếu mã cũ sai, làm thủ tục đính chính.",
            hint_en="The code is entered once; a wrong one is put right by a correction.",
            code="national_code_entered",
        )
    try:
        with transaction.atomic():
            Certificate.objects.filter(pk=paper.pk).update(code=bare)
    except Error as error:
        raise refusal_of_register(error) or error from error
    issue = CertificateIssue.objects.filter(certificate=paper).order_by("-id").first()
    owner = issue.transaction_id if issue is not None else paper.transaction_id
    line = dossiers.EntryDraft(
        "enter_national_code", "certificate", paper.pk, paper.unit_id, {}, by_id=actor.pk, at=at or timezone.now()
    )
    dossiers.record_entries(transaction_id=owner, entries=[line])
    return certificate(certificate_id)


def locked_draft(certificate_id: int) -> Certificate:
    """The row of a draft, locked. Raises CertificateNotFoundError, CertificateNotDraftError."""
    now = certificate(certificate_id)
    paper = Certificate.objects.select_for_update().get(pk=now.id)
    now = certificate(certificate_id)
    if now.status != "draft":
        raise CertificateNotDraftError(
            f"Giấy chứng nhận số vào sổ {now.register_no or '–'} không còn là dự thảo.",
            f"Certificate {now.register_no or now.id} is no draft any more: it is {now.status}.",
            hint_vi="Tải lại trang để xem tình trạng hiện nay.",
            hint_en="Reload to see where it stands.",
        )
    return paper


def open_issue(paper: Certificate) -> CertificateIssue:
    """The open proposal of a draft, locked. Raises IssueRefusedError when it was not prepared."""
    issue = CertificateIssue.objects.select_for_update().filter(certificate=paper, open=True).first()
    if issue is None:
        raise IssueRefusedError(
            "Dự thảo này chưa được chuẩn bị và trình phát hành.",
            "This draft was not prepared and proposed yet.",
            hint_vi="Cán bộ điền ngày cấp, người ký, số vào sổ rồi trình.",
            hint_en="An officer fills in day, signer and book number, then proposes it.",
            code="issue_not_prepared",
        )
    return issue


def dossier_of(paper: Certificate) -> int:
    """The dossier whose act made the certificate."""
    return dossiers.transaction(paper.transaction_id).dossier_id


def _end_open_issue(actor: User, paper: Certificate, at: datetime) -> None:
    issue = CertificateIssue.objects.select_for_update().filter(certificate=paper, open=True).first()
    if issue is not None:
        dossiers.withdraw_transaction(actor=actor, transaction_id=issue.transaction_id, reason="chuẩn bị lại", at=at)
        issue.open = False
        issue.save(update_fields=["open"])


def _refuse_incomplete(issuer: str, signer: str) -> None:
    if not issuer.strip() or not signer.strip():
        raise IssueRefusedError(
            "Chưa có cơ quan cấp hoặc người ký.",
            "The issuing authority or the signer is missing.",
            hint_vi="Điền như sẽ in ở chỗ ký.",
            hint_en="As it will be printed at the signature.",
        )
