"""Reading rights, restrictions and assets, now or at a moment of the past; a fixed number of queries each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import shapely
from django.db.models import Q, QuerySet

from land_records.cadastre.moments import as_moment, begin_of
from land_records.models import (
    AssetVersion,
    Restriction,
    RestrictionParty,
    Right,
    RightHolder,
    RightPurpose,
    RightSubject,
    RightSuccession,
)
from land_records.parties.resolving import family_of
from land_records.rights.snapshots import AssetSnapshot, Holder, Purpose, RestrictionSnapshot, RightSnapshot


def rights_on(
    *,
    parcel_ids: Collection[int] = (),
    asset_ids: Collection[int] = (),
    as_of: date | datetime | None = None,
    ended_too: bool = False,
) -> tuple[RightSnapshot, ...]:
    """The rights on these parcels and assets, oldest first; `ended_too`: every version there ever was."""
    subjects = RightSubject.objects.filter(Q(parcel_id__in=[*parcel_ids]) | Q(asset_id__in=[*asset_ids]))
    found = Right.objects.filter(id__in=subjects.values("right_id"))
    return _snapshots(found if ended_too else in_force(found, as_of))


def rights_by_id(right_ids: Iterable[int]) -> dict[int, RightSnapshot]:
    """Rights by their ids, in force or not."""
    wanted = [*right_ids]
    return {right.id: right for right in _snapshots(Right.objects.filter(id__in=wanted))} if wanted else {}


def rights_of_parties(
    party_ids: Iterable[int], *, as_of: date | datetime | None = None, ended_too: bool = False
) -> tuple[RightSnapshot, ...]:
    """The rights these parties hold, alone or with others, under whichever record that was found to be the same."""
    family = {member for members in family_of(party_ids).values() for member in members}
    held = RightHolder.objects.filter(party_id__in=family)
    found = Right.objects.filter(id__in=held.values("right_id"))
    return _snapshots(found if ended_too else in_force(found, as_of))


def restrictions_of_parties(party_ids: Iterable[int]) -> tuple[RestrictionSnapshot, ...]:
    """The restrictions in force in which these parties stand (mortgagees and others), merged records too."""
    family = {member for members in family_of(party_ids).values() for member in members}
    named = RestrictionParty.objects.filter(party_id__in=family)
    return _restrictions(in_force(Restriction.objects.filter(id__in=named.values("restriction_id")), None))


def restrictions_on(
    *,
    parcel_ids: Collection[int] = (),
    right_ids: Collection[int] = (),
    asset_ids: Collection[int] = (),
    as_of: date | datetime | None = None,
    favouring_too: bool = False,
) -> tuple[RestrictionSnapshot, ...]:
    """What limits these parcels, rights and assets at a moment, by rank and age.

    `favouring_too`: also easements on other parcels in favour of these.
    """
    lies = Q(parcel_id__in=[*parcel_ids]) | Q(right_id__in=[*right_ids]) | Q(asset_id__in=[*asset_ids])
    if favouring_too:
        lies |= Q(favours_parcel_id__in=[*parcel_ids])
    found = Restriction.objects.filter(lies)
    return _restrictions(in_force(found, as_of))


def restrictions_by_id(restriction_ids: Iterable[int]) -> dict[int, RestrictionSnapshot]:
    """Restrictions by their ids, in force or not."""
    wanted = [*restriction_ids]
    return {one.id: one for one in _restrictions(Restriction.objects.filter(id__in=wanted))} if wanted else {}


def assets_on(parcel_ids: Collection[int], *, as_of: date | datetime | None = None) -> tuple[AssetSnapshot, ...]:
    """Assets standing on these parcels."""
    found = AssetVersion.objects.filter(parcel_id__in=[*parcel_ids])
    return tuple(_asset(one) for one in in_force(found, as_of).select_related("asset").order_by("asset_id"))


def assets_by_id(asset_ids: Iterable[int], *, as_of: date | datetime | None = None) -> dict[int, AssetSnapshot]:
    """Assets by their ids, as they stood."""
    wanted = [*asset_ids]
    if not wanted:
        return {}
    found = AssetVersion.objects.filter(asset_id__in=wanted)
    return {one.asset_id: _asset(one) for one in in_force(found, as_of).select_related("asset")}


def in_force(found: QuerySet[Any], as_of: date | datetime | None) -> QuerySet[Any]:
    """Rows whose `valid` holds at the end of that day (or at that moment); None: now, by the index of current rows."""
    if as_of is None:
        return found.filter(valid__upper_inf=True)
    return found.filter(valid__contains=as_moment(as_of))


def _snapshots(found: QuerySet[Right]) -> tuple[RightSnapshot, ...]:
    rights = list(found.order_by("id"))
    if not rights:
        return ()
    ids = [right.pk for right in rights]
    holders, purposes = defaultdict(list), defaultdict(list)
    parcels, assets, earlier = defaultdict(list), defaultdict(list), defaultdict(list)
    for holder in RightHolder.objects.filter(right_id__in=ids).order_by("id"):
        share = Fraction(holder.numerator, holder.denominator) if holder.denominator and holder.numerator else None
        holders[holder.right_id].append(Holder(holder.party_id, share, holder.represents))
    for use in RightPurpose.objects.filter(right_id__in=ids).order_by("parcel_id", "position"):
        purposes[use.right_id].append(Purpose(use.parcel_id, use.code, use.area_m2, str(use.term), use.until))
    for subject in RightSubject.objects.filter(right_id__in=ids).order_by("id"):
        if subject.parcel_id is not None:
            parcels[subject.right_id].append(subject.parcel_id)
        elif subject.asset_id is not None:
            assets[subject.right_id].append(subject.asset_id)
    for step in RightSuccession.objects.filter(later_id__in=ids).order_by("id"):
        earlier[step.later_id].append(step.earlier_id)
    return tuple(
        RightSnapshot(
            id=right.pk,
            kind=str(right.kind),
            form=str(right.form),
            origin=right.origin,
            received_by=right.received_by,
            unit_id=right.unit_id,
            under_id=right.under_id,
            began_on=right.began_on,
            valid_from=begin_of(right.valid),
            valid_to=right.valid.upper,
            transaction_id=right.transaction_id,
            closed_by_id=right.closed_by_id,
            cause=right.cause,
            parcel_ids=tuple(parcels[right.pk]),
            asset_ids=tuple(assets[right.pk]),
            holders=tuple(holders[right.pk]),
            purposes=tuple(purposes[right.pk]),
            earlier_ids=tuple(earlier[right.pk]),
        )
        for right in rights
    )


def _restrictions(found: QuerySet[Restriction]) -> tuple[RestrictionSnapshot, ...]:
    restrictions = list(found.order_by("kind", "rank", "id"))
    if not restrictions:
        return ()
    parties = defaultdict(list)
    ids = [one.pk for one in restrictions]
    for link in RestrictionParty.objects.filter(restriction_id__in=ids).order_by("id"):
        parties[link.restriction_id].append((link.party_id, link.role))
    return tuple(
        RestrictionSnapshot(
            id=one.pk,
            kind=str(one.kind),
            right_id=one.right_id,
            parcel_id=one.parcel_id,
            asset_id=one.asset_id,
            favours_parcel_id=one.favours_parcel_id,
            unit_id=one.unit_id,
            rank=one.rank,
            blocks=tuple(one.blocks),
            document_number=one.document_number,
            document_date=one.document_date,
            issuer=one.issuer,
            area_m2=one.geom_area_m2,
            geometry=None if one.geom is None else shapely.from_wkb(bytes(one.geom.wkb)),
            valid_from=begin_of(one.valid),
            valid_to=one.valid.upper,
            transaction_id=one.transaction_id,
            parties=tuple(parties[one.pk]),
        )
        for one in restrictions
    )


def _asset(one: AssetVersion) -> AssetSnapshot:
    return AssetSnapshot(
        id=one.asset_id,
        version_id=one.pk,
        kind=str(one.asset.kind),
        unit_id=one.asset.unit_id,
        parcel_id=one.parcel_id,
        building_id=one.asset.building_id,
        number=one.asset.number,
        name=one.name,
        built_area_m2=one.built_area_m2,
        floor_area_m2=one.floor_area_m2,
        floors=one.floors,
        structure=one.structure,
        grade=one.grade,
        ownership_until=one.ownership_until,
        valid_from=begin_of(one.valid),
        valid_to=one.valid.upper,
    )
