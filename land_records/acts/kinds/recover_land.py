"""Recovery of land by the State, whole or part (thu hồi đất, TH): Law 31/2024 Arts 78–82.

Not the revocation of a certificate: here the land itself leaves the holder. What is recovered becomes a parcel managed
by a State body (or ends, when it becomes a road or canal); what remains keeps its number and its right, smaller.
"""

from decimal import Decimal

from pydantic import model_validator

from land_records.acts.carrying_assets import next_version
from land_records.acts.carrying_papers import noted, recalled_or_noted
from land_records.acts.changes import (
    Changes,
    EndedAsset,
    EndedParcel,
    NewAsset,
    NewParcel,
    NewPurpose,
    NewRight,
    Ref,
    RevisedParcel,
)
from land_records.acts.cutting import Cut
from land_records.acts.guards import parcel_in_force
from land_records.acts.inputs import PaperInput
from land_records.acts.protocol import ActKind
from land_records.acts.reduction import reduced
from land_records.acts.state import ActState, Subjects
from land_records.acts.succession import leave_parcel
from land_records.cadastre.snapshots import ParcelSnapshot
from land_records.rights.snapshots import Holder

CODE = "TH"
AWAITING = "CGT"
"""Land recovered and not yet given to anybody (đất đã thu hồi chưa giao, chưa cho thuê)."""


class RecoveryPayload(PaperInput):
    """The decision; `cut` and `taken` (numbers of parts) for a part, left out for all of it.

    `body_id`: the State body that manages the land; None: the land ends as a parcel. `assets_gone`: assets taken down.
    """

    parcel_id: int
    cut: Cut | None = None
    taken: tuple[int, ...] = ()
    several: bool = False
    body_id: int | None = None
    assets_gone: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _decided(self) -> "RecoveryPayload":
        if not self.paper_number:
            raise ValueError("a decision is needed")
        return self


def _subjects(payload: RecoveryPayload) -> Subjects:
    return Subjects(parcels=frozenset({payload.parcel_id}))


def _plan(payload: RecoveryPayload, state: ActState) -> Changes:
    parcel = parcel_in_force(state, payload.parcel_id)
    return _whole(payload, state, parcel) if payload.cut is None else _part(payload, payload.cut, state, parcel)


def _managed(payload: RecoveryPayload, parcel: ParcelSnapshot, ref: Ref, number: int, area: Decimal) -> NewRight:
    return NewRight(
        key=f"right:{number}",
        kind="management",
        form="sole",
        unit_id=parcel.unit_id,
        holders=(Holder(payload.body_id or 0),),
        parcels=(ref,),
        purposes=(NewPurpose(ref, AWAITING, area, "unknown"),),
        origin="DG-QL",
        received_by=CODE,
        began_on=payload.paper_date,
    )


def _whole(payload: RecoveryPayload, state: ActState, parcel: ParcelSnapshot) -> Changes:
    area = parcel.areas.computed or parcel.areas.legal or Decimal(0)
    stays = payload.body_id is not None
    follows = leave_parcel(state, parcel.parcel_id, cause=CODE, assets_gone=payload.assets_gone, gone=not stays)
    made = follows.new_rights
    if stays:
        made += (_managed(payload, parcel, parcel.parcel_id, len(made) + 1, area),)
    note = f"Nhà nước thu hồi thửa {parcel.number}, tờ bản đồ {parcel.sheet}{payload.on_paper()}"
    ended_assets, moved = _assets(payload, state, parcel, stays=stays)
    return Changes(
        change_code=CODE,
        ended_parcels=() if stays else (EndedParcel(parcel.parcel_id, CODE),),
        revised_parcels=(RevisedParcel(parcel.parcel_id, CODE, land_uses=((AWAITING, area),)),) if stays else (),
        ended_assets=ended_assets,
        new_assets=moved,
        ended_rights=follows.ended_rights,
        new_rights=made,
        ended_restrictions=follows.ended_restrictions,
        new_restrictions=follows.new_restrictions,
        certificate_changes=recalled_or_noted(state, follows, change_code=CODE, note=note),
        facts={"srid": parcel.official_srid, "recovered_m2": area},
    )


def _part(payload: RecoveryPayload, cut: Cut, state: ActState, parcel: ParcelSnapshot) -> Changes:
    change = reduced(parcel, cut, payload.taken, several=payload.several)
    follows = change.rights(state, parcel, CODE)
    new_parcels: tuple[NewParcel, ...] = ()
    new_rights = follows.new_rights
    if payload.body_id is not None:
        new_parcels = (
            NewParcel(
                key="parcel:1",
                sheet_id=state.sheet_of[parcel.parcel_id],
                geometry=change.taken,
                land_uses=((AWAITING, change.taken_m2),),
                area_certificate=change.taken_m2,
                area_labelled=change.taken_m2,
                lineage="split",
                parents={parcel.parcel_id: 1 - change.share},
            ),
        )
        new_rights += (_managed(payload, parcel, "parcel:1", len(new_rights) + 1, change.taken_m2),)
    note = (
        f"Nhà nước thu hồi {change.taken_m2} m² của thửa {parcel.number}, tờ bản đồ {parcel.sheet}"
        f"{payload.on_paper()}; còn lại {change.rest_m2} m²"
    )
    ended_assets, moved = _assets(payload, state, parcel, stays=True)
    return Changes(
        change_code=CODE,
        new_parcels=new_parcels,
        revised_parcels=(change.revised(parcel, CODE),),
        ended_assets=ended_assets,
        new_assets=moved,
        ended_rights=follows.ended_rights,
        new_rights=new_rights,
        ended_restrictions=follows.ended_restrictions,
        new_restrictions=follows.new_restrictions,
        certificate_changes=noted(state, follows.single, change_code=CODE, note=note),
        facts={"srid": parcel.official_srid, "recovered_m2": change.taken_m2, "cut_lines": change.cut_lines,
               "leaves_register": payload.body_id is None},
    )  # fmt: skip


def _assets(
    payload: RecoveryPayload, state: ActState, parcel: ParcelSnapshot, *, stays: bool
) -> tuple[tuple[EndedAsset, ...], tuple[NewAsset, ...]]:
    """Assets taken down end; when the parcel ends, those that stay lie on no parcel from now on."""
    here = [one for one in state.assets.values() if one.parcel_id == parcel.parcel_id and one.valid_to is None]
    gone = tuple(EndedAsset(one.id) for one in here if one.id in payload.assets_gone)
    left = [one for one in here if one.id not in payload.assets_gone]
    return gone, () if stays else tuple(next_version(one, None) for one in left)


KIND = ActKind(
    code="recover_land",
    name_vi="Nhà nước thu hồi đất (toàn bộ hoặc một phần)",
    name_en="Recovery of land by the State (whole or part)",
    change_code=CODE,
    group="state",
    payload=RecoveryPayload,
    subjects=_subjects,
    plan=_plan,
)
