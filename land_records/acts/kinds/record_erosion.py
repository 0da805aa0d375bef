"""Land lost to the sea or a river (sạt lở, SA): Law 31/2024 Art 81, NĐ 101/2024 Art 22 (erosion, area reduction)."""

from typing import Literal

from land_records.acts.carrying_papers import noted, recalled_or_noted
from land_records.acts.changes import Changes, EndedAsset, EndedParcel
from land_records.acts.cutting import Cut
from land_records.acts.guards import parcel_in_force
from land_records.acts.inputs import PaperInput
from land_records.acts.protocol import ActKind
from land_records.acts.reduction import reduced
from land_records.acts.state import ActState, Subjects
from land_records.acts.succession import leave_parcel
from land_records.cadastre.snapshots import ParcelSnapshot

CODE = "SA"
_WATER = {"sea": "biển", "river": "sông, suối"}


class ErosionPayload(PaperInput):
    """`cut` and `lost` (numbers of the parts under water) for a part, left out when nothing remains."""

    parcel_id: int
    water: Literal["sea", "river"]
    cut: Cut | None = None
    lost: tuple[int, ...] = ()
    several: bool = False
    assets_gone: tuple[int, ...] = ()


def _subjects(payload: ErosionPayload) -> Subjects:
    return Subjects(parcels=frozenset({payload.parcel_id}))


def _plan(payload: ErosionPayload, state: ActState) -> Changes:
    parcel = parcel_in_force(state, payload.parcel_id)
    gone = tuple(EndedAsset(asset) for asset in payload.assets_gone if asset in state.assets)
    if payload.cut is None:
        return _all_lost(payload, state, parcel)
    change = reduced(parcel, payload.cut, payload.lost, several=payload.several)
    follows = change.rights(state, parcel, CODE)
    note = (
        f"Sạt lở {change.taken_m2} m² của thửa {parcel.number}, tờ bản đồ {parcel.sheet} ({_WATER[payload.water]})"
        f"{payload.on_paper()}; còn lại {change.rest_m2} m²"
    )
    return follows.into(
        CODE,
        revised_parcels=(change.revised(parcel, CODE),),
        ended_assets=gone,
        certificate_changes=noted(state, follows.single, change_code=CODE, note=note),
        facts={"srid": parcel.official_srid, "lost_m2": change.taken_m2, "cut_lines": change.cut_lines},
    )


def _all_lost(payload: ErosionPayload, state: ActState, parcel: ParcelSnapshot) -> Changes:
    here = [one.id for one in state.assets.values() if one.parcel_id == parcel.parcel_id and one.valid_to is None]
    follows = leave_parcel(state, parcel.parcel_id, cause=CODE, assets_gone=here, gone=True)
    note = f"Sạt lở toàn bộ thửa {parcel.number}, tờ bản đồ {parcel.sheet}{payload.on_paper()}"
    return follows.into(
        CODE,
        ended_parcels=(EndedParcel(parcel.parcel_id, CODE),),
        ended_assets=tuple(EndedAsset(one) for one in here),
        certificate_changes=recalled_or_noted(state, follows, change_code=CODE, note=note),
        facts={"srid": parcel.official_srid, "lost_m2": parcel.areas.computed},
    )


KIND = ActKind(
    code="record_erosion",
    name_vi="Ghi nhận sạt lở, giảm diện tích",
    name_en="Record land lost to the sea or a river",
    change_code=CODE,
    group="state",
    payload=ErosionPayload,
    subjects=_subjects,
    plan=_plan,
)
