"""Who may reach which party: officers reach the parties of their units; others only by a number and a dossier."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.api import Act, Scope, User, require, scope
from dossiers import api as dossiers
from land_records.parties.errors import MergeRefused, PartyNotFound
from land_records.parties.identity import normal_number
from land_records.parties.models import IdentityPaper, Party, PartyUnit
from land_records.parties.resolving import family_of, resolve_parties
from land_records.parties.sealing import indexes_of, mask


def reachable(*, actor: User, act: Act, party_ids: Iterable[int]) -> frozenset[int]:
    """Those of the parties that lie in units where the actor may do the act, with merged parties counted together."""
    allowed = scope(actor, act)
    asked = list(party_ids)
    if allowed.all:
        return frozenset(Party.objects.filter(pk__in=asked).values_list("pk", flat=True))
    families = family_of(asked)
    members = {member for family in families.values() for member in family}
    inside = set(
        PartyUnit.objects.filter(party_id__in=members, unit_id__in=allowed.unit_ids).values_list("party_id", flat=True)
    )
    return frozenset(one for one, family in families.items() if inside & family)


def reached_party(*, actor: User, act: Act, party_id: int, lock: bool = False) -> Party:
    """The party as a row, if the actor may do the act on it. Raises NotAllowed, PartyNotFound, MergeRefused.

    A party found to be another one is not written any more: what is entered belongs to the kept party.
    """
    require(actor, act)
    rows = Party.objects.select_for_update() if lock else Party.objects.all()
    found = rows.filter(pk=party_id).first()
    if found is None or party_id not in reachable(actor=actor, act=act, party_ids=[party_id]):
        raise PartyNotFound(party_id)
    if found.merged_into_id is not None and act == Act.PARTY_WRITE:
        kept = resolve_parties([party_id])[party_id]
        raise MergeRefused(
            f"Người sử dụng đất số {party_id} đã được hợp nhất vào số {kept}.",
            f"Party {party_id} was merged into party {kept}.",
            hint_vi=f"Ghi ở người sử dụng đất số {kept}, hoặc hoàn tác hợp nhất trước.",
            hint_en=f"Write to party {kept}, or undo the merge first.",
        )
    return found


def note_unit(*, party_id: int, unit_id: int, actor: User, at: datetime | None = None) -> None:
    """Let the officers of a unit reach a party: it was entered there or holds a right there. Again changes nothing."""
    note_units(reached={(party_id, unit_id)}, actor=actor, at=at)


def note_units(*, reached: Iterable[tuple[int, int]], actor: User, at: datetime | None = None) -> None:
    """The same for many pairs (party, unit): one read, and one write when any of them is new."""
    wanted = set(reached)
    if not wanted:
        return
    noted = PartyUnit.objects.filter(party_id__in={party for party, _ in wanted})
    fresh = wanted - set(noted.values_list("party_id", "unit_id"))
    PartyUnit.objects.bulk_create(
        [
            PartyUnit(party_id=party, unit_id=unit, since=at or timezone.now(), recorded_by=actor)
            for party, unit in sorted(fresh)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def admit_party(*, actor: User, dossier_id: int, party_id: int, number: str) -> None:
    """Bring a party known elsewhere into the unit of a dossier: the applicant showed the paper with this number.

    Raises PartyNotFound when the number is not the party's: a guess must not open a door. Logged as a read.
    """
    purpose = dossiers.check_purpose(actor=actor, purpose=dossiers.Purpose(dossier_id=dossier_id))
    unit_id = dossiers.dossier(dossier_id).unit_id
    require(actor, Act.PARTY_WRITE, unit_id)
    written = normal_number(number)
    roots = resolve_parties([party_id])
    family = family_of([party_id]).get(party_id, frozenset())
    if not IdentityPaper.objects.filter(party_id__in=family, blind_index__in=indexes_of(written)).exists():
        raise PartyNotFound(party_id)
    note_unit(party_id=roots[party_id], unit_id=unit_id, actor=actor)
    dossiers.log_read(
        actor=actor, purpose=purpose, what="admit_party", subject_kind="party", subject_ids=family, query=mask(written)
    )


def units_sql(allowed: Scope) -> list[int] | None:
    """The units for a statement: null means everywhere."""
    return None if allowed.all else sorted(allowed.unit_ids)
