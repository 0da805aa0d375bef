"""Hand a right over to other holders: sale, gift, inheritance, exchange, court decision (CN, TA, TK, CD, GA).

The whole right, or the shares of some of its holders, goes to the new ones. The certificate is noted or replaced.
"""

from pydantic import model_validator

from land_records.acts.carrying import (
    carried_restrictions,
    carried_right,
    ended_rights,
    noted,
    reissued,
    same_places,
)
from land_records.acts.changes import Changes, NewRight
from land_records.acts.errors import ActRefusedError
from land_records.acts.inputs import FormOfHolding, HolderInput
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects
from land_records.rights.snapshots import Holder, RightSnapshot

TITLES = {
    "sale": ("CN", "chuyển nhượng", "sale"),
    "gift": ("TA", "tặng cho", "gift"),
    "inheritance": ("TK", "thừa kế", "inheritance"),
    "exchange": ("CD", "chuyển đổi", "exchange"),
    "court": ("GA", "bản án, quyết định của Tòa án", "court decision"),
}


class TransferPayload(FormOfHolding):
    """`givers`: holders who hand over, empty for all of them; `form` of the right afterwards; `paper`: the contract."""

    right_id: int
    title: str
    receivers: tuple[HolderInput, ...]
    givers: tuple[int, ...] = ()
    paper_number: str = ""
    paper_date: str = ""
    new_certificate: bool = True

    @model_validator(mode="after")
    def _whole(self) -> "TransferPayload":
        if self.title not in TITLES:
            raise ValueError("unknown title")
        if not self.receivers:
            raise ValueError("no receiver")
        return self


def holders_after(right: RightSnapshot, payload: TransferPayload) -> tuple[Holder, ...]:
    """Those who stay and those who receive."""
    received = [one.holder() for one in payload.receivers]
    leaving = set(payload.givers) or set(right.party_ids)
    unknown = leaving - right.party_ids
    if unknown:
        raise ActRefusedError(
            "Người chuyển quyền không phải người đang nắm giữ quyền này.",
            "Who hands over does not hold this right.",
            code="giver_holds_nothing",
        )
    staying = [holder for holder in right.holders if holder.party_id not in leaving]
    return (*staying, *received)


def _subjects(payload: TransferPayload) -> Subjects:
    return Subjects(rights=frozenset({payload.right_id}))


def _plan(payload: TransferPayload, state: ActState) -> Changes:
    right = state.rights.get(payload.right_id)
    if right is None or right.valid_to is not None:
        raise ActRefusedError(
            "Quyền này không còn hiệu lực.", "This right is no longer in force.", code="right_not_in_force"
        )
    code, words_vi, _ = TITLES[payload.title]
    new = carried_right(
        state, right, key="right:1", places=same_places(right), holders=holders_after(right, payload),
        form=payload.form, received_by=code,
    )  # fmt: skip
    ended, opened = carried_restrictions(
        tuple(state.restrictions.values()), rights={right.id: [new.key]}, parcels={}, cause=code
    )
    names = ", ".join(f"{{party:{one.party_id}}}" for one in payload.receivers)
    paper = f" theo {payload.paper_number} ngày {payload.paper_date}" if payload.paper_number else ""
    note = f"{words_vi.capitalize()} cho {names}{paper}"
    new_rights: tuple[NewRight, ...] = (new,)
    if payload.new_certificate:
        changed, papers = reissued(state, [right.id], new_rights, change_code=code, note=note)
    else:
        changed, papers = noted(state, {right.id: new.key}, change_code=code, note=note), ()
    return Changes(
        change_code=code,
        ended_rights=ended_rights([right], code),
        new_rights=new_rights,
        ended_restrictions=ended,
        new_restrictions=opened,
        certificate_changes=changed,
        new_certificates=papers,
    )


KIND = ActKind(
    code="transfer_right",
    name_vi="Chuyển quyền (chuyển nhượng, tặng cho, thừa kế, chuyển đổi, bản án)",
    name_en="Transfer a right (sale, gift, inheritance, exchange, court decision)",
    change_code="CN",
    group="transfer",
    payload=TransferPayload,
    subjects=_subjects,
    plan=_plan,
)
