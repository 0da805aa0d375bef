"""What goes over unchanged when something else changes: rights to new parcels, charges to new rights, papers.

Acts build their plans from these pieces, so that a mortgage is never lost in a split.
"""

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import shapely

from land_records.acts.changes import (
    EndedRestriction,
    EndedRight,
    NewPurpose,
    NewRestriction,
    NewRight,
    Ref,
)
from land_records.acts.state import ActState
from land_records.cadastre.moments import legal_day
from land_records.cadastre.official import as_multipolygons
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
    assets: tuple[Ref, ...] | None = None,
    purposes: tuple[NewPurpose, ...] | None = None,
    origin: str | None = None,
    corrects: int | None = None,
) -> NewRight:
    """The next version of a right: same title, term and purposes on the new places; what is given replaces it.

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
        assets=right.asset_ids if assets is None else assets,
        purposes=carried_purposes(state, right, places) if purposes is None else purposes,
        origin=right.origin if origin is None else origin,
        received_by=right.received_by if received_by is None else received_by,
        succeeds=(right.id,),
        under=under if under is not None else right.under_id,
        began_on=right.began_on,
        corrects=corrects,
    )


def carried_purposes(
    state: ActState, right: RightSnapshot, places: Mapping[int, Sequence[Place]]
) -> tuple[NewPurpose, ...]:
    """The purposes of a right where its parcels go, with the term they have at the next registered change."""
    return tuple(
        _purpose(state, right, use, place) for use in right.purposes for place in places.get(use.parcel_id, ())
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


def scaled_uses(uses: Sequence[Any], area: Decimal, share: float) -> tuple[tuple[str, Decimal | None], ...]:
    """Land uses of a parcel on a part of it: a single use takes the part's area, divided areas follow the share."""
    if len(uses) == 1:
        return ((uses[0].code, area),)
    return tuple((use.code, None if use.area_m2 is None else _part(use.area_m2, share)) for use in uses)


def carried_restrictions(
    restrictions: Sequence[RestrictionSnapshot],
    *,
    rights: Mapping[int, Sequence[Ref]],
    parcels: Mapping[int, Sequence[Ref]],
    cause: str,
    ground: Mapping[Ref, Any] | None = None,
    lies_on: Mapping[Ref, Collection[Ref]] | None = None,
) -> tuple[tuple[EndedRestriction, ...], tuple[NewRestriction, ...]]:
    """End restrictions of rights and parcels that end and open them on what follows, naming what they go on from.

    `ground`: shapes (LAND_SRID, metres) of the parcels that follow: a restriction with a shape of its own goes on only
    where it meets them. `lies_on`: right that follows → its parcels, so that a charge on a right and a parcel stays on
    both. A mortgage that meets another of its rank on the same right is put behind it.
    """
    ended, opened = [], []
    for one in restrictions:
        if one.right_id not in rights and one.parcel_id not in parcels and one.favours_parcel_id not in parcels:
            continue
        ended.append(EndedRestriction(one.id, cause))
        on_rights: Sequence[Ref | None] = rights.get(one.right_id or 0, (one.right_id,))
        on_parcels: Sequence[Ref | None] = parcels.get(one.parcel_id or 0, (one.parcel_id,))
        favours: Sequence[Ref | None] = parcels.get(one.favours_parcel_id or 0, (one.favours_parcel_id,))
        places = [
            (right, parcel, favoured, _meeting(one, parcel, ground or {}))
            for right, parcel, favoured in itertools.product(on_rights, on_parcels, favours)
            if right is None or parcel is None or lies_on is None or parcel in lies_on.get(right, (parcel,))
        ]
        kept = [place for place in places if place[3] is None or not place[3].is_empty] or places[:1]
        opened += [_opened(one, number, *place) for number, place in enumerate(kept, start=1)]
    return tuple(ended), _ranked(opened)


def _meeting(one: RestrictionSnapshot, parcel: Ref | None, ground: Mapping[Ref, Any]) -> Any:
    """The part of a restriction's own shape on one parcel; None when it lies on all of it."""
    if one.geometry is None or parcel is None or parcel not in ground:
        return one.geometry
    shape = shapely.intersection(one.geometry, ground[parcel], grid_size=0.001)
    return as_multipolygons(np.array([_areas_of(shape)], dtype=object))[0]


def _areas_of(shape: Any) -> Any:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.multipolygons(parts) if parts else shapely.MultiPolygon()


def _opened(
    one: RestrictionSnapshot, number: int, right: Ref | None, parcel: Ref | None, favours: Ref | None, shape: Any
) -> NewRestriction:
    return NewRestriction(
        key=f"restriction:{one.id}.{number}",
        kind=one.kind,
        unit_id=one.unit_id,
        right=right,
        parcel=parcel,
        asset=one.asset_id,
        favours_parcel=favours,
        rank=one.rank,
        blocks=one.blocks,
        document_number=one.document_number,
        document_date=one.document_date,
        issuer=one.issuer,
        geometry=shape,
        parties=one.parties,
        continues=one.id,
    )


def _ranked(opened: Sequence[NewRestriction]) -> tuple[NewRestriction, ...]:
    """Mortgages of one right in their order, none with the rank of another."""
    taken: dict[Ref | None, set[int]] = {}
    ranks: dict[str, int] = {}
    for one in sorted(opened, key=lambda new: (new.rank or 0, new.continues or 0)):
        if one.rank is not None:
            mine = taken.setdefault(one.right, set())
            ranks[one.key] = next(rank for rank in itertools.count(one.rank) if rank not in mine)
            mine.add(ranks[one.key])
    return tuple(replace(one, rank=ranks.get(one.key, one.rank)) for one in opened)


def ended_rights(rights: Sequence[RightSnapshot], cause: str) -> tuple[EndedRight, ...]:
    """These rights end."""
    return tuple(EndedRight(right.id, cause) for right in rights)
