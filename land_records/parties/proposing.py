"""New particulars, papers and addresses that wait for an act: sealed until it is approved, then written under it.

An act's input holds numbers only, so what is to be entered about a person stands here, sealed with the keys of identity
numbers. Approval opens it, writes it through the ordinary doors (`change_particulars`, `set_address`,
`add_identity_paper`) under the act's transaction, and empties the row.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.api import Act, User, require
from dossiers import api as dossiers
from land_records.cadastre.moments import legal_day
from land_records.parties.changing import change_particulars, set_address
from land_records.parties.errors import ParticularsRefused, PartyNotFound
from land_records.parties.models import ParticularsProposal
from land_records.parties.papers import add_identity_paper, checked_paper
from land_records.parties.particulars import address_columns, checked_particulars
from land_records.parties.reach import reachable, reached_party
from land_records.parties.resolving import resolve_parties
from land_records.parties.sealing import mask, open_sealed, seal
from land_records.parties.snapshots import (
    AddressDraft,
    PaperDraft,
    Particulars,
    ProposalState,
    ProposedChange,
)

SEALED_AS = "proposal"
_DAYS = frozenset({"birth_date", "death_date", "founding_date", "issued_on"})


@transaction.atomic
def propose_particulars(
    *,
    actor: User,
    party_id: int,
    facts: Particulars | None = None,
    paper: PaperDraft | None = None,
    replaces_id: int | None = None,
    address: AddressDraft | None = None,
    at: datetime | None = None,
) -> int:
    """Keep what an act will change of a party, checked and sealed; answers its number.

    `replaces_id`: the standing paper that the new one ends. Nothing is changed before an act that names the number is
    approved. Raises ParticularsRefused, NameRefused, IdentityRefused, NotAllowed, PartyNotFound.
    """
    moment = at or timezone.now()
    party = reached_party(actor=actor, act=Act.PARTY_WRITE, party_id=party_id, lock=True)
    today = legal_day(moment)
    if facts is None and paper is None and address is None:
        raise ParticularsRefused(
            "Chưa nhập thông tin mới nào.",
            "No new particulars were given.",
            hint_vi="Nhập họ tên, giấy tờ hoặc địa chỉ mới.",
            hint_en="Enter a new name, paper or address.",
        )
    if address is not None:
        address_columns(address)
    if paper is not None:
        checked_paper(party, paper, today)
    told = {
        "facts": asdict(checked_particulars(party.kind, facts, today=today)) if facts else None,
        "paper": {**asdict(paper), "replaces_id": replaces_id} if paper else None,
        "address": asdict(address) if address else None,
    }
    sealed = seal(json.dumps(told, default=date.isoformat, ensure_ascii=False), party_id=party_id, kind=SEALED_AS)
    made = ParticularsProposal.objects.create(
        party=party, sealed=sealed.sealed, key_id=sealed.key_id, recorded_by=actor, recorded_at=moment
    )
    return int(made.pk)


def proposal_state(proposal_id: int) -> ProposalState | None:
    """Which party a proposal is about now, and what of it changes; numbers and words only, no personal data."""
    row = ParticularsProposal.objects.filter(pk=proposal_id).first()
    if row is None:
        return None
    kept = resolve_parties([row.party_id])[row.party_id]
    return ProposalState(row.pk, kept, row.sealed is None, _parts(_opened(row)) if row.sealed is not None else ())


def proposed_change(*, actor: User, purpose: dossiers.Purpose, proposal_id: int) -> ProposedChange:
    """What a proposal would enter, the number of its paper masked; one line in the log. Raises PartyNotFound."""
    require(actor, Act.PARTY_READ)
    checked = dossiers.check_purpose(actor=actor, purpose=purpose)
    row = ParticularsProposal.objects.filter(pk=proposal_id).first()
    party_id = row.party_id if row else 0
    if row is None or party_id not in reachable(actor=actor, act=Act.PARTY_READ, party_ids=[party_id]):
        raise PartyNotFound(party_id)
    dossiers.log_read(
        actor=actor, purpose=checked, what="proposed_change", subject_kind="party", subject_ids=[party_id]
    )
    facts, paper, _replaces, address = _drafts(_opened(row)) if row.sealed is not None else (None, None, None, None)
    if paper is not None:
        paper = PaperDraft(paper.kind, mask(paper.number), paper.issued_on, paper.issued_by)
    return ProposedChange(row.pk, party_id, facts, paper, address, row.sealed is None)


def carry_out(proposal_ids: Iterable[int], *, transaction_id: int, at: datetime) -> None:
    """Write the proposals under an approved transaction, by who entered them, and empty them.

    Runs in the caller's transaction: a refusal of any of them refuses the whole act.
    """
    for proposal_id in sorted(set(proposal_ids)):
        row = ParticularsProposal.objects.select_for_update().get(pk=proposal_id, sealed__isnull=False)
        facts, paper, replaces_id, address = _drafts(_opened(row))
        under: dict[str, Any] = {
            "actor": row.recorded_by,
            "party_id": resolve_parties([row.party_id])[row.party_id],
            "transaction_id": transaction_id,
            "at": at,
        }
        if facts is not None:
            change_particulars(facts=facts, **under)
        if paper is not None:
            add_identity_paper(paper=paper, replaces_id=replaces_id, **under)
        if address is not None:
            set_address(address=address, **under)
        row.sealed, row.transaction_id, row.settled_at = None, transaction_id, timezone.now()
        row.save(update_fields=["sealed", "transaction", "settled_at"])


def _opened(row: ParticularsProposal) -> dict[str, Any]:
    text = open_sealed(bytes(row.sealed or b""), key_id=row.key_id, party_id=row.party_id, kind=SEALED_AS)
    return dict(json.loads(text))


def _parts(told: dict[str, Any]) -> tuple[str, ...]:
    names = {"facts": "name", "paper": "paper", "address": "address"}
    return tuple(word for part, word in names.items() if told.get(part))


def _drafts(
    told: dict[str, Any],
) -> tuple[Particulars | None, PaperDraft | None, int | None, AddressDraft | None]:
    facts, paper, address = told.get("facts"), told.get("paper"), told.get("address")
    return (
        Particulars(**_typed(Particulars, facts)) if facts else None,
        PaperDraft(**_typed(PaperDraft, paper)) if paper else None,
        paper.get("replaces_id") if paper else None,
        AddressDraft(**_typed(AddressDraft, address)) if address else None,
    )


def _typed(kind: Any, values: dict[str, Any]) -> dict[str, Any]:
    known = {one.name for one in fields(kind)}
    return {
        name: date.fromisoformat(value) if name in _DAYS and value else value
        for name, value in values.items()
        if name in known
    }
