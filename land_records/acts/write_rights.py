"""Rights and restrictions of a plan, written."""

from collections import Counter

from land_records.acts.changes import Changes, NewRestriction, NewRight
from land_records.acts.written import Written, close_rows
from land_records.cadastre.revision import django_geometry
from land_records.models import (
    Restriction,
    RestrictionParty,
    Right,
    RightHolder,
    RightPurpose,
    RightSubject,
    RightSuccession,
)


def write_rights(changes: Changes, written: Written) -> None:
    """Close the rights that end, open the new ones after those they come from."""
    close_rows("land_records_right", (one.right_id for one in changes.ended_rights), written)
    for cause in sorted({one.cause for one in changes.ended_rights}):
        ids = [one.right_id for one in changes.ended_rights if one.cause == cause]
        Right.objects.filter(pk__in=ids).update(closed_cause=cause)
    for one in changes.new_rights:
        written.ids[one.key] = _open_right(one, written)


def _open_right(one: NewRight, written: Written) -> int:
    ended = [right.valid.upper for right in Right.objects.filter(pk__in=one.succeeds) if right.valid.upper]
    right = Right.objects.create(
        kind=one.kind,
        form=one.form,
        origin=one.origin,
        received_by=one.received_by,
        unit_id=one.unit_id,
        under_id=written.of(one.under),
        began_on=one.began_on,
        valid=(max([written.at, *ended]), None),
        transaction_id=written.transaction_id,
        cause=written.cause,
        corrects_id=one.corrects,
    )
    RightSubject.objects.bulk_create(
        [RightSubject(right=right, parcel_id=written.of(ref)) for ref in one.parcels]
        + [RightSubject(right=right, asset_id=written.of(ref)) for ref in one.assets]
    )
    RightHolder.objects.bulk_create(
        [
            RightHolder(
                right=right,
                party_id=holder.party_id,
                numerator=holder.share.numerator if holder.share is not None else None,
                denominator=holder.share.denominator if holder.share is not None else None,
                represents=holder.represents,
            )
            for holder in one.holders
        ]
    )
    positions: Counter[int] = Counter()
    for use in one.purposes:
        parcel_id = written.id_of(use.parcel)
        positions[parcel_id] += 1
        RightPurpose.objects.create(
            right=right, parcel_id=parcel_id, position=positions[parcel_id], code=use.code,
            area_m2=use.area_m2, term=use.term, until=use.until,
        )  # fmt: skip
    RightSuccession.objects.bulk_create([RightSuccession(earlier_id=before, later=right) for before in one.succeeds])
    return right.pk


def write_restrictions(changes: Changes, written: Written) -> None:
    """Release and open; what goes on from another restriction begins where that one ends."""
    close_rows("land_records_restriction", (one.restriction_id for one in changes.ended_restrictions), written)
    for one in changes.new_restrictions:
        written.ids[one.key] = _open_restriction(one, written)


def _open_restriction(one: NewRestriction, written: Written) -> int:
    begin, note = written.at, one.note
    if one.continues is not None:
        before = Restriction.objects.get(pk=one.continues)
        begin, note = max(written.at, before.valid.upper or written.at), one.note or before.note
    made = Restriction.objects.create(
        kind=one.kind,
        right_id=written.of(one.right),
        parcel_id=written.of(one.parcel),
        asset_id=written.of(one.asset),
        favours_parcel_id=written.of(one.favours_parcel),
        unit_id=one.unit_id,
        rank=one.rank,
        blocks=list(one.blocks),
        document_number=one.document_number,
        document_date=one.document_date,
        issuer=one.issuer,
        note=note,
        geom=None if one.geometry is None else django_geometry(one.geometry),
        geom_area_m2=None if one.geometry is None else round(one.geometry.area, 1),
        valid=(begin, None),
        transaction_id=written.transaction_id,
        continues_id=one.continues,
    )
    RestrictionParty.objects.bulk_create(
        [RestrictionParty(restriction=made, party_id=party, role=role) for party, role in one.parties]
    )
    return made.pk
