"""Register or change a house or another asset on land (tài sản, TS): Law 31/2024 Arts 148, 149."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from land_records.acts.changes import Changes, NewAsset, NewCertificate, NewRight
from land_records.acts.guards import parcel_in_force
from land_records.acts.inputs import FormOfHolding, HolderInput, PaperInput
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects

CODE = "TS"


class AssetPayload(FormOfHolding, PaperInput):
    """A house or another asset on a parcel; `holders` own it, empty: the asset only. Areas in m²."""

    parcel_id: int
    kind: Literal["house", "apartment", "construction", "forest", "perennials"] = "house"
    name: str = Field(default="", max_length=200)
    built_area_m2: Decimal | None = Field(default=None, gt=0)
    floor_area_m2: Decimal | None = Field(default=None, gt=0)
    floors: str = Field(default="", max_length=20)
    structure: str = Field(default="", max_length=100)
    grade: str = Field(default="", max_length=20)
    building_id: int | None = None
    number: str = Field(default="", max_length=40)
    holders: tuple[HolderInput, ...] = ()
    certificate: bool = False


def _subjects(payload: AssetPayload) -> Subjects:
    buildings = frozenset({payload.building_id}) if payload.building_id is not None else frozenset[int]()
    return Subjects(parcels=frozenset({payload.parcel_id}), assets=buildings)


def _plan(payload: AssetPayload, state: ActState) -> Changes:
    parcel = parcel_in_force(state, payload.parcel_id)
    asset = NewAsset(
        key="asset:1",
        kind=payload.kind,
        unit_id=parcel.unit_id,
        parcel=parcel.parcel_id,
        facts=payload.model_dump(include={"name", "built_area_m2", "floor_area_m2", "floors", "structure", "grade"}),
        building_id=payload.building_id,
        number=payload.number,
    )
    rights: tuple[NewRight, ...] = ()
    if payload.holders:
        rights = (
            NewRight(
                key="right:1",
                kind="ownership",
                form=payload.form,
                unit_id=parcel.unit_id,
                holders=tuple(holder.holder() for holder in payload.holders),
                assets=(asset.key,),
                received_by=CODE,
                began_on=payload.paper_date,
            ),
        )
    papers = (NewCertificate("certificate:1", parcel.unit_id, ("right:1",)),) if payload.certificate and rights else ()
    return Changes(change_code=CODE, new_assets=(asset,), new_rights=rights, new_certificates=papers)


KIND = ActKind(
    code="register_asset",
    name_vi="Đăng ký tài sản gắn liền với đất",
    name_en="Register an asset on land",
    change_code=CODE,
    group="certificate",
    payload=AssetPayload,
    subjects=_subjects,
    plan=_plan,
)
