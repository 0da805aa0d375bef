"""Members of couples, households, groups, and who speaks for a body."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.api import Act, User
from land_records.cadastre.moments import require_moment
from land_records.parties.errors import MemberRefused
from land_records.parties.ledger import note_act
from land_records.parties.models import Party, PartyMember
from land_records.parties.reach import reached_party
from land_records.parties.spans import close_row

ROLES_OF_KIND: dict[str, frozenset[str]] = {
    "couple": frozenset({"husband", "wife"}),
    "household": frozenset({"head", "heads_spouse", "member"}),
    "group": frozenset({"member", "representative"}),
    "organisation": frozenset({"representative"}),
    "foreign_invested": frozenset({"representative"}),
    "community": frozenset({"representative"}),
    "person": frozenset(),
}
_GROUPS_OF_GROUPS = frozenset({"group"})
_SINGLE = frozenset({"husband", "wife", "head", "heads_spouse", "representative"})


@transaction.atomic
def add_member(
    *,
    actor: User,
    group_id: int,
    member_id: int,
    role: str,
    transaction_id: int | None = None,
    at: datetime | None = None,
) -> int:
    """Let a party enter a group in a role; answers the membership's id. Raises MemberRefused, PartyNotFound."""
    moment = require_moment(at or timezone.now())
    group = reached_party(actor=actor, act=Act.PARTY_WRITE, party_id=group_id, lock=True)
    reached_party(actor=actor, act=Act.PARTY_WRITE, party_id=member_id)
    (made,) = enter_members(
        group=group, members=[(member_id, role)], actor=actor, moment=moment, transaction_id=transaction_id
    )
    note_act(transaction_id=transaction_id, act="add_member", party_id=group_id, actor=actor, at=moment)
    return made


@transaction.atomic
def end_member(
    *, actor: User, membership_id: int, transaction_id: int | None = None, at: datetime | None = None
) -> None:
    """End a standing membership; its time stays on record."""
    moment = require_moment(at or timezone.now())
    link = (
        PartyMember.objects.select_for_update(of=("self",))
        .filter(pk=membership_id, valid__endswith__isnull=True)
        .first()
    )
    if link is None:
        raise MemberRefused(
            f"Tư cách thành viên số {membership_id} không còn hiệu lực.",
            f"Membership {membership_id} does not stand.",
            hint_vi="Tải lại trang để xem các thành viên hiện có.",
            hint_en="Reload the page to see the standing members.",
        )
    reached_party(actor=actor, act=Act.PARTY_WRITE, party_id=link.group_id)
    close_row(link, moment, transaction_id)
    note_act(transaction_id=transaction_id, act="end_member", party_id=link.group_id, actor=actor, at=moment)


def enter_members(
    *,
    group: Party,
    members: Sequence[tuple[int, str]],
    actor: User,
    moment: datetime,
    transaction_id: int | None = None,
) -> list[int]:
    """Write memberships after asking whether the group can have them; the caller has asked for the right."""
    standing = list(
        PartyMember.objects.filter(group=group, valid__endswith__isnull=True).values_list("member_id", "role")
    )
    kinds = dict(Party.objects.filter(pk__in=[member for member, _ in members]).values_list("pk", "kind"))
    made = []
    for member, role in members:
        _refuse_unfit(group, member, role, kinds.get(member), standing)
        standing.append((member, role))
        link = PartyMember.objects.create(
            group=group,
            member_id=member,
            role=role,
            valid=(moment, None),
            transaction_id=transaction_id,
            recorded_by=actor,
            recorded_at=timezone.now(),
        )
        made.append(int(link.pk))
    return made


def _refuse_unfit(group: Party, member: int, role: str, kind: str | None, standing: list[tuple[int, str]]) -> None:
    why: tuple[str, str] | None = None
    if role not in ROLES_OF_KIND[group.kind]:
        why = (f"vai trò “{role}” không dùng cho loại này", f"the role “{role}” does not exist in a {group.kind}")
    elif member == group.pk:
        why = ("không thể là thành viên của chính mình", "nobody is a member of themselves")
    elif kind != Party.Kind.PERSON and group.kind not in _GROUPS_OF_GROUPS:
        why = ("thành viên phải là cá nhân", "the member must be a person")
    elif kind in _GROUPS_OF_GROUPS:
        why = ("một nhóm không thể là thành viên của nhóm khác", "a group is no member of another group")
    elif (member, role) in standing:
        why = ("đã là thành viên với vai trò này", "the party is a member in this role already")
    elif role in _SINGLE and any(role == taken for _, taken in standing):
        why = (f"vai trò “{role}” đã có người", f"the role “{role}” is taken")
    elif group.kind in ("couple", "household") and any(member == one for one, _ in standing):
        why = ("đã là thành viên với vai trò khác", "the party is a member in another role already")
    if why:
        raise MemberRefused(
            f"Người sử dụng đất số {member}: {why[0]}.",
            f"Party {member}: {why[1]}.",
            hint_vi="Kết thúc tư cách cũ trước, hoặc chọn người khác.",
            hint_en="End the older membership first, or choose another party.",
        )
