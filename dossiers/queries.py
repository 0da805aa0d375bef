"""Reading the legal spine; every answer is a frozen snapshot."""

from collections.abc import Collection, Sequence

from accounts.api import Act, User, scope
from dossiers.errors import UnknownDossier, UnknownFile, UnknownTransaction
from dossiers.models import Dossier, DossierFile, DossierLink, LedgerEntry, StoredFile, Transaction
from dossiers.snapshots import DossierSnapshot, EntrySnapshot, StoredFileSnapshot, TransactionSnapshot


def dossier_snapshot(dossier: Dossier) -> DossierSnapshot:
    """Freeze one dossier."""
    return DossierSnapshot(
        id=dossier.pk,
        code=dossier.code,
        kind=str(dossier.kind),
        unit_id=dossier.unit_id,
        title=dossier.title,
        status=str(dossier.status),
        opened_by_id=dossier.opened_by_id,
        opened_at=dossier.opened_at,
        one_stop_code=dossier.one_stop_code,
    )


def file_snapshot(stored: StoredFile, *, already_known: bool = True) -> StoredFileSnapshot:
    """Freeze one stored file."""
    return StoredFileSnapshot(
        id=stored.pk,
        sha256=stored.sha256,
        size=stored.size,
        name=stored.name,
        media_kind=stored.media_kind,
        stored_at=stored.stored_at,
        already_known=already_known,
    )


def transaction_snapshot(found: Transaction) -> TransactionSnapshot:
    """Freeze one transaction."""
    return TransactionSnapshot(
        id=found.pk,
        dossier_id=found.dossier_id,
        unit_id=found.dossier.unit_id,
        kind=found.kind,
        status=str(found.status),
        summary=dict(found.summary),
        submitted_by_id=found.submitted_by_id,
        submitted_at=found.submitted_at,
        approved_by_id=found.approved_by_id,
        approved_at=found.approved_at,
        ended_by_id=found.ended_by_id,
        ended_at=found.ended_at,
        ended_reason=found.ended_reason,
    )


def dossier(dossier_id: int) -> DossierSnapshot:
    """One dossier by id. Raises UnknownDossier."""
    found = Dossier.objects.filter(id=dossier_id).first()
    if found is None:
        raise UnknownDossier(f"Không có hồ sơ số {dossier_id}.", f"There is no dossier {dossier_id}.")
    return dossier_snapshot(found)


def dossier_by_code(code: str) -> DossierSnapshot:
    """One dossier by its code. Raises UnknownDossier."""
    found = Dossier.objects.filter(code=code).first()
    if found is None:
        raise UnknownDossier(f"Không có hồ sơ mã {code}.", f"There is no dossier with code {code}.")
    return dossier_snapshot(found)


def dossiers(actor: User, *, limit: int = 50, before_id: int | None = None) -> tuple[DossierSnapshot, ...]:
    """The newest dossiers the actor may read, at most `limit`; `before_id` asks for the next older ones."""
    allowed = scope(actor, Act.DOSSIER_READ)
    found = Dossier.objects.order_by("-id")
    if not allowed.all:
        found = found.filter(unit_id__in=allowed.unit_ids)
    if before_id is not None:
        found = found.filter(id__lt=before_id)
    return tuple(dossier_snapshot(one) for one in found[:limit])


def dossiers_by_ids(dossier_ids: Collection[int]) -> dict[int, DossierSnapshot]:
    """Dossiers by id; ids that no dossier has are left out."""
    return {one.pk: dossier_snapshot(one) for one in Dossier.objects.filter(id__in=dossier_ids)}


def transaction(transaction_id: int) -> TransactionSnapshot:
    """One transaction by id. Raises UnknownTransaction."""
    [found] = transactions([transaction_id])
    return found


def transactions(transaction_ids: Sequence[int]) -> tuple[TransactionSnapshot, ...]:
    """Transactions by id, in the order asked. Raises UnknownTransaction."""
    found = Transaction.objects.select_related("dossier").in_bulk(transaction_ids)
    for transaction_id in transaction_ids:
        if transaction_id not in found:
            raise UnknownTransaction(
                f"Không có giao dịch số {transaction_id}.", f"There is no transaction {transaction_id}."
            )
    return tuple(transaction_snapshot(found[transaction_id]) for transaction_id in transaction_ids)


def transactions_of(dossier_id: int) -> tuple[TransactionSnapshot, ...]:
    """The transactions of a dossier, oldest first."""
    found = Transaction.objects.select_related("dossier").filter(dossier_id=dossier_id).order_by("id")
    return tuple(transaction_snapshot(one) for one in found)


def stored_file(sha256: str) -> StoredFileSnapshot:
    """One stored file by its SHA-256. Raises UnknownFile."""
    found = StoredFile.objects.filter(sha256=sha256).first()
    if found is None:
        raise UnknownFile("Không có tệp với mã băm này.", "No stored file has this SHA-256.")
    return file_snapshot(found)


def files_of(dossier_id: int) -> tuple[StoredFileSnapshot, ...]:
    """The files of a dossier under the names they have there, in the order they were attached."""
    found = DossierFile.objects.select_related("file").filter(dossier_id=dossier_id).order_by("id")
    return tuple(
        StoredFileSnapshot(
            id=one.file_id,
            sha256=one.file.sha256,
            size=one.file.size,
            name=one.name,
            media_kind=one.file.media_kind,
            stored_at=one.file.stored_at,
            already_known=True,
        )
        for one in found
    )


def entries_of(transaction_id: int, *, limit: int = 1000, after_seq: int = 0) -> tuple[EntrySnapshot, ...]:
    """Ledger lines of a transaction in order, at most `limit`, those after `after_seq`."""
    found = LedgerEntry.objects.filter(transaction_id=transaction_id, seq__gt=after_seq).order_by("seq")[:limit]
    return tuple(_entry(one) for one in found)


def entries_about(subject_kind: str, subject_id: int) -> tuple[EntrySnapshot, ...]:
    """All ledger lines about one subject, oldest first."""
    found = LedgerEntry.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("id")
    return tuple(_entry(one) for one in found)


def dossiers_about(subject_kind: str, subject_ids: Sequence[int]) -> dict[int, tuple[DossierSnapshot, ...]]:
    """The dossiers of each subject, oldest first: those linked to it and those whose transactions touched it."""
    entries = LedgerEntry.objects.filter(subject_kind=subject_kind, subject_id__in=subject_ids)
    links = DossierLink.objects.filter(subject_kind=subject_kind, subject_id__in=subject_ids, ended_at__isnull=True)
    pairs = set(entries.values_list("subject_id", "transaction__dossier_id").distinct()) | set(
        links.values_list("subject_id", "dossier_id")
    )
    found = Dossier.objects.in_bulk({dossier_id for _, dossier_id in pairs})
    seen: dict[int, list[DossierSnapshot]] = {subject_id: [] for subject_id in subject_ids}
    for subject_id, dossier_id in sorted(pairs):
        seen[subject_id].append(dossier_snapshot(found[dossier_id]))
    return {subject_id: tuple(about) for subject_id, about in seen.items()}


def _entry(entry: LedgerEntry) -> EntrySnapshot:
    return EntrySnapshot(
        id=entry.pk,
        transaction_id=entry.transaction_id,
        seq=entry.seq,
        act=entry.act,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        unit_id=entry.unit_id,
        by_id=entry.by_id,
        at=entry.at,
        details=dict(entry.details),
    )
