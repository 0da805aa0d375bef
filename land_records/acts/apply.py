"""Write one plan of changes in the caller's transaction, in an order that keeps locks free of deadlocks.

Ledger lines (they lock the transaction's row) come first, then the fabric lock, then shapes, then rights and papers.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from accounts.api import User
from dossiers import api as dossiers
from land_records.acts.changes import Changes
from land_records.acts.write_land import write_assets, write_parcels
from land_records.acts.write_papers import write_certificates
from land_records.acts.write_rights import write_restrictions, write_rights
from land_records.acts.written import Written
from land_records.cadastre.neighbours import NEIGHBOUR_CAUSE
from land_records.parties.proposing import carry_out
from land_records.parties.reach import note_units


def apply_changes(
    changes: Changes, *, approver: User, transaction_id: int, at: datetime, ledger: Sequence[dossiers.EntryDraft]
) -> Written:
    """Carry out a plan after approve_transaction, inside the same transaction.atomic: all of it or none."""
    dossiers.record_entries(transaction_id=transaction_id, entries=ledger)
    written = Written(transaction_id=transaction_id, at=at, cause=changes.change_code)
    write_parcels(changes, written)
    write_assets(changes, written)
    write_rights(changes, written)
    write_restrictions(changes, written)
    write_certificates(changes, written)
    _note_units(changes, approver, at)
    carry_out(changes.proposals, transaction_id=transaction_id, at=at)
    _check_rights_now()
    touched = [
        dossiers.EntryDraft(NEIGHBOUR_CAUSE, "parcel", one.parcel_id, None, {"vertices": one.vertices}, at=at)
        for one in written.neighbours
    ]
    if touched:
        dossiers.record_entries(transaction_id=transaction_id, entries=touched)
    return written


def _note_units(changes: Changes, approver: User, at: datetime) -> None:
    """Whoever holds or limits a right in a unit from now on is reached by the officers of that unit."""
    reached = {(holder.party_id, one.unit_id) for one in changes.new_rights for holder in one.holders}
    reached |= {(party, one.unit_id) for one in changes.new_restrictions for party, _role in one.parties}
    note_units(reached=reached, actor=approver, at=at)


_RULES_OF_RIGHTS = (
    "land_records_right_whole",
    "land_records_holders_whole",
    "land_records_mortgage_rank",
    "land_records_certificate_has_serial",
    "land_records_certificate_used_its_blank",
)


def _check_rights_now() -> None:
    """Let the deferred rules of rights and papers judge what was written, while there is still somebody to tell."""
    names = ", ".join(f"public.{name}" for name in _RULES_OF_RIGHTS)
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")
        cursor.execute(f"SET CONSTRAINTS {names} DEFERRED")
