"""Change what land may be used for (chuyển mục đích, CM): Law 31/2024 Arts 116, 121; with or without permit."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from pydantic import Field

from land_records.acts.carrying import same_places
from land_records.acts.carrying_papers import papers_after
from land_records.acts.changes import Changes, NewPurpose, RevisedParcel
from land_records.acts.consulting import PlanQuestion, growing, plan_word
from land_records.acts.guards import on_parcel, parcel_in_force, right_in_force
from land_records.acts.inputs import PaperInput, PurposeInput
from land_records.acts.protocol import ActKind
from land_records.acts.repurposing import repurposed, uses_of
from land_records.acts.state import ActState, Subjects
from land_records.cadastre.moments import legal_day
from land_records.cadastre.snapshots import ParcelSnapshot
from land_records.rights.snapshots import RightSnapshot

CODE = "CM"


class PurposePayload(PaperInput):
    """`uses`: every use of the parcel afterwards, main use first, with area and term.

    `permit`: a decision of the State is needed (Art 121.1) and named in the paper; without it Art 121.3 applies.
    The plans in force are asked when the act is planned. `plan_check`: the written answer of the body that made the
    plan, with its day; it counts where the system has no plan. `departs_reason`: why the decision named in the paper
    departs from the plan; holds no personal data.
    """

    right_id: int
    parcel_id: int
    uses: tuple[PurposeInput, ...] = Field(min_length=1)
    permit: bool = True
    plan_check: Literal["fits", "differs", "no_data"] = "no_data"
    plan_checked_on: date | None = None
    departs_reason: str = Field("", max_length=300)
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
            **_plan_facts(payload, uses, parcel, right, state),
            "whole_m2": {payload.parcel_id: parcel.areas.legal},
        },
    )


def _plan_facts(
    payload: PurposePayload,
    uses: Sequence[NewPurpose],
    parcel: ParcelSnapshot,
    right: RightSnapshot,
    state: ActState,
) -> dict[str, Any]:
    """What the plans say, and whether the decision departs from it. Uses the parcel has already need no plan."""
    wanted = growing(parcel, right, dict(uses_of(uses)))
    if not wanted:
        return {"plan_check": "differs"} if payload.plan_check == "differs" else {}
    said = plan_word(PlanQuestion(parcel, wanted, legal_day(state.at)))
    word = payload.plan_check if said is None or said.word in ("no_data", "out_of_date") else said.word
    departs = payload.departs_reason if word == "differs" and payload.paper_number else ""
    return {"plan_check": word, "plan": said, "departs": departs}


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
