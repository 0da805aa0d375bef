"""The family tree of a parcel, and which parcels in force hold its land."""

from collections import defaultdict
from collections.abc import Collection

from django.db import connection

from land_records.lineage.snapshots import Heir, Lineage, OldNumberAnswer, Relative, Step
from land_records.lineage.statements import statement

NEGLIGIBLE_SHARE = 0.001
"""A thousandth of the old parcel: overlay of two surveys always touches neighbours by that much."""


def lineage_of(parcel_id: int) -> Lineage:
    """Ancestors and descendants of a parcel with every act between them; two queries whatever the size."""
    with connection.cursor() as cursor:
        cursor.execute(statement("lineage_edges"), {"parcel": parcel_id})
        steps = tuple(Step(*row) for row in cursor.fetchall())
    ids = {parcel_id} | {step.parent_id for step in steps} | {step.child_id for step in steps}
    return Lineage(parcel_id, _relatives(ids), steps)


def heirs_of(parcel_id: int) -> OldNumberAnswer:
    """Today's parcels that hold an old parcel's land; a parcel in force answers itself, whole.

    Shares multiply along the acts and add up where land met again; parts under a thousandth are left out.
    """
    tree = lineage_of(parcel_id)
    shares: dict[int, float] = defaultdict(float)
    depth: dict[int, int] = defaultdict(int)
    kinds: list[str] = []
    waiting: list[tuple[int, float, int]] = [(parcel_id, 1.0, 0)]
    while waiting:
        current, share, steps = waiting.pop()
        children = tree.children_of(current)
        if not children and tree.relatives[current].ended is None:
            shares[current] += share
            depth[current] = max(depth[current], steps)
        for step in children:
            kinds.append(step.kind)
            waiting.append((step.child_id, share * step.parent_share, steps + 1))
    heirs = [
        Heir(tree.relatives[heir], round(min(1.0, share), 6), depth[heir])
        for heir, share in shares.items()
        if share >= NEGLIGIBLE_SHARE
    ]
    heirs.sort(key=lambda heir: (-heir.share, heir.relative.reference))
    return OldNumberAnswer(tree.relatives[parcel_id], tuple(heirs), tuple(sorted(set(kinds))))


def _relatives(parcel_ids: Collection[int]) -> dict[int, Relative]:
    with connection.cursor() as cursor:
        cursor.execute(statement("lineage_nodes"), {"parcels": list(parcel_ids)})
        return {row[0]: Relative(*row) for row in cursor.fetchall()}
