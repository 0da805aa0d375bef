"""The holder's name, paper or address changed (đổi thông tin chủ, DT): noted on every certificate of that holder.

What is to be entered waits sealed with the parties (`proposal_id`) and is written under this act's transaction when it
is approved; the input names no one, the papers get {party:ID}. Without a proposal only the papers are noted, for
particulars that were entered before: a rule says so.
"""

from typing import Literal

from pydantic import Field

from land_records.acts.carrying_papers import noted
from land_records.acts.changes import Changes
from land_records.acts.errors import ActRefusedError
from land_records.acts.guards import right_in_force
from land_records.acts.inputs import PaperInput
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects
from land_records.parties.proposing import proposal_state

CODE = "DT"
_WORDS = {"name": "họ tên", "paper": "giấy tờ nhân thân, pháp nhân", "address": "địa chỉ"}


class ParticularsPayload(PaperInput):
    """`right_ids`: the holder's rights whose papers are noted; `what` changed; `proposal_id`: the new particulars."""

    party_id: int
    proposal_id: int | None = None
    right_ids: tuple[int, ...] = Field(min_length=1)
    what: tuple[Literal["name", "paper", "address"], ...] = Field(min_length=1)


def _subjects(payload: ParticularsPayload) -> Subjects:
    return Subjects(rights=frozenset(payload.right_ids))


def _plan(payload: ParticularsPayload, state: ActState) -> Changes:
    rights = [right_in_force(state, right) for right in payload.right_ids]
    if any(payload.party_id not in right.party_ids for right in rights):
        raise ActRefusedError(
            "Người này không nắm giữ quyền đã chọn.",
            "This party does not hold a right that was chosen.",
            code="party_holds_nothing",
        )
    changes = noted(
        state,
        {right.id: right.id for right in rights},
        change_code=CODE,
        note=f"Thay đổi {', '.join(_WORDS[one] for one in payload.what)} của {{party:{payload.party_id}}}"
        f"{payload.on_paper()}",
    )
    if not any(change.note for change in changes):
        raise ActRefusedError(
            "Các quyền đã chọn không có Giấy chứng nhận để xác nhận thay đổi.",
            "The rights that were chosen have no certificate to note it on.",
            hint_vi="Sửa thông tin người sử dụng đất ở trang người sử dụng; không cần biến động.",
            hint_en="Change the particulars on the party's page; no act is needed.",
            code="nothing_to_note",
        )
    proposals = () if payload.proposal_id is None else (_proposed(payload),)
    return Changes(
        change_code=CODE,
        certificate_changes=changes,
        proposals=proposals,
        facts={"particulars_proposed": bool(proposals)},
    )


def _proposed(payload: ParticularsPayload) -> int:
    """The proposal, if it is about this party, not yet entered, and changes what the papers will say."""
    state = proposal_state(payload.proposal_id or 0)
    if state is None or state.party_id != payload.party_id or state.settled:
        raise ActRefusedError(
            "Thông tin mới không thuộc người này, hoặc đã được ghi bởi biến động khác.",
            "The new particulars are not this party's, or another act entered them already.",
            hint_vi="Nhập lại thông tin mới trong mẫu biến động.",
            hint_en="Enter the new particulars again in the act's form.",
            code="proposal_not_open",
        )
    if missing := set(state.parts) ^ set(payload.what):
        raise ActRefusedError(
            f"Nội dung thay đổi đã chọn không khớp thông tin mới: {', '.join(_WORDS[one] for one in sorted(missing))}.",
            f"What was chosen to change differs from the new particulars: {', '.join(sorted(missing))}.",
            hint_vi="Chọn đúng các nội dung đã nhập mới.",
            hint_en="Choose exactly what was entered anew.",
            code="proposal_differs",
        )
    return state.id


KIND = ActKind(
    code="change_particulars",
    name_vi="Thay đổi thông tin người sử dụng đất",
    name_en="Change of the holder's particulars",
    change_code=CODE,
    group="notice",
    payload=ParticularsPayload,
    subjects=_subjects,
    plan=_plan,
)
