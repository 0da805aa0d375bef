"""Submitting and deciding transactions, and writing the ledger."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.api import User, require
from dossiers.errors import FourEyes, NotPending, OutsideTransaction, UnknownDossier, UnknownTransaction
from dossiers.models import Dossier, LedgerEntry, Transaction
from dossiers.queries import transaction_snapshot
from dossiers.rules import transaction_rule
from dossiers.snapshots import EntryDraft, TransactionSnapshot

_STATUS_VI = {"pending": "chờ duyệt", "approved": "đã duyệt", "rejected": "đã từ chối", "withdrawn": "đã rút"}


@transaction.atomic
def submit_transaction(
    *, actor: User, dossier_id: int, kind: str, summary: Mapping[str, Any], at: datetime | None = None
) -> TransactionSnapshot:
    """Propose a change under a dossier. `summary`: counts and areas for the approver, no personal data."""
    dossier = Dossier.objects.filter(id=dossier_id).first()
    if dossier is None:
        raise UnknownDossier(f"Không có hồ sơ số {dossier_id}.", f"There is no dossier {dossier_id}.")
    require(actor, transaction_rule(kind).submit, dossier.unit_id)
    submitted = Transaction.objects.create(
        dossier=dossier, kind=kind, summary=dict(summary), submitted_by=actor, submitted_at=at or timezone.now()
    )
    return transaction_snapshot(submitted)


def approve_transaction(*, approver: User, transaction_id: int, at: datetime | None = None) -> TransactionSnapshot:
    """Approve a pending transaction, inside the caller's database transaction, so that register rows commit with it.

    The row stays locked until that commit: of two approvals at once one wins, the other waits and is then told
    NotPending. Raises FourEyes when the approver submitted it, NotAllowed without the right on the dossier's unit.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(
            "Việc duyệt phải nằm trong giao dịch cơ sở dữ liệu của bên gọi.",
            "approve_transaction must be called inside the caller's transaction.atomic.",
        )
    decided = _locked_pending(transaction_id)
    require(approver, transaction_rule(decided.kind).approve, decided.dossier.unit_id)
    if decided.submitted_by_id == approver.pk and not settings.UPLOADER_MAY_APPROVE:
        raise FourEyes(
            "Người trình không được tự duyệt.",
            "Who submitted a transaction may not approve it.",
            hint_vi="Nhờ một người khác có quyền duyệt trên địa bàn này.",
            hint_en="Ask another person with the right to approve on this unit.",
        )
    decided.status = Transaction.Status.APPROVED
    decided.approved_by = approver
    decided.approved_at = at or timezone.now()
    decided.save(update_fields=["status", "approved_by", "approved_at"])
    return transaction_snapshot(decided)


@transaction.atomic
def reject_transaction(
    *, approver: User, transaction_id: int, reason: str, at: datetime | None = None
) -> TransactionSnapshot:
    """Send a pending transaction back. `reason` is shown to the submitter and holds no personal data."""
    decided = _locked_pending(transaction_id)
    require(approver, transaction_rule(decided.kind).approve, decided.dossier.unit_id)
    return _end(decided, Transaction.Status.REJECTED, approver, reason, at)


@transaction.atomic
def withdraw_transaction(
    *, actor: User, transaction_id: int, reason: str = "", at: datetime | None = None
) -> TransactionSnapshot:
    """Take a pending transaction back: whoever may submit on this unit may withdraw."""
    decided = _locked_pending(transaction_id)
    require(actor, transaction_rule(decided.kind).submit, decided.dossier.unit_id)
    return _end(decided, Transaction.Status.WITHDRAWN, actor, reason, at)


def _end(decided: Transaction, status: str, actor: User, reason: str, at: datetime | None) -> TransactionSnapshot:
    decided.status = status
    decided.ended_by = actor
    decided.ended_at = at or timezone.now()
    decided.ended_reason = reason[:300]
    decided.save(update_fields=["status", "ended_by", "ended_at", "ended_reason"])
    return transaction_snapshot(decided)


def _locked_pending(transaction_id: int) -> Transaction:
    found = _locked(transaction_id)
    if found.status != Transaction.Status.PENDING:
        raise NotPending(
            f"Giao dịch {transaction_id} không còn chờ duyệt ({_STATUS_VI[found.status]}).",
            f"Transaction {transaction_id} is no longer pending: it is {found.status}.",
            hint_vi="Tải lại trang để xem người đã quyết định và thời điểm.",
            hint_en="Reload to see who decided and when.",
        )
    return found


def _locked(transaction_id: int) -> Transaction:
    found = (
        Transaction.objects.select_for_update(of=("self",)).select_related("dossier").filter(id=transaction_id).first()
    )
    if found is None:
        raise UnknownTransaction(
            f"Không có giao dịch số {transaction_id}.", f"There is no transaction {transaction_id}."
        )
    return found


@transaction.atomic
def record_entries(*, transaction_id: int, entries: Sequence[EntryDraft]) -> int:
    """Append lines to the ledger of a transaction, numbered on from the last; answers how many were written."""
    owner = _locked(transaction_id)
    last = LedgerEntry.objects.filter(transaction_id=transaction_id).aggregate(last=Max("seq"))["last"] or 0
    person = owner.approved_by_id or owner.submitted_by_id
    moment = owner.approved_at or owner.submitted_at
    LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(
                transaction_id=transaction_id,
                seq=seq,
                act=entry.act,
                subject_kind=entry.subject_kind,
                subject_id=entry.subject_id,
                unit_id=entry.unit_id,
                by_id=entry.by_id or person,
                at=entry.at or moment,
                details=dict(entry.details),
            )
            for seq, entry in enumerate(entries, start=last + 1)
        ],
        batch_size=5000,
    )
    return len(entries)
