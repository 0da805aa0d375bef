"""Another form of holding among the same people: household → members (TQ), spouses (VC), household → organisation (DC),
conversion of a company (CP). Law 31/2024 Art 4; NĐ 101/2024 Art 22 treats them as one procedure."""

from typing import Literal

from pydantic import Field

from land_records.acts.carrying import carried_right, same_places
from land_records.acts.carrying_papers import papers_after
from land_records.acts.changes import Changes
from land_records.acts.guards import right_in_force
from land_records.acts.inputs import FormOfHolding, HolderInput, PaperInput
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects
from land_records.acts.succession import hand_on

TITLES = {
    "household_members": ("TQ", "Hộ gia đình chuyển thành các thành viên có chung quyền sử dụng đất"),
    "spouses": ("VC", "Thỏa thuận về quyền sử dụng đất của vợ và chồng"),
    "household_to_organisation": ("DC", "Hộ gia đình chuyển thành tổ chức"),
    "company": ("CP", "Chuyển đổi doanh nghiệp"),
}


class HoldingPayload(FormOfHolding, PaperInput):
    """Who holds from now on and how: jointly, or by shares that sum to one."""

    right_id: int
    title: Literal["household_members", "spouses", "household_to_organisation", "company"]
    holders: tuple[HolderInput, ...] = Field(min_length=1)
    new_certificate: bool = True


def _subjects(payload: HoldingPayload) -> Subjects:
    return Subjects(rights=frozenset({payload.right_id}))


def _plan(payload: HoldingPayload, state: ActState) -> Changes:
    right = right_in_force(state, payload.right_id)
    code, words = TITLES[payload.title]
    holders = tuple(holder.holder() for holder in payload.holders)
    follows = hand_on(
        state,
        [right],
        lambda old, number: [
            carried_right(
                state, old, key=f"right:{number}", places=same_places(old), holders=holders, form=payload.form,
                received_by=code,
            )
        ],
        cause=code,
    )  # fmt: skip
    names = ", ".join(f"{{party:{one.party_id}}}" for one in payload.holders)
    note = f"{words}: {names}{payload.on_paper()}"
    changed, papers = papers_after(
        state, follows, {right.id}, change_code=code, note=note, anew=payload.new_certificate
    )
    return follows.into(code, certificate_changes=changed, new_certificates=papers)


KIND = ActKind(
    code="change_holding",
    name_vi="Thay đổi hình thức sử dụng (hộ gia đình, vợ chồng, doanh nghiệp)",
    name_en="Change of holding (household, spouses, company)",
    change_code="TQ",
    group="transfer",
    payload=HoldingPayload,
    subjects=_subjects,
    plan=_plan,
)
