"""From any party to the one it was found to be, and to everybody found to be the same. No personal data here."""

from collections.abc import Iterable

from django.db import connection

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
