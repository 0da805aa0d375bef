"""Names of couples and households: made of their people's names, and kept up with them.

A certificate writes "Ông Nguyễn Văn A và bà Trần Thị B" and "Hộ ông Nguyễn Văn A".
"""

from accounts.api import Act, User
from land_records.parties.errors import MemberRefused
from land_records.parties.models import Party, PartyMember, PartyParticulars
from land_records.parties.reach import reached_party

_TITLES = {"male": "ông", "female": "bà"}


def couple_name(*, actor: User, husband_id: int, wife_id: int, wife_first: bool) -> str:
    """`Ông A và bà B`, the wife first when wanted. Raises MemberRefused unless both are people."""
    husband, wife = _person(actor, husband_id), _person(actor, wife_id)
    return _of_couple(husband.name or "", wife.name or "", wife_first=wife_first)


def household_name(*, actor: User, head_id: int) -> str:
    """`Hộ ông A`, `Hộ bà B`; without a known gender `Hộ ông (bà) A`."""
    return _of_household(_person(actor, head_id))


def names_that_follow(person_id: int) -> dict[int, str]:
    """Couples and households whose name is made of this person's → the name they should bear now."""
    links = PartyMember.objects.filter(
        member_id=person_id, role__in=["husband", "wife", "head"], valid__endswith__isnull=True
    ).select_related("group")
    return {link.group_id: name for link in links if (name := _made(link.group))}


def _made(group: Party) -> str:
    standing = PartyMember.objects.filter(
        group=group, role__in=["husband", "wife", "head"], valid__endswith__isnull=True
    )
    people = {link.role: _current(link.member_id) for link in standing}
    facts = _current(group.pk)
    if group.kind == Party.Kind.COUPLE and (he := people.get("husband")) and (she := people.get("wife")) and facts:
        return _of_couple(he.name or "", she.name or "", wife_first=facts.wife_first)
    head = people.get("head")
    return _of_household(head) if group.kind == Party.Kind.HOUSEHOLD and head else ""


def _of_couple(husband: str, wife: str, *, wife_first: bool) -> str:
    return f"Bà {wife} và ông {husband}" if wife_first else f"Ông {husband} và bà {wife}"


def _of_household(head: PartyParticulars) -> str:
    return f"Hộ {_TITLES.get(head.gender or '', 'ông (bà)')} {head.name}"


def _current(party_id: int) -> PartyParticulars | None:
    return PartyParticulars.objects.filter(
        party_id=party_id, valid__endswith__isnull=True, erased_at__isnull=True
    ).first()


def _person(actor: User, party_id: int) -> PartyParticulars:
    party = reached_party(actor=actor, act=Act.PARTY_WRITE, party_id=party_id)
    facts = _current(party_id)
    if party.kind != Party.Kind.PERSON or facts is None:
        raise MemberRefused(
            f"Người sử dụng đất số {party_id} không phải cá nhân.",
            f"Party {party_id} is not a person.",
            hint_vi="Vợ, chồng, chủ hộ phải là cá nhân đã được nhập.",
            hint_en="Spouses and heads of households are people entered before.",
        )
    return facts
