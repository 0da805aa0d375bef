"""Change what land may be used for (chuyển mục đích, CM): Law 31/2024 Arts 116, 121; with or without permit."""

from datetime import date
from typing import Literal

from pydantic import Field

from land_records.acts.carrying import same_places
from land_records.acts.carrying_papers import papers_after
from land_records.acts.changes import Changes, RevisedParcel
from land_records.acts.guards import on_parcel, parcel_in_force, right_in_force
from land_records.acts.inputs import PaperInput, PurposeInput
from land_records.acts.protocol import ActKind
from land_records.acts.repurposing import repurposed, uses_of
from land_records.acts.state import ActState, Subjects

CODE = "CM"


class PurposePayload(PaperInput):
    """`uses`: every use of the parcel afterwards, main use first, with area and term.

    `permit`: a decision of the State is needed (Art 121.1) and named in the paper; without it Art 121.3 applies.
    `plan_check`: what the land-use plan says, stated by the caller with the day of the answer.
    """

    right_id: int
    parcel_id: int
    uses: tuple[PurposeInput, ...] = Field(min_length=1)
    permit: bool = True
    plan_check: Literal["fits", "differs", "no_data"] = "no_data"
    plan_checked_on: date | None = None
    new_certificate: bool = False


def _subjects(payload: PurposePayload) -> Subjects:
    return Subjects(parcels=frozenset({payload.parcel_id}), rights=frozenset({payload.right_id}))


def _plan(payload: PurposePayload, state: ActState) -> Changes:
    right = right_in_force(state, payload.right_id, "land_use")
    parcel = parcel_in_force(state, payload.parcel_id)
    on_parcel(right, parcel)
    uses = tuple(use.model_copy(update={"parcel_id": payload.parcel_id}).purpose() for use in payload.uses)
    follows = repurposed(state, right, {payload.parcel_id: uses}, cause=CODE, places=same_places(right))
    words = ", ".join(f"{use.code}{'' if use.area_m2 is None else f' {use.area_m2} m²'}" for use in uses)
    note = f"Chuyển mục đích sử dụng thửa {parcel.number}, tờ bản đồ {parcel.sheet} thành {words}{payload.on_paper()}"
    changed, papers = papers_after(
        state, follows, {right.id}, change_code=CODE, note=note, anew=payload.new_certificate
    )
    return follows.into(
        CODE,
        revised_parcels=(RevisedParcel(payload.parcel_id, CODE, land_uses=uses_of(uses)),),
        certificate_changes=changed,
        new_certificates=papers,
        facts={
            "permit": payload.permit,
            "permit_named": bool(payload.paper_number),
            "plan_check": payload.plan_check,
            "whole_m2": {payload.parcel_id: parcel.areas.legal},
        },
    )


KIND = ActKind(
    code="change_purpose",
    name_vi="Chuyển mục đích sử dụng đất",
    name_en="Change the land use",
    change_code=CODE,
    group="purpose",
    payload=PurposePayload,
    subjects=_subjects,
    plan=_plan,
)
