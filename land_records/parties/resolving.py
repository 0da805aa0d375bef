"""From any party to the one it was found to be, and to everybody found to be the same. No personal data here."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from land_records.parties.models import PartyMember
from land_records.parties.statements import statement


def resolve_parties(party_ids: Iterable[int]) -> dict[int, int]:
    """Asked id → id of the kept party as merges stand today; unknown ids are left out."""
    with connection.cursor() as cursor:
        cursor.execute(statement("roots"), [sorted(set(party_ids))])
        return dict(cursor.fetchall())


def family_of(party_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Asked id → the kept party and all absorbed into it, at any depth; unknown ids are left out."""
    roots = resolve_parties(party_ids)
    with connection.cursor() as cursor:
        cursor.execute(statement("families"), [sorted(set(roots.values()))])
        families: dict[int, set[int]] = {}
        for root, member in cursor.fetchall():
            families.setdefault(root, set()).add(member)
    return {asked: frozenset(families[root]) for asked, root in roots.items()}


def spouses_of(party_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """A couple, or one of its people → the numbers of husband and wife as they stand; everybody else is left out."""
    asked = set(party_ids)
    standing = PartyMember.objects.filter(role__in=("husband", "wife"), valid__endswith__isnull=True)
    mine = standing.filter(Q(group_id__in=asked) | Q(member_id__in=asked)).values("group_id")
    pairs: dict[int, dict[str, int]] = {}
    for group, role, member in standing.filter(group_id__in=mine).values_list("group_id", "role", "member_id"):
        pairs.setdefault(group, {})[role] = member
    found: dict[int, tuple[int, int]] = {}
    for group, pair in pairs.items():
        if len(pair) == 2:
            found |= dict.fromkeys(asked & {group, *pair.values()}, (pair["husband"], pair["wife"]))
    return found
