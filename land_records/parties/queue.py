"""The list of proposed duplicates, with the names of both sides; reading it is reading personal data, and logged."""

from django.db.models import Case, Q, When
from django.utils import timezone

from accounts.api import Act, User, require, scope
from dossiers import api as dossiers
from land_records.parties.models import PartyDuplicate, PartyMerge, PartyUnit
from land_records.parties.reading import names_of
from land_records.parties.snapshots import DuplicateSnapshot

PAGE_SIZE = 20
_CERTAIN_FIRST = Case(When(evidence__has_key="same_number", then=0), default=1)


def duplicate_pairs(
    *,
    actor: User,
    purpose: dossiers.Purpose,
    status: str = "open",
    party_id: int | None = None,
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> dossiers.Page[DuplicateSnapshot]:
    """Pairs of one status in the actor's units, certain evidence first; with `party_id`: every pair of that party.

    A pair counts as the actor's when one of the two does; the other is named too, because they must be compared.
    """
    require(actor, Act.PARTY_MERGE)
    checked = dossiers.check_purpose(actor=actor, purpose=purpose)
    allowed = scope(actor, Act.PARTY_MERGE)
    rows = PartyDuplicate.objects.all()
    if party_id is not None:
        rows = rows.filter(Q(first_id=party_id) | Q(second_id=party_id))
    else:
        rows = rows.filter(status=status)
    if not allowed.all:
        mine = PartyUnit.objects.filter(unit_id__in=allowed.unit_ids).values("party_id")
        rows = rows.filter(Q(first_id__in=mine) | Q(second_id__in=mine))
    total = rows.count()
    chosen = list(rows.order_by(_CERTAIN_FIRST, "-proposed_at", "pk")[(page - 1) * page_size :][:page_size])
    sides = {one for pair in chosen for one in (pair.first_id, pair.second_id)}
    names = names_of(sides, timezone.now(), resolved=False)
    standing = dict(
        PartyMerge.objects.filter(duplicate_id__in=[pair.pk for pair in chosen], undone_at__isnull=True).values_list(
            "duplicate_id", "pk"
        )
    )
    if chosen:
        dossiers.log_read(actor=actor, purpose=checked, what="duplicate_pairs", subject_kind="party", subject_ids=sides)
    return dossiers.Page(
        tuple(
            DuplicateSnapshot(
                id=pair.pk,
                first=names[pair.first_id],
                second=names[pair.second_id],
                evidence=dict(pair.evidence),
                status=pair.status,
                proposed_at=pair.proposed_at,
                decided_by_id=pair.decided_by_id,
                decided_at=pair.decided_at,
                merge_id=standing.get(pair.pk),
            )
            for pair in chosen
        ),
        total,
        page,
        page_size,
    )
