"""A parcel measured again (đo đạc lại, TD), or measured for the first time: a provisional parcel becomes official.

The new shape replaces the old one; the difference in area is recorded, not spread (Law 31/2024 Art 135.6). What was
known from papers only gets its shape, its code and its place in the fabric here.
"""

from decimal import Decimal
from typing import Any

from pydantic import Field
from shapely.geometry import MultiPolygon

from gis_core.geometry.measure import rounded_areas
from land_records.acts.carrying import Place, scaled_uses
from land_records.acts.carrying_papers import papers_after
from land_records.acts.changes import Changes, Ref, RevisedParcel
from land_records.acts.cutting import PlaceInput
from land_records.acts.guards import USE_KINDS, on_land, parcel_in_force, plane_area
from land_records.acts.inputs import PaperInput
from land_records.acts.measured import measured_shape
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects
from land_records.acts.succession import renew

CODE = "TD"


class ResurveyPayload(PaperInput):
    """`rings`: corners in order, the outer ring first, holes after it, in the parcel's official zone.

    `surveyed_difference_m2`: new minus old computed area as the surveyor states it, so that a slip in a coordinate is
    seen; left out for a parcel without a shape.
    """

    parcel_id: int
    rings: tuple[tuple[PlaceInput, ...], ...] = Field(min_length=1)
    surveyed_difference_m2: float | None = None
    new_certificate: bool = False


def _subjects(payload: ResurveyPayload) -> Subjects:
    return Subjects(parcels=frozenset({payload.parcel_id}))


def _plan(payload: ResurveyPayload, state: ActState) -> Changes:
    parcel = parcel_in_force(state, payload.parcel_id)
    shape = measured_shape(payload.rings)
    [area] = rounded_areas([plane_area(shape)])
    before = parcel.official_geometry
    old = plane_area(before) if before is not None else float(parcel.areas.legal or area)
    share = plane_area(shape) / old if old else 1.0
    uses = scaled_uses(parcel.land_uses, area, share)
    settles = parcel.standing != "official"
    revised = RevisedParcel(
        payload.parcel_id, CODE, geometry=MultiPolygon([shape]), area_certificate=area, land_uses=uses,
        standing="official" if settles else None,
    )  # fmt: skip
    rights = [right for right in state.rights_of(payload.parcel_id) if right.kind in USE_KINDS]
    places = {payload.parcel_id: [Place(payload.parcel_id, area, share)]}
    ground: dict[Ref, Any] | None = (
        {payload.parcel_id: on_land(shape, parcel.official_srid)} if _shaped(state, payload.parcel_id) else None
    )
    follows = renew(state, rights, cause=CODE, places=places, ground=ground)
    note = f"Đo đạc lại thửa {parcel.number}, tờ bản đồ {parcel.sheet}{payload.on_paper()}: {_comma(area)} m²"
    changed, papers = papers_after(
        state, follows, {right.id for right in rights}, change_code=CODE, note=note, anew=payload.new_certificate
    )
    facts: dict[str, Any] = {"srid": parcel.official_srid, "settles_standing": settles, "resurvey": True}
    if before is not None:
        facts |= {"difference_m2": round(plane_area(shape) - old, 2), "stated_m2": payload.surveyed_difference_m2}
    return follows.into(
        CODE, revised_parcels=(revised,), certificate_changes=changed, new_certificates=papers, facts=facts
    )


def _shaped(state: ActState, parcel_id: int) -> bool:
    return any(one.geometry is not None for one in state.restrictions_of(parcel_id=parcel_id))


def _comma(area: Decimal) -> str:
    return f"{area}".replace(".", ",")


KIND = ActKind(
    code="resurvey_parcel",
    name_vi="Đo đạc lại thửa đất, hoàn tất thửa dự kiến",
    name_en="Re-survey a parcel, settle a provisional one",
    change_code=CODE,
    group="parcel",
    payload=ResurveyPayload,
    subjects=_subjects,
    plan=_plan,
)
