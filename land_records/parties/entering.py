"""Entering parties: people, couples, households, bodies, communities, groups."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.api import Act, User, require
from land_records.cadastre.moments import legal_day, require_moment
from land_records.parties.errors import MemberRefused, ParticularsRefused
from land_records.parties.kinds import checked_user_kind
from land_records.parties.ledger import note_act
from land_records.parties.members import enter_members
from land_records.parties.models import Party, PartyAddress, PartyParticulars
from land_records.parties.naming import couple_name, household_name
from land_records.parties.papers import enter_paper
from land_records.parties.particulars import address_columns, checked_particulars, columns_of
from land_records.parties.reach import note_unit, reached_party
from land_records.parties.snapshots import AddressDraft, PaperDraft, Particulars, PartyReceipt

BODIES = ("organisation", "foreign_invested")


def add_person(
    *,
    actor: User,
    unit_id: int,
    facts: Particulars,
    papers: Sequence[PaperDraft] = (),
    address: AddressDraft | None = None,
    user_kind: str | None = None,
    transaction_id: int | None = None,
    at: datetime | None = None,
) -> PartyReceipt:
    """Enter one person with papers and address; all or, with a refusal, nothing.

    A number that another party carries does not stop the entry: the pair is listed as a proposed duplicate and named
    in the receipt. Raises NotAllowed, NameRefused, ParticularsRefused, IdentityRefused.
    """
    return _enter(
        "person", actor=actor, unit_id=unit_id, facts=facts, papers=papers, address=address, user_kind=user_kind,
        transaction_id=transaction_id, at=at,
    )  # fmt: skip


def add_organisation(
    *,
    actor: User,
    unit_id: int,
    facts: Particulars,
    kind: str = "organisation",
    representative_id: int | None = None,
    papers: Sequence[PaperDraft] = (),
    address: AddressDraft | None = None,
    user_kind: str | None = None,
    transaction_id: int | None = None,
    at: datetime | None = None,
) -> PartyReceipt:
    """Enter a body: kind `organisation` or `foreign_invested`; who speaks for it is a person already entered."""
    if kind not in BODIES:
        raise ParticularsRefused(
            f"“{kind}” không phải loại tổ chức.",
            f"“{kind}” is no kind of body.",
            hint_vi=f"Dùng một trong: {', '.join(BODIES)}.",
            hint_en=f"Use one of: {', '.join(BODIES)}.",
        )
    return _enter(
        kind, actor=actor, unit_id=unit_id, facts=facts, papers=papers, address=address, user_kind=user_kind,
        members=[(representative_id, "representative")] if representative_id else [],
        transaction_id=transaction_id, at=at,
    )  # fmt: skip


def add_community(
    *,
    actor: User,
    unit_id: int,
    facts: Particulars,
    address: AddressDraft,
    representative_id: int | None = None,
    user_kind: str | None = None,
    transaction_id: int | None = None,
    at: datetime | None = None,
) -> PartyReceipt:
    """Enter a community of residents; where it lives is part of who it is (DC_CongDong.diaDanhCuTru)."""
    return _enter(
        "community", actor=actor, unit_id=unit_id, facts=facts, address=address, user_kind=user_kind,
        members=[(representative_id, "representative")] if representative_id else [],
        transaction_id=transaction_id, at=at,
    )  # fmt: skip


@transaction.atomic
def add_couple(
    *,
    actor: User,
    unit_id: int,
    husband_id: int,
    wife_id: int,
    wife_first: bool = False,
    address: AddressDraft | None = None,
    user_kind: str | None = None,
    transaction_id: int | None = None,
    at: datetime | None = None,
) -> PartyReceipt:
    """Enter a married couple of two people already entered; its name follows theirs."""
    name = couple_name(actor=actor, husband_id=husband_id, wife_id=wife_id, wife_first=wife_first)
    return _enter(
        "couple", actor=actor, unit_id=unit_id, facts=Particulars(name, wife_first=wife_first), address=address,
        user_kind=user_kind, members=[(husband_id, "husband"), (wife_id, "wife")],
        transaction_id=transaction_id, at=at,
    )  # fmt: skip


@transaction.atomic
def add_household(
    *,
    actor: User,
    unit_id: int,
    head_id: int,
    spouse_id: int | None = None,
    member_ids: Sequence[int] = (),
    address: AddressDraft | None = None,
    transaction_id: int | None = None,
    at: datetime | None = None,
) -> PartyReceipt:
    """Enter a household by its head, the head's spouse and its other members; its name follows the head's.

    A household may hold only rights from before 2024-08-01 (Land Law 2024): the rules of rights keep that.
    """
    members = [(head_id, "head"), *([(spouse_id, "heads_spouse")] if spouse_id else [])]
    members += [(member, "member") for member in member_ids if member not in (head_id, spouse_id)]
    return _enter(
        "household", actor=actor, unit_id=unit_id, facts=Particulars(household_name(actor=actor, head_id=head_id)),
        address=address, members=members, transaction_id=transaction_id, at=at,
    )  # fmt: skip


def add_group(
    *,
    actor: User,
    unit_id: int,
    facts: Particulars,
    member_ids: Sequence[int],
    representative_id: int | None = None,
    address: AddressDraft | None = None,
    user_kind: str | None = None,
    transaction_id: int | None = None,
    at: datetime | None = None,
) -> PartyReceipt:
    """Enter a group of land users (nhóm người) of at least two members; one of them may speak for it."""
    if len(set(member_ids)) < 2:
        raise MemberRefused(
            "Nhóm người sử dụng đất có ít nhất hai thành viên.",
            "A group of land users has at least two members.",
            hint_vi="Chọn thêm thành viên, hoặc ghi là cá nhân.",
            hint_en="Choose another member, or enter a person.",
        )
    members = [(member, "member") for member in dict.fromkeys(member_ids)]
    members += [(representative_id, "representative")] if representative_id else []
    return _enter(
        "group", actor=actor, unit_id=unit_id, facts=facts, address=address, user_kind=user_kind, members=members,
        transaction_id=transaction_id, at=at,
    )  # fmt: skip


@transaction.atomic
def _enter(
    kind: str,
    *,
    actor: User,
    unit_id: int,
    facts: Particulars,
    papers: Sequence[PaperDraft] = (),
    address: AddressDraft | None = None,
    user_kind: str | None = None,
    members: Sequence[tuple[int, str]] = (),
    transaction_id: int | None = None,
    at: datetime | None = None,
) -> PartyReceipt:
    """May the actor, is it sound, write every row, note it in the ledger, answer the receipt."""
    require(actor, Act.PARTY_WRITE, unit_id)
    recorded = timezone.now()
    moment = require_moment(at or recorded)
    sound = checked_particulars(kind, facts, today=legal_day(recorded))
    for member, _ in members:
        reached_party(actor=actor, act=Act.PARTY_WRITE, party_id=member)
    party = Party.objects.create(
        kind=kind, user_kind=checked_user_kind(kind, user_kind), created_by=actor, created_at=recorded
    )
    entry = {
        "party": party,
        "valid": (moment, None),
        "transaction_id": transaction_id,
        "recorded_by": actor,
        "recorded_at": recorded,
    }
    PartyParticulars.objects.create(**entry, **columns_of(sound))
    if address is not None:
        PartyAddress.objects.create(**entry, **address_columns(address))
    note_unit(party_id=party.pk, unit_id=unit_id, actor=actor, at=recorded)
    enter_members(group=party, members=members, actor=actor, moment=moment, transaction_id=transaction_id)
    same: set[int] = set()
    for paper in papers:
        _, others = enter_paper(party=party, paper=paper, actor=actor, moment=moment, transaction_id=transaction_id)
        same.update(others)
    note_act(transaction_id=transaction_id, act=f"add_{kind}", party_id=party.pk, actor=actor, at=recorded)
    return PartyReceipt(party.pk, tuple(sorted(same)))
