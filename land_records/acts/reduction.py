"""A parcel that loses a part of its ground and keeps its number: recovery by the State, erosion (DOMAIN 3.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import shapely
from shapely.geometry import MultiPolygon

from gis_core.geometry.measure import rounded_areas
from land_records.acts.carrying import Place, scaled_uses
from land_records.acts.changes import Ref, RevisedParcel
from land_records.acts.cutting import Cut, chosen_parts, divided, drawn
from land_records.acts.guards import USE_KINDS, on_land, plane_area, single_polygon
from land_records.acts.state import ActState
from land_records.acts.succession import Succession, renew
from land_records.cadastre.snapshots import ParcelSnapshot


@dataclass(frozen=True, slots=True)
class Reduction:
    """What stays and what is taken, official zone; areas in m² to 0.1; `share` of the old area that stays (0–1)."""

    rest: MultiPolygon
    taken: MultiPolygon
    rest_m2: Decimal
    taken_m2: Decimal
    share: float
    cut_lines: list[list[tuple[float, float]]]

    def revised(self, parcel: ParcelSnapshot, cause: str) -> RevisedParcel:
        """The parcel with what stays."""
        return RevisedParcel(
            parcel.parcel_id, cause, geometry=self.rest, area_certificate=self.rest_m2,
            land_uses=scaled_uses(parcel.land_uses, self.rest_m2, self.share),
        )  # fmt: skip

    def rights(self, state: ActState, parcel: ParcelSnapshot, cause: str) -> Succession:
        """Its use right goes on with the smaller area, restrictions with a shape of their own only where it stays."""
        going = [right for right in state.rights_of(parcel.parcel_id) if right.kind in USE_KINDS]
        places = {parcel.parcel_id: [Place(parcel.parcel_id, self.rest_m2, self.share)]}
        shaped = any(one.geometry is not None for one in state.restrictions_of(parcel_id=parcel.parcel_id))
        ground: Mapping[Ref, Any] | None = (
            {parcel.parcel_id: on_land(self.rest, parcel.official_srid)} if shaped else None
        )
        return renew(state, going, cause=cause, places=places, ground=ground)


def reduced(parcel: ParcelSnapshot, cut: Cut, taken: Sequence[int], *, several: bool = False) -> Reduction:
    """Cut a parcel and take some of the parts. Raises GeometryError, ActRefusedError (`part_unknown`)."""
    polygon = single_polygon(parcel)
    division = divided(polygon, cut, several=several)
    lost, kept = chosen_parts(division, taken)
    rest, gone = _whole(kept), _whole(lost)
    rest_m2, taken_m2 = rounded_areas([plane_area(rest), plane_area(gone)])
    return Reduction(rest, gone, rest_m2, taken_m2, plane_area(rest) / polygon.area, drawn(division.lines))


def _whole(parts: Sequence[Any]) -> MultiPolygon:
    shape = shapely.union_all(list(parts), grid_size=0.001)
    return shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])
