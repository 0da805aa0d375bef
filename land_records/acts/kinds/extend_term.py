"""Extend the term of a use right (gia hạn, GH): Law 31/2024 Arts 172, 174."""

from dataclasses import replace
from datetime import date

from land_records.acts.carrying import carried_purposes, same_places
from land_records.acts.carrying_papers import papers_after
from land_records.acts.changes import Changes
from land_records.acts.errors import ActRefusedError
from land_records.acts.guards import right_in_force
from land_records.acts.inputs import PaperInput
from land_records.acts.protocol import ActKind
from land_records.acts.repurposing import repurposed
from land_records.acts.state import ActState, Subjects

CODE = "GH"


class TermPayload(PaperInput):
    """`until`: the new last day of use; `parcel_ids` and `codes` narrow it, empty for all dated purposes."""

    right_id: int
    until: date
    parcel_ids: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    new_certificate: bool = False


def _subjects(payload: TermPayload) -> Subjects:
    return Subjects(rights=frozenset({payload.right_id}))


def _plan(payload: TermPayload, state: ActState) -> Changes:
    right = right_in_force(state, payload.right_id)
    before = carried_purposes(state, right, same_places(right))
    after = []
    for use in before:
        asked = (not payload.parcel_ids or use.parcel in payload.parcel_ids) and (
            not payload.codes or use.code in payload.codes
        )
        after.append(replace(use, until=payload.until) if asked and use.until is not None else use)
    extended = [use for old, use in zip(before, after, strict=True) if old.until != use.until]
    if not extended:
        raise ActRefusedError(
            "Không có mục đích nào có thời hạn để gia hạn.",
            "No purpose of this right has a term that could be extended.",
            hint_vi="Đất ghi “lâu dài” không cần gia hạn; kiểm tra mục đích và ngày đã nhập.",
            hint_en="Land with a long term needs no extension; check the purpose and the day.",
            code="no_term_to_extend",
        )
    if any(old.until and use.until and use.until < old.until for old, use in zip(before, after, strict=True)):
        raise ActRefusedError(
            f"Ngày {payload.until:%d/%m/%Y} sớm hơn thời hạn hiện nay.",
            f"{payload.until} is before the present term.",
            hint_vi="Nhập ngày sau thời hạn đang ghi trên Giấy chứng nhận.",
            hint_en="Give a day after the term on the certificate.",
            code="term_shortened",
        )
    uses = {parcel: tuple(use for use in after if use.parcel == parcel) for parcel in right.parcel_ids}
    follows = repurposed(state, right, uses, cause=CODE, places=same_places(right))
    codes = ", ".join(sorted({use.code for use in extended}))
    note = f"Gia hạn sử dụng đất {codes} đến ngày {payload.until:%d/%m/%Y}{payload.on_paper()}"
    changed, papers = papers_after(
        state, follows, {right.id}, change_code=CODE, note=note, anew=payload.new_certificate
    )
    return follows.into(CODE, certificate_changes=changed, new_certificates=papers)


KIND = ActKind(
    code="extend_term",
    name_vi="Gia hạn sử dụng đất",
    name_en="Extend the term of use",
    change_code=CODE,
    group="purpose",
    payload=TermPayload,
    subjects=_subjects,
    plan=_plan,
)
