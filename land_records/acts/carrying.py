"""What goes over unchanged when something else changes: rights to new parcels, charges to new rights, papers.

Acts build their plans from these pieces, so that a mortgage is never lost in a split.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from land_records.acts.changes import (
    CertificateChange,
    EndedRestriction,
    EndedRight,
    NewCertificate,
    NewPurpose,
    NewRestriction,
    NewRight,
    Ref,
)
from land_records.acts.state import ActState
from land_records.cadastre.moments import legal_day
from land_records.rights.snapshots import Holder, RestrictionSnapshot, RightSnapshot


@dataclass(frozen=True, slots=True)
class Place:
    """Where an old parcel's right goes: the new parcel and its area in m² for the purposes."""

    ref: Ref
    area_m2: Decimal | None
    share: float = 1.0


def carried_right(
    state: ActState,
    right: RightSnapshot,
    *,
    key: str,
    places: Mapping[int, Sequence[Place]],
    holders: tuple[Holder, ...] | None = None,
    form: str | None = None,
    received_by: str | None = None,
    under: Ref | None = None,
) -> NewRight:
    """The next version of a right: same title, term and purposes on the new places; holders as given or as before.

    `places`: old parcel → where its purposes go; a parcel left out leaves the right. Farm land of before 2024-08-01
    without a term gets one (NĐ 49/2026 Art 20.1, figures of rule RIGHT-TERM-LONG-FARM).
    """
    return NewRight(
        key=key,
        kind=right.kind,
        form=form or right.form,
        unit_id=right.unit_id,
        holders=right.holders if holders is None else holders,
        parcels=tuple(place.ref for old in right.parcel_ids for place in places.get(old, ())),
        assets=right.asset_ids,
        purposes=tuple(
            purpose
            for use in right.purposes
            for place in places.get(use.parcel_id, ())
            for purpose in [_purpose(state, right, use, place)]
        ),
        origin=right.origin,
        received_by=right.received_by if received_by is None else received_by,
        succeeds=(right.id,),
        under=under if under is not None else right.under_id,
        began_on=right.began_on,
    )


def same_places(right: RightSnapshot) -> dict[int, list[Place]]:
    """The right stays where it is."""
    return {parcel: [Place(parcel, None)] for parcel in right.parcel_ids}


def _purpose(state: ActState, right: RightSnapshot, use: Any, place: Place) -> NewPurpose:
    term, until = farm_term(state, right, use.code, use.term, use.until)
    area = use.area_m2
    if place.area_m2 is not None:
        alone = sum(1 for other in right.purposes if other.parcel_id == use.parcel_id) == 1
        area = place.area_m2 if alone else None if use.area_m2 is None else _part(use.area_m2, place.share)
    return NewPurpose(place.ref, use.code, area, term, until)


def farm_term(
    state: ActState, right: RightSnapshot, code: str, term: str, until: date | None
) -> tuple[str, date | None]:
    """The term of a purpose at the next registered change, by the rule of long-term farm land."""
    figures = state.figures.get("RIGHT-TERM-LONG-FARM")
    if figures is None or term == "until" or code not in figures.get("codes", ()):
        return term, until
    if right.began_on is not None and right.began_on >= date.fromisoformat(figures["before"]):
        return term, until
    day = legal_day(state.at)
    return "until", _years_later(day, int(figures["years"]))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _part(area: Decimal, share: float) -> Decimal:
    return (area * Decimal(repr(share))).quantize(Decimal("0.1"))


def carried_restrictions(
    restrictions: Sequence[RestrictionSnapshot],
    *,
    rights: Mapping[int, Sequence[Ref]],
    parcels: Mapping[int, Sequence[Ref]],
    cause: str,
) -> tuple[tuple[EndedRestriction, ...], tuple[NewRestriction, ...]]:
    """End restrictions of rights and parcels that end and open them on what follows, naming what they go on from."""
    ended, opened = [], []
    for one in restrictions:
        on_rights: Sequence[Ref | None] = rights.get(one.right_id or 0, (one.right_id,))
        on_parcels: Sequence[Ref | None] = parcels.get(one.parcel_id or 0, (one.parcel_id,))
        if one.right_id not in rights and one.parcel_id not in parcels:
            continue
        ended.append(EndedRestriction(one.id, cause))
        for place, (right, parcel) in enumerate((r, p) for r in on_rights for p in on_parcels):
            opened.append(
                NewRestriction(
                    key=f"restriction:{one.id}.{place + 1}",
                    kind=one.kind,
                    unit_id=one.unit_id,
                    right=right,
                    parcel=parcel,
                    asset=one.asset_id,
                    favours_parcel=one.favours_parcel_id,
                    rank=one.rank,
                    blocks=one.blocks,
                    document_number=one.document_number,
                    document_date=one.document_date,
                    issuer=one.issuer,
                    parties=one.parties,
                    continues=one.id,
                )
            )
    return tuple(ended), tuple(opened)


def reissued(
    state: ActState, right_ids: Sequence[int], new_rights: Sequence[NewRight], *, change_code: str, note: str
) -> tuple[tuple[CertificateChange, ...], tuple[NewCertificate, ...]]:
    """Certificates of rights that end are replaced: one new draft per new right.

    A draft that was never issued is discarded; what it was to replace is replaced by the new drafts.
    """
    papers = [paper for paper in state.certificates.values() if set(paper.right_ids) & set(right_ids)]
    drafts = [paper for paper in papers if paper.status == "draft"]
    standing = {paper.id for paper in papers if paper.in_force}
    before = tuple(sorted(standing | {earlier for paper in drafts for earlier in paper.earlier_ids}))
    changes = tuple(CertificateChange(paper, "replaced", note, change_code, proves=()) for paper in sorted(standing))
    changes += tuple(CertificateChange(paper.id, "discarded", proves=()) for paper in drafts)
    made = tuple(
        NewCertificate(f"certificate:{place}", right.unit_id, (right.key,), replaces=before)
        for place, right in enumerate(new_rights, start=1)
    )
    return changes, made


def noted(
    state: ActState, successions: Mapping[int, Ref], *, change_code: str, note: str
) -> tuple[CertificateChange, ...]:
    """The change is noted on the certificates in force (xác nhận thay đổi); each proves the right's next version."""
    changes = []
    for paper in state.certificates.values():
        if paper.in_force and set(paper.right_ids) & successions.keys():
            proves = tuple(successions.get(right, right) for right in paper.right_ids)
            changes.append(CertificateChange(paper.id, "changed", note, change_code, proves))
    return tuple(changes)


def ended_rights(rights: Sequence[RightSnapshot], cause: str) -> tuple[EndedRight, ...]:
    """These rights end."""
    return tuple(EndedRight(right.id, cause) for right in rights)
