"""Rights under a right: lease, sublease, contribution of capital. Noted on the papers of the right they lie under."""

from datetime import date

from pydantic import Field

from land_records.acts.carrying_papers import noted
from land_records.acts.changes import Changes, NewPurpose, NewRight
from land_records.acts.errors import ActRefusedError
from land_records.acts.guards import right_in_force
from land_records.acts.inputs import FormOfHolding, HolderInput, PaperInput
from land_records.acts.state import ActState, Subjects


class DerivedPayload(FormOfHolding, PaperInput):
    """`right_id`: the right it is derived from; `parcel_ids`: some of its parcels, empty for all; `until`: last day."""

    right_id: int
    holders: tuple[HolderInput, ...] = Field(min_length=1)
    parcel_ids: tuple[int, ...] = ()
    until: date
    certificate: bool = False


def derived_subjects(payload: DerivedPayload) -> Subjects:
    """It works on the right it lies under."""
    return Subjects(rights=frozenset({payload.right_id}))


def derived_plan(
    payload: DerivedPayload, state: ActState, *, kind: str, code: str, words: str
) -> tuple[NewRight, Changes]:
    """Open the derived right and note it. Raises ActRefusedError for foreign parcels or a term beyond the right's."""
    above = right_in_force(state, payload.right_id, "land_use", "lease")
    parcels = payload.parcel_ids or above.parcel_ids
    if not {*parcels} <= {*above.parcel_ids}:
        raise ActRefusedError(
            "Thửa đã chọn không thuộc quyền này.",
            "A parcel that was chosen does not belong to this right.",
            code="right_on_other_parcel",
        )
    uses = [use for use in above.purposes if use.parcel_id in parcels]
    if any(use.until is not None and use.until < payload.until for use in uses):
        raise ActRefusedError(
            f"Thời hạn đến {payload.until:%d/%m/%Y} dài hơn thời hạn sử dụng đất.",
            f"A term until {payload.until} is longer than that of the land use itself.",
            hint_vi="Nhập ngày không sau thời hạn ghi trên Giấy chứng nhận, hoặc gia hạn trước.",
            hint_en="Give a day not after the term on the certificate, or extend it first.",
            code="term_beyond_right",
        )
    right = NewRight(
        key="right:1",
        kind=kind,
        form=payload.form,
        unit_id=above.unit_id,
        holders=tuple(holder.holder() for holder in payload.holders),
        parcels=parcels,
        purposes=tuple(NewPurpose(use.parcel_id, use.code, use.area_m2, "until", payload.until) for use in uses),
        received_by=code,
        under=above.id,
        began_on=payload.paper_date,
    )
    names = ", ".join(f"{{party:{one.party_id}}}" for one in payload.holders)
    note = f"{words} {names} đến ngày {payload.until:%d/%m/%Y}{payload.on_paper()}"
    return right, Changes(
        change_code=code,
        new_rights=(right,),
        certificate_changes=noted(state, {above.id: above.id}, change_code=code, note=note),
    )
