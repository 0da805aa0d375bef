"""Changing who a party is and where it lives: the old version closes, a new one opens, nothing is overwritten."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.api import Act, User
from land_records.cadastre.moments import legal_day, require_moment
from land_records.parties.errors import ParticularsRefused
from land_records.parties.ledger import note_act
from land_records.parties.models import Party, PartyAddress, PartyParticulars
from land_records.parties.naming import names_that_follow
from land_records.parties.particulars import address_columns, checked_particulars, columns_of
from land_records.parties.reach import reached_party
from land_records.parties.snapshots import AddressDraft, Particulars
from land_records.parties.spans import close_row


@transaction.atomic
def change_particulars(
    *,
    actor: User,
    party_id: int,
    facts: Particulars,
    corrects: bool = False,
    transaction_id: int | None = None,
    at: datetime | None = None,
) -> int:
    """Open a new version with these facts, whole, and close the one before; answers the version's id.

    `corrects`: the old version was wrong from the beginning (đính chính), not overtaken by events. Names of couples
    and households that are made of this person's follow in the same transaction. Raises NameRefused,
    ParticularsRefused, NotAllowed, PartyNotFound.
    """
    recorded = timezone.now()
    moment = require_moment(at or recorded)
    party = reached_party(actor=actor, act=Act.PARTY_WRITE, party_id=party_id, lock=True)
    sound = checked_particulars(party.kind, facts, today=legal_day(recorded))
    made = _next_version(party, sound, actor, moment, corrects=corrects, transaction_id=transaction_id)
    if party.kind == Party.Kind.PERSON:
        for group_id, name in names_that_follow(party_id).items():
            _rename(group_id, name, actor, moment, transaction_id)
    note_act(transaction_id=transaction_id, act="change_particulars", party_id=party_id, actor=actor, at=recorded)
    return made


def _next_version(
    party: Party, facts: Particulars, actor: User, moment: datetime, *, corrects: bool, transaction_id: int | None
) -> int:
    last = PartyParticulars.objects.select_for_update().filter(party=party, valid__endswith__isnull=True).first()
    if last is None or last.erased_at is not None:
        raise ParticularsRefused(
            f"Thông tin của người sử dụng đất số {party.pk} đã bị xóa theo yêu cầu, không sửa được.",
            f"The particulars of party {party.pk} were erased and cannot be changed.",
            hint_vi="Nhập một người sử dụng đất mới nếu có căn cứ.",
            hint_en="Enter a new party if there is a ground for it.",
        )
    began = close_row(last, moment, transaction_id)
    made = PartyParticulars.objects.create(
        party=party,
        valid=(began, None),
        cause=PartyParticulars.Cause.CORRECTED if corrects else PartyParticulars.Cause.CHANGED,
        corrects=last if corrects else None,
        transaction_id=transaction_id,
        recorded_by=actor,
        recorded_at=timezone.now(),
        **columns_of(facts),
    )
    return int(made.pk)


def _rename(group_id: int, name: str, actor: User, moment: datetime, transaction_id: int | None) -> None:
    group = Party.objects.select_for_update().get(pk=group_id)
    last = PartyParticulars.objects.filter(party=group, valid__endswith__isnull=True).first()
    if last is not None and last.name != name:
        facts = Particulars(name, wife_first=last.wife_first)
        _next_version(group, facts, actor, moment, corrects=False, transaction_id=transaction_id)


@transaction.atomic
def set_address(
    *,
    actor: User,
    party_id: int,
    address: AddressDraft,
    purpose: str = "residence",
    transaction_id: int | None = None,
    at: datetime | None = None,
) -> int:
    """Enter where a party lives or sits now (`residence`) or gets its post (`contact`); the address before closes."""
    recorded = timezone.now()
    moment = require_moment(at or recorded)
    party = reached_party(actor=actor, act=Act.PARTY_WRITE, party_id=party_id, lock=True)
    columns = address_columns(address)
    use = PartyAddress.Purpose(purpose)
    last = (
        PartyAddress.objects.select_for_update().filter(party=party, purpose=use, valid__endswith__isnull=True).first()
    )
    if last is not None:
        moment = close_row(last, moment, transaction_id)
    made = PartyAddress.objects.create(
        party=party,
        purpose=use,
        valid=(moment, None),
        transaction_id=transaction_id,
        recorded_by=actor,
        recorded_at=recorded,
        **columns,
    )
    note_act(transaction_id=transaction_id, act="set_address", party_id=party_id, actor=actor, at=recorded)
    return int(made.pk)
