"""Register a parcel known only from papers: no shape, standing provisional, until a survey settles it.

NĐ 101/2024 Art 28; the right on it is registered in the same act, its certificate waits for the survey or is entered
from the archive.
"""

from datetime import date
from decimal import Decimal

from pydantic import Field

from land_records.acts.changes import Changes, NewParcel, NewPurpose, NewRight
from land_records.acts.errors import ActRefusedError
from land_records.acts.inputs import FormOfHolding, HolderInput, PaperInput
from land_records.acts.protocol import ActKind, Payload
from land_records.acts.state import ActState, Subjects
from land_records.cadastre.placing import current_unit, sheet_facts

CODE = "DK"


class PaperUse(Payload):
    """One use as the papers state it."""

    code: str
    area_m2: Decimal | None = Field(default=None, gt=0)
    term: str = "unknown"
    until: date | None = None


class PaperParcelPayload(FormOfHolding, PaperInput):
    """Sheet and number as the papers give them; `holders` empty: the parcel only."""

    sheet_id: int
    number: int = Field(gt=0)
    area_m2: Decimal | None = Field(default=None, gt=0)
    uses: tuple[PaperUse, ...] = ()
    holders: tuple[HolderInput, ...] = ()
    origin: str = ""
    began_on: date | None = None


def _subjects(_payload: PaperParcelPayload) -> Subjects:
    return Subjects()


def _plan(payload: PaperParcelPayload, state: ActState) -> Changes:
    if not payload.paper_number:
        raise ActRefusedError(
            "Chưa nêu giấy tờ làm căn cứ.",
            "The paper it rests on is not named.",
            hint_vi="Ghi số và ngày của giấy tờ về thửa đất.",
            hint_en="Give number and day of the paper about the parcel.",
            code="paper_missing",
        )
    sheet = sheet_facts(payload.sheet_id)
    parcel = NewParcel(
        key="parcel:1",
        sheet_id=payload.sheet_id,
        geometry=None,
        land_uses=tuple((use.code, use.area_m2) for use in payload.uses),
        number=payload.number,
        area_certificate=payload.area_m2,
        standing="provisional",
    )
    rights: tuple[NewRight, ...] = ()
    if payload.holders:
        rights = (
            NewRight(
                key="right:1",
                kind="land_use",
                form=payload.form,
                unit_id=current_unit(sheet, at=state.at, unit_id=None).unit_id,
                holders=tuple(holder.holder() for holder in payload.holders),
                parcels=(parcel.key,),
                purposes=tuple(
                    NewPurpose(parcel.key, use.code, use.area_m2, use.term, use.until) for use in payload.uses
                ),
                origin=payload.origin,
                began_on=payload.began_on,
            ),
        )
    return Changes(
        change_code=CODE,
        new_parcels=(parcel,),
        new_rights=rights,
        facts={
            "srid": sheet.srid,
            "settles_standing": True,
            "as_on_paper": True,
            "numbers": ((payload.sheet_id, payload.number),),
        },
    )


KIND = ActKind(
    code="register_paper_parcel",
    name_vi="Đăng ký thửa đất chỉ có trên giấy tờ",
    name_en="Register a parcel known only from papers",
    change_code=CODE,
    group="certificate",
    payload=PaperParcelPayload,
    subjects=_subjects,
    plan=_plan,
)
