"""Issue a prepared certificate: the act of a second person."""

from datetime import datetime

from django.db import Error, transaction
from django.utils import timezone

from accounts.api import User
from dossiers import api as dossiers
from land_records.acts.apply import apply_changes
from land_records.acts.changes import CertificateChange, Changes
from land_records.acts.errors import RuleBrokenError
from land_records.acts.refusals import refusal_of_register
from land_records.cadastre.moments import legal_day
from land_records.certificates import blanks
from land_records.certificates.errors import IssueRefusedError
from land_records.certificates.numbers import checked_serial
from land_records.certificates.queries import certificate, certificates_by_id
from land_records.certificates.snapshots import CertificateSnapshot
from land_records.issuing.obligations import OBLIGATION_KINDS, obligations_of
from land_records.issuing.prepare import dossier_of, locked_draft, open_issue
from land_records.models import Certificate
from land_records.rules.queries import rules_in_force
from land_records.rules.verdicts import Verdict

OBLIGATION_RULE = "CERTIFICATE-OBLIGATION-PAID"
_CHANGE = "CG"
"""What the ledger calls an issue; it is no change of the catalogue (DOMAIN 7.3)."""


def issue_certificate(
    *, approver: User, certificate_id: int, serial: str = "", at: datetime | None = None
) -> CertificateSnapshot:
    """Make a prepared draft valid, with the blank's serial; certificates it replaces end now.

    Raises NotAllowed, FourEyes, RuleBrokenError (unpaid obligation), IssueRefusedError (no serial, right no longer in
    force), BadSerialError, BlankRefusedError, SerialTakenError.
    """
    moment = at or timezone.now()
    try:
        with transaction.atomic():
            _issue(approver, certificate_id, serial, moment)
    except Error as error:
        refusal = refusal_of_register(error)
        if refusal is None:
            raise
        raise refusal from error
    return certificate(certificate_id)


def issue_verdicts(*, certificate_id: int, at: datetime | None = None) -> tuple[Verdict, ...]:
    """What the rulebook says about issuing this draft now, before anybody decides."""
    paper = Certificate.objects.get(pk=certificate(certificate_id).id)
    verdict = _obligations(paper, at or timezone.now())
    return () if verdict is None else (verdict,)


def _issue(approver: User, certificate_id: int, serial: str, moment: datetime) -> None:
    paper = locked_draft(certificate_id)
    issue = open_issue(paper)
    dossiers.approve_transaction(approver=approver, transaction_id=issue.transaction_id, at=moment)
    verdict = _obligations(paper, moment)
    if verdict is not None and verdict.blocks:
        raise RuleBrokenError([verdict])
    now = certificate(certificate_id)
    if not now.right_ids:
        raise IssueRefusedError(
            "Quyền ghi trên dự thảo này không còn hiệu lực.",
            "The right on this draft is no longer in force.",
            hint_vi="Bỏ dự thảo, lập Giấy chứng nhận từ biến động mới nhất.",
            hint_en="Discard the draft; make a certificate from the newest act.",
            code="right_not_in_force",
        )
    _take_serial(approver, paper, serial, moment)
    replaced = [one for one in certificates_by_id(now.earlier_ids) if one.in_force]
    changes = Changes(
        change_code=_CHANGE,
        certificate_changes=(
            *(CertificateChange(one.id, "replaced", proves=()) for one in replaced),
            CertificateChange(paper.pk, "valid"),
        ),
    )
    ledger = [
        dossiers.EntryDraft(
            "issue_certificate", "certificate", paper.pk, paper.unit_id,
            {"serial": paper.serial, "register_no": paper.register_no},
        ),
        *(dossiers.EntryDraft("replace_certificate", "certificate", one.id, one.unit_id) for one in replaced),
    ]  # fmt: skip
    apply_changes(changes, approver=approver, transaction_id=issue.transaction_id, at=moment, ledger=ledger)
    issue.open = False
    issue.verdict = {} if verdict is None else {"rule": verdict.code, "version": verdict.version, "passed": True,
                                                "figures": dict(verdict.figures)}  # fmt: skip
    issue.save(update_fields=["open", "verdict"])


def _take_serial(approver: User, paper: Certificate, serial: str, moment: datetime) -> None:
    if serial.strip():
        bare = checked_serial(serial)
        if bare != paper.serial:
            blanks.reserve_blank(actor=approver, certificate_id=paper.pk, serial=bare, at=moment)
            paper.serial, paper.serial_raw = bare, serial.strip()
            paper.save(update_fields=["serial", "serial_raw"])
    if not paper.serial:
        raise IssueRefusedError(
            "Chưa có số phát hành (số phôi).",
            "The serial number of the blank is missing.",
            hint_vi="Nhập số in sẵn trên phôi.",
            hint_en="Enter the number printed on the blank.",
            code="serial_missing",
        )
    blanks.use_blank(actor=approver, certificate_id=paper.pk, serial=paper.serial, at=moment)


def _obligations(paper: Certificate, moment: datetime) -> Verdict | None:
    """The verdict of CERTIFICATE-OBLIGATION-PAID; None where no such rule is in force on that day."""
    rules = rules_in_force(on=legal_day(moment), unit_id=paper.unit_id)
    rule = next((one for one in rules if one.code == OBLIGATION_RULE and "approve" in one.severities), None)
    if rule is None:
        return None
    all_of_them = obligations_of([dossier_of(paper)])
    unpaid = [one for one in all_of_them if one.status == "unpaid"]
    total = sum(one.amount_vnd for one in unpaid)
    amount = f"{total:,.0f}"
    kinds_vi = ", ".join(dict.fromkeys(OBLIGATION_KINDS[one.kind][0] for one in unpaid))
    kinds_en = ", ".join(dict.fromkeys(OBLIGATION_KINDS[one.kind][1] for one in unpaid))
    settled = len(all_of_them) - len(unpaid)
    return Verdict(
        code=rule.code,
        version=rule.version,
        severity=rule.severities["approve"],
        passed=not unpaid,
        message_vi=f"Chưa nộp {kinds_vi}: {amount.replace(',', '.')} đồng" if unpaid
        else f"Nghĩa vụ tài chính đã xong: {settled} khoản",
        message_en=f"Unpaid {kinds_en}: {amount} đồng" if unpaid else f"Obligations settled: {settled}",
        figures={"unpaid": len(unpaid), "unpaid_vnd": int(total), "settled": settled,
                 "deferred": sum(1 for one in all_of_them if one.status == "deferred")},
        text_vi=rule.text_vi,
        text_en=rule.text_en,
        legal_source=rule.legal_source,
    )  # fmt: skip
