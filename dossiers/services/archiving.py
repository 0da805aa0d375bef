"""Entering many archived folders at once, under one approved transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction as database
from django.utils import timezone

from accounts.api import Act, User, may, require
from dossiers.errors import NotPending, UnknownTransaction
from dossiers.models import Document, Dossier, DossierLink, ShelfMove, Transaction
from dossiers.queries import dossier_snapshot
from dossiers.services.cases import next_codes
from dossiers.services.links import clean_place, refuse_unknown_subject
from dossiers.services.papers import document_row
from dossiers.services.transactions import record_entries
from dossiers.snapshots import ArchiveFolder, DossierSnapshot, EntryDraft
from gis_core.text.names import fold

ACT = "archive_linked"


@database.atomic
def enter_folders(
    *, actor: User, transaction_id: int, folders: Sequence[ArchiveFolder], at: datetime | None = None
) -> tuple[DossierSnapshot, ...]:
    """Make each folder a dossier of kind archive with its papers and links, and write the ledger of the transaction.

    The rows bear the name of `actor`, who prepared them; the ledger names who approved. Statements are per table,
    not per folder. Raises NotAllowed, NotPending (the transaction is not approved), LinkRefused.
    """
    unit_id = _approved_unit(actor, transaction_id)
    moment = at or timezone.now()
    codes = next_codes(kind="archive", unit_id=unit_id, moment=moment, count=len(folders))
    made = Dossier.objects.bulk_create(
        [
            Dossier(
                code=code,
                kind=Dossier.Kind.ARCHIVE,
                unit_id=unit_id,
                title=folder.title[:300],
                folded_title=fold(folder.title[:300]),
                opened_by=actor,
                opened_at=moment,
            )
            for code, folder in zip(codes, folders, strict=True)
        ]
    )
    documents, links, entries = [], [], []
    for dossier, folder in zip(made, folders, strict=True):
        documents += [
            document_row(draft, dossier_id=dossier.pk, position=position, actor=actor, at=moment)
            for position, draft in enumerate(folder.documents, start=1)
        ]
        links += [
            DossierLink(
                dossier=dossier,
                subject_kind=kind,
                subject_id=subject_id,
                transaction_id=transaction_id,
                linked_by=actor,
                linked_at=moment,
            )
            for kind, subject_id in folder.about
        ]
        details = {"dossier": dossier.code, "papers": len(folder.documents)}
        entries += [
            EntryDraft(act=ACT, subject_kind=kind, subject_id=subject_id, unit_id=unit_id, details=details)
            for kind, subject_id in folder.about
        ]
    for link in links:
        refuse_unknown_subject(link.subject_kind)
    Document.objects.bulk_create(documents, batch_size=5000)
    if may(actor, Act.ARCHIVE_SHELVE, unit_id):
        _shelve(actor, moment, zip(made, folders, strict=True))
    DossierLink.objects.bulk_create(links, batch_size=5000)
    record_entries(transaction_id=transaction_id, entries=entries)
    return tuple(dossier_snapshot(dossier) for dossier in made)


def _shelve(actor: User, moment: datetime, pairs: Iterable[tuple[Dossier, ArchiveFolder]]) -> None:
    """The places the list names, as first moves."""
    ShelfMove.objects.bulk_create(
        [
            ShelfMove(dossier=dossier, **asdict(clean_place(folder.place)), moved_by=actor, moved_at=moment)
            for dossier, folder in pairs
            if folder.place is not None and folder.place.store.strip()
        ],
        batch_size=5000,
    )


def _approved_unit(actor: User, transaction_id: int) -> int:
    """The unit of an approved transaction the actor may link the archive on."""
    decided = Transaction.objects.select_related("dossier").filter(id=transaction_id).first()
    if decided is None:
        raise UnknownTransaction(
            f"Không có giao dịch số {transaction_id}.", f"There is no transaction {transaction_id}."
        )
    require(actor, Act.ARCHIVE_LINK, decided.dossier.unit_id)
    if decided.status != Transaction.Status.APPROVED:
        raise NotPending(
            f"Giao dịch {transaction_id} chưa được duyệt.",
            f"Transaction {transaction_id} is not approved.",
            code="transaction_not_approved",
        )
    return decided.dossier.unit_id
