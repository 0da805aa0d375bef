"""Determine again how much of a garden parcel is residential land (xác định lại diện tích đất ở, TD).

For certificates from before 2004-07-01 that show residential land with garden as one (Law 31/2024 Art 141; NĐ 49/2026
Art 20.2). No change of purpose: nothing is paid, the area was residential all along.
"""

from decimal import Decimal

from pydantic import Field

from land_records.acts.carrying import carried_purposes, farm_term, same_places
from land_records.acts.carrying_papers import papers_after
from land_records.acts.changes import Changes, NewPurpose, RevisedParcel
from land_records.acts.errors import ActRefusedError
from land_records.acts.guards import on_parcel, parcel_in_force, right_in_force
from land_records.acts.inputs import PaperInput
from land_records.acts.protocol import ActKind
from land_records.acts.repurposing import repurposed, uses_of
from land_records.acts.state import ActState, Subjects

CODE = "TD"
_RESIDENTIAL = ("ONT", "ODT")


class ResidentialPayload(PaperInput):
    """`residential_m2` of the parcel is residential land `code` (ONT, ODT); the rest is `rest_code`."""

    right_id: int
    parcel_id: int
    code: str
    residential_m2: Decimal = Field(gt=0)
    rest_code: str = "CLN"
    new_certificate: bool = False


def _subjects(payload: ResidentialPayload) -> Subjects:
    return Subjects(parcels=frozenset({payload.parcel_id}), rights=frozenset({payload.right_id}))


def _plan(payload: ResidentialPayload, state: ActState) -> Changes:
    right = right_in_force(state, payload.right_id, "land_use")
    parcel = parcel_in_force(state, payload.parcel_id)
    on_parcel(right, parcel)
    whole = parcel.areas.legal
    if payload.code not in _RESIDENTIAL or whole is None or payload.residential_m2 > whole:
        raise ActRefusedError(
            f"Diện tích đất ở {payload.residential_m2} m² phải là ONT hoặc ODT và không quá diện tích thửa {whole} m².",
            f"{payload.residential_m2} m² must be ONT or ODT and at most the parcel's {whole} m².",
            code="residential_area_wrong",
        )
    before = [one for one in carried_purposes(state, right, same_places(right)) if one.parcel == payload.parcel_id]
    rest = next((one for one in before if one.code == payload.rest_code), None)
    uses: tuple[NewPurpose, ...] = (NewPurpose(payload.parcel_id, payload.code, payload.residential_m2, "long"),)
    if whole > payload.residential_m2:
        known = (rest.term, rest.until) if rest is not None else ("unknown", None)
        term, until = farm_term(state, right, payload.rest_code, *known)
        uses += (NewPurpose(payload.parcel_id, payload.rest_code, whole - payload.residential_m2, term, until),)
    follows = repurposed(state, right, {payload.parcel_id: uses}, cause=CODE, places=same_places(right))
    note = (
        f"Xác định lại diện tích đất ở của thửa {parcel.number}, tờ bản đồ {parcel.sheet}: "
        f"{payload.code} {payload.residential_m2} m²{payload.on_paper()}"
    )
    changed, papers = papers_after(
        state, follows, {right.id}, change_code=CODE, note=note, anew=payload.new_certificate
    )
    return follows.into(
        CODE,
        revised_parcels=(RevisedParcel(payload.parcel_id, CODE, land_uses=uses_of(uses)),),
        certificate_changes=changed,
        new_certificates=papers,
        facts={"began_on": right.began_on, "whole_m2": {payload.parcel_id: whole}},
    )


KIND = ActKind(
    code="redetermine_residential",
    name_vi="Xác định lại diện tích đất ở",
    name_en="Redetermine the residential area",
    change_code=CODE,
    group="purpose",
    payload=ResidentialPayload,
    subjects=_subjects,
    plan=_plan,
)
