"""Submitting and deciding transactions, and writing the ledger."""

from collections.abc import Collection, Mapping, Sequence
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
    [submitted] = submit_transactions(actor=actor, dossier_id=dossier_id, kind=kind, summaries=[summary], at=at)
    return submitted


@transaction.atomic
def submit_transactions(
    *, actor: User, dossier_id: int, kind: str, summaries: Sequence[Mapping[str, Any]], at: datetime | None = None
) -> tuple[TransactionSnapshot, ...]:
    """Propose several changes of one kind under a dossier, one per summary and in that order."""
    dossier = Dossier.objects.filter(id=dossier_id).first()
    if dossier is None:
        raise UnknownDossier(f"Không có hồ sơ số {dossier_id}.", f"There is no dossier {dossier_id}.")
    require(actor, transaction_rule(kind).submit, dossier.unit_id)
    moment = at or timezone.now()
    submitted = Transaction.objects.bulk_create(
        Transaction(dossier=dossier, kind=kind, summary=dict(summary), submitted_by=actor, submitted_at=moment)
        for summary in summaries
    )
    return tuple(transaction_snapshot(one) for one in submitted)


def approve_transaction(*, approver: User, transaction_id: int, at: datetime | None = None) -> TransactionSnapshot:
    """Approve a pending transaction, inside the caller's database transaction, so that register rows commit with it.

    The row stays locked until that commit: of two approvals at once one wins, the other waits and is then told
    NotPending. Raises FourEyes when the approver submitted it, NotAllowed without the right on the dossier's unit.
    """
    [approved] = approve_transactions(approver=approver, transaction_ids=[transaction_id], at=at)
    return approved


def approve_transactions(
    *, approver: User, transaction_ids: Sequence[int], at: datetime | None = None
) -> tuple[TransactionSnapshot, ...]:
    """Approve several pending transactions as `approve_transaction` does: all of them or none, in the order given."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(
            "Việc duyệt phải nằm trong giao dịch cơ sở dữ liệu của bên gọi.",
            "Transactions are approved inside the caller's transaction.atomic only.",
        )
    decided = _locked(transaction_ids)
    for one in decided:
        _refuse_decided(one)
        require(approver, transaction_rule(one.kind).approve, one.dossier.unit_id)
        if one.submitted_by_id == approver.pk and not settings.UPLOADER_MAY_APPROVE:
            raise FourEyes(
                "Người trình không được tự duyệt.",
                "Who submitted a transaction may not approve it.",
                hint_vi="Nhờ một người khác có quyền duyệt trên địa bàn này.",
                hint_en="Ask another person with the right to approve on this unit.",
            )
    moment = at or timezone.now()
    for one in decided:
        one.status, one.approved_by, one.approved_at = Transaction.Status.APPROVED, approver, moment
    Transaction.objects.filter(id__in=transaction_ids).update(
        status=Transaction.Status.APPROVED, approved_by=approver, approved_at=moment
    )
    return tuple(transaction_snapshot(one) for one in decided)


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
    [found] = _locked([transaction_id])
    _refuse_decided(found)
    return found


def _refuse_decided(found: Transaction) -> None:
    if found.status != Transaction.Status.PENDING:
        raise NotPending(
            f"Giao dịch {found.pk} không còn chờ duyệt ({_STATUS_VI[found.status]}).",
            f"Transaction {found.pk} is no longer pending: it is {found.status}.",
            hint_vi="Tải lại trang để xem người đã quyết định và thời điểm.",
            hint_en="Reload to see who decided and when.",
        )


def _locked(transaction_ids: Collection[int]) -> list[Transaction]:
    """The rows, locked in the order of their ids (so that crossing acts cannot deadlock), given back as asked."""
    rows = Transaction.objects.select_for_update(of=("self",)).select_related("dossier").order_by("id")
    found = {one.pk: one for one in rows.filter(id__in=transaction_ids)}
    for transaction_id in transaction_ids:
        if transaction_id not in found:
            raise UnknownTransaction(
                f"Không có giao dịch số {transaction_id}.", f"There is no transaction {transaction_id}."
            )
    return [found[transaction_id] for transaction_id in transaction_ids]


def record_entries(*, transaction_id: int, entries: Sequence[EntryDraft]) -> int:
    """Append lines to the ledger of a transaction, numbered on from the last; answers how many were written."""
    return record_ledger(entries={transaction_id: entries})


@transaction.atomic
def record_ledger(*, entries: Mapping[int, Sequence[EntryDraft]]) -> int:
    """Append lines to the ledgers of several transactions (by id) as `record_entries` does; answers how many."""
    owners = _locked(entries)
    last_lines = LedgerEntry.objects.filter(transaction_id__in=list(entries)).values_list("transaction_id")
    last = dict(last_lines.annotate(last=Max("seq")))
    written = LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(
                transaction_id=owner.pk,
                seq=seq,
                act=entry.act,
                subject_kind=entry.subject_kind,
                subject_id=entry.subject_id,
                unit_id=entry.unit_id,
                by_id=entry.by_id or owner.approved_by_id or owner.submitted_by_id,
                at=entry.at or owner.approved_at or owner.submitted_at,
                details=dict(entry.details),
            )
            for owner in owners
            for seq, entry in enumerate(entries[owner.pk], start=last.get(owner.pk, 0) + 1)
        ],
        batch_size=5000,
    )
    return len(written)
