"""Lines of the ledger about parties: which act touched which party, never what it said."""

from datetime import datetime

from accounts.api import User
from dossiers import api as dossiers


def note_act(*, transaction_id: int | None, act: str, party_id: int, actor: User, at: datetime) -> None:
    """One line under the transaction; without a transaction the row history alone keeps who did it."""
    if transaction_id is None:
        return
    line = dossiers.EntryDraft(act, "party", party_id, None, {}, by_id=actor.pk, at=at)
    dossiers.record_entries(transaction_id=transaction_id, entries=[line])
