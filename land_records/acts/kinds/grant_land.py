"""Allocation and lease of land by the State (giao đất, cho thuê đất): Law 31/2024 Arts 118–120, one procedure.

The land has no use right, or is managed by a State body whose right ends. The first certificate follows.
"""

from typing import Literal

from pydantic import Field

from land_records.acts.changes import Changes, NewCertificate, NewRight, RevisedParcel
from land_records.acts.errors import ActRefusedError
from land_records.acts.guards import parcel_in_force
from land_records.acts.inputs import FormOfHolding, HolderInput, PaperInput, PurposeInput
from land_records.acts.protocol import ActKind
from land_records.acts.repurposing import uses_of
from land_records.acts.state import ActState, Subjects
from land_records.acts.succession import end_all

CODE = "DK"
Origin = Literal["DG-CTT", "DG-KTT", "DG-QL", "DT-THN", "DT-TML"]
"""How the State gives land (DOMAIN 7.3): with or without land-use fee, to manage, leased by the year or at once."""


class GrantPayload(FormOfHolding, PaperInput):
    """`origin`: allocation or lease and how it is paid; the decision is the paper; `began_on` is its day."""

    parcel_ids: tuple[int, ...] = Field(min_length=1)
    holders: tuple[HolderInput, ...] = Field(min_length=1)
    purposes: tuple[PurposeInput, ...] = Field(min_length=1)
    origin: Origin
    certificate: bool = True


def _subjects(payload: GrantPayload) -> Subjects:
    return Subjects(parcels=frozenset(payload.parcel_ids))


def _plan(payload: GrantPayload, state: ActState) -> Changes:
    parcels = [parcel_in_force(state, parcel) for parcel in payload.parcel_ids]
    managed = {right.id: right for parcel in parcels for right in state.rights_of(parcel.parcel_id)}
    held = [right for right in managed.values() if right.kind != "management"]
    if held or any(not {*right.parcel_ids} <= {*payload.parcel_ids} for right in managed.values()):
        raise ActRefusedError(
            "Thửa đất đang có người sử dụng, hoặc cơ quan quản lý còn giữ cả thửa khác theo cùng một quyền.",
            "Somebody has the use of the land, or the managing body holds other parcels by the same right.",
            hint_vi="Thu hồi đất trước khi giao, cho thuê.",
            hint_en="Recover the land before it is allocated or leased.",
            code="parcel_has_right",
        )
    follows = end_all(state, managed.values(), cause=CODE)
    kind = "management" if payload.origin == "DG-QL" else "land_use"
    purposes = tuple(purpose.purpose() for purpose in payload.purposes)
    right = NewRight(
        key="right:1",
        kind=kind,
        form=payload.form,
        unit_id=parcels[0].unit_id,
        holders=tuple(holder.holder() for holder in payload.holders),
        parcels=payload.parcel_ids,
        purposes=purposes,
        origin=payload.origin,
        received_by=CODE,
        began_on=payload.paper_date,
        succeeds=tuple(managed),
    )
    revised = tuple(
        RevisedParcel(parcel, CODE, land_uses=uses_of([one for one in purposes if one.parcel == parcel]))
        for parcel in payload.parcel_ids
        if any(one.parcel == parcel for one in purposes)
    )
    return Changes(
        change_code=CODE,
        revised_parcels=revised,
        ended_rights=follows.ended_rights,
        new_rights=(right,),
        ended_restrictions=follows.ended_restrictions,
        new_certificates=(NewCertificate("certificate:1", right.unit_id, (right.key,)),) if payload.certificate else (),
        facts={"decision_named": bool(payload.paper_number and payload.paper_date)},
    )


KIND = ActKind(
    code="grant_land",
    name_vi="Nhà nước giao đất, cho thuê đất",
    name_en="Allocation or lease of land by the State",
    change_code=CODE,
    group="state",
    payload=GrantPayload,
    subjects=_subjects,
    plan=_plan,
)
