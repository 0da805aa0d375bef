"""The dry-run: before and after of everything an act touches, the balances, and every rule with its verdict."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import shapely

from gis_core.geometry.measure import rounded_areas
from land_records.acts.changes import Changes
from land_records.acts.guards import on_land
from land_records.acts.state import ActState
from land_records.cadastre.naming import parcel_names
from land_records.cadastre.neighbours import fit_into_fabric, fitted_to_each_other
from land_records.models import ParcelVersion
from land_records.rules.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class PreviewParcel:
    """One parcel before or after. `name`: its reference, or "thửa mới 1"; `geometry` in zone `srid`, metres."""

    key: str
    parcel_id: int | None
    name: str
    number: int | None
    land_use: str
    area_m2: Decimal | None
    geometry: Any
    srid: int
    fate: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be written, nothing of it is. `statistics`: land-use code → (m² before, m² after).

    `neighbours`: references of parcels that would get vertices of a common boundary, their areas staying.
    """

    act_id: int
    changes: Changes
    state: ActState
    before: tuple[PreviewParcel, ...]
    after: tuple[PreviewParcel, ...]
    statistics: Mapping[str, tuple[Decimal, Decimal]]
    verdicts: tuple[Verdict, ...]
    neighbours: tuple[str, ...] = ()

    @property
    def may_go_on(self) -> bool:
        """True when no rule blocks."""
        return not any(verdict.blocks for verdict in self.verdicts)

    @property
    def area_before(self) -> Decimal:
        """m² of the parcels before, computed areas."""
        return sum((parcel.area_m2 or Decimal(0) for parcel in self.before), Decimal(0))

    @property
    def area_after(self) -> Decimal:
        """m² of the parcels after, computed areas."""
        return sum((parcel.area_m2 or Decimal(0) for parcel in self.after), Decimal(0))


def preview_of(act_id: int, changes: Changes, state: ActState, verdicts: tuple[Verdict, ...]) -> Preview:
    """Put the two sides together; parcels the act names but does not change stand on both."""
    before, after = _before(changes, state), _after(changes, state)
    statistics = _statistics(before, after)
    return Preview(act_id, changes, state, before, after, statistics, verdicts, _neighbours(changes, state))


def _touched(changes: Changes, state: ActState) -> list[int]:
    named = set(state.subjects.parcels)
    named |= {one.parcel_id for one in changes.ended_parcels} | {one.parcel_id for one in changes.revised_parcels}
    named |= {
        parcel for one in changes.ended_rights for parcel in state.rights[one.right_id].parcel_ids
        if one.right_id in state.rights
    }  # fmt: skip
    return sorted(named & state.parcels.keys())


def _before(changes: Changes, state: ActState) -> tuple[PreviewParcel, ...]:
    ended = {one.parcel_id for one in changes.ended_parcels}
    revised = {one.parcel_id for one in changes.revised_parcels}
    return tuple(
        PreviewParcel(
            key=f"parcel:{parcel}",
            parcel_id=parcel,
            name=state.parcels[parcel].reference,
            number=state.parcels[parcel].number,
            land_use=state.parcels[parcel].land_use,
            area_m2=state.parcels[parcel].areas.computed or state.parcels[parcel].areas.legal,
            geometry=state.parcels[parcel].official_geometry,
            srid=state.parcels[parcel].official_srid,
            fate="ended" if parcel in ended else "revised" if parcel in revised else "kept",
        )
        for parcel in _touched(changes, state)
    )


def _after(changes: Changes, state: ActState) -> tuple[PreviewParcel, ...]:
    revised = {one.parcel_id: one for one in changes.revised_parcels}
    ended = {one.parcel_id for one in changes.ended_parcels}
    rows = []
    for old in _before(changes, state):
        if old.parcel_id in ended:
            continue
        change = revised.get(old.parcel_id or 0)
        geometry = change.geometry if change is not None and change.geometry is not None else old.geometry
        uses = change.land_uses if change is not None else None
        rows.append(
            PreviewParcel(
                key=old.key,
                parcel_id=old.parcel_id,
                name=old.name,
                number=old.number,
                land_use=old.land_use if uses is None else "+".join(code for code, _ in uses),
                area_m2=old.area_m2 if geometry is old.geometry else _area(geometry),
                geometry=geometry,
                srid=old.srid,
                fate=old.fate,
            )
        )
    coming = dict(state.next_numbers)
    for place, new in enumerate(changes.new_parcels, start=1):
        number = new.number if new.number is not None else coming.get(new.sheet_id)
        if number is not None:
            coming[new.sheet_id] = max(coming.get(new.sheet_id, 0), number + 1)
        srid = next((state.parcels[parent].official_srid for parent in new.parents), changes.facts.get("srid", 0))
        rows.append(
            PreviewParcel(
                key=new.key,
                parcel_id=None,
                name=f"thửa mới {place}",
                number=number,
                land_use=new.land_use or "+".join(code for code, _ in new.land_uses),
                area_m2=new.area_certificate if new.geometry is None else _area(new.geometry),
                geometry=new.geometry,
                srid=int(srid),
                fate="new",
            )
        )
    return tuple(rows)


def _neighbours(changes: Changes, state: ActState) -> tuple[str, ...]:
    """Parcels beside the act that approval would give vertices, as the fabric lies now."""
    shapes = []
    for new in changes.new_parcels:
        if new.geometry is not None and new.standing == "official":
            srid = next((state.parcels[parent].official_srid for parent in new.parents), changes.facts.get("srid", 0))
            shapes.append(on_land(new.geometry, int(srid)))
    for one in changes.revised_parcels:
        if one.geometry is not None:
            shapes.append(on_land(one.geometry, state.parcels[one.parcel_id].official_srid))
    if not shapes:
        return ()
    fitted = fit_into_fabric(fitted_to_each_other(np.array(shapes, dtype=object)))
    own = {one.parcel_id for one in changes.ended_parcels} | {one.parcel_id for one in changes.revised_parcels}
    touched = ParcelVersion.objects.filter(pk__in=fitted.neighbour_versions).exclude(parcel_id__in=own)
    return tuple(one.reference for one in parcel_names(touched.values_list("parcel_id", flat=True)).values())


def _area(geometry: Any) -> Decimal:
    return rounded_areas([float(shapely.area(geometry))])[0]


def _statistics(
    before: tuple[PreviewParcel, ...], after: tuple[PreviewParcel, ...]
) -> dict[str, tuple[Decimal, Decimal]]:
    """m² per main land-use code on both sides: what the yearly statistics would move."""
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for side, rows in enumerate((before, after)):
        for row in rows:
            sums[row.land_use or "?"][side] += row.area_m2 or Decimal(0)
    return {code: (one, two) for code, (one, two) in sorted(sums.items())}
