"""Hand a right over to other holders: sale, gift, inheritance, exchange, court decision, auction, debt, contribution.

The whole right, the shares of some holders, or a part of a holder's share goes to the new ones (CN, TA, TK, CD, GA, DG,
XN, GP). The certificate is noted or replaced. Part of the land: split first, then transfer the part's right.
"""

from fractions import Fraction

from pydantic import model_validator

from land_records.acts.carrying import carried_right, same_places
from land_records.acts.carrying_papers import papers_after
from land_records.acts.changes import Changes
from land_records.acts.errors import ActRefusedError
from land_records.acts.guards import right_in_force
from land_records.acts.inputs import FormOfHolding, HolderInput, PaperInput, parsed_share
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects
from land_records.acts.succession import hand_on
from land_records.rights.snapshots import Holder, RightSnapshot

TITLES = {
    "sale": ("CN", "chuyển nhượng", "sale"),
    "gift": ("TA", "tặng cho", "gift"),
    "inheritance": ("TK", "thừa kế", "inheritance"),
    "exchange": ("CD", "chuyển đổi", "exchange"),
    "court": ("GA", "bản án, quyết định của Tòa án", "court decision"),
    "auction": ("DG", "trúng đấu giá", "auction"),
    "debt": ("XN", "xử lý nợ thế chấp", "settlement of a secured debt"),
    "contribution": ("GP", "góp vốn thành lập pháp nhân", "contribution to a new legal person"),
}


class TransferPayload(FormOfHolding, PaperInput):
    """`givers`: holders who hand over all they have, empty for all holders; `form` of the right afterwards.

    `parts`: holder → the part of the whole right ("1/4") that holder hands over, keeping the rest; then `givers` stays
    empty. A receiver who holds already keeps the old share and adds the new one.
    """

    right_id: int
    title: str
    receivers: tuple[HolderInput, ...]
    givers: tuple[int, ...] = ()
    parts: dict[int, str] = {}
    new_certificate: bool = True

    @model_validator(mode="after")
    def _whole(self) -> "TransferPayload":
        if self.title not in TITLES:
            raise ValueError("unknown title")
        if not self.receivers:
            raise ValueError("no receiver")
        if self.parts and self.givers:
            raise ValueError("either givers or parts")
        return self


def holders_after(right: RightSnapshot, payload: TransferPayload) -> tuple[Holder, ...]:
    """Those who stay, with what they keep, and those who receive."""
    leaving = set(payload.givers) or set(payload.parts) or set(right.party_ids)
    if leaving - right.party_ids:
        raise ActRefusedError(
            "Người chuyển quyền không phải người đang nắm giữ quyền này.",
            "Who hands over does not hold this right.",
            code="giver_holds_nothing",
        )
    staying = [holder for holder in right.holders if holder.party_id not in leaving]
    if payload.parts:
        staying = [kept for holder in right.holders for kept in _keeping(holder, payload.parts.get(holder.party_id))]
    received = {one.party_id: one.holder() for one in payload.receivers}
    merged = [
        Holder(holder.party_id, _sum(holder.share, received.pop(holder.party_id).share), holder.represents)
        if holder.party_id in received
        else holder
        for holder in staying
    ]
    return (*merged, *received.values())


def _keeping(holder: Holder, part: str | None) -> list[Holder]:
    """What a holder keeps; nobody hands over more than they have."""
    given = parsed_share(part or "")
    if given is None:
        return [holder]
    rest = (holder.share if holder.share is not None else Fraction(1)) - given
    if rest < 0:
        raise ActRefusedError(
            f"Phần chuyển {given} lớn hơn phần đang có {holder.share if holder.share is not None else 1}.",
            f"The part {given} is more than the share held.",
            hint_vi="Ghi phần chuyển không lớn hơn phần người chuyển đang có.",
            hint_en="Give a part not larger than what the holder has.",
            code="giver_holds_less",
        )
    return [Holder(holder.party_id, rest, holder.represents)] if rest else []


def _sum(one: Fraction | None, two: Fraction | None) -> Fraction | None:
    return None if one is None and two is None else (one or Fraction(0)) + (two or Fraction(0))


def _subjects(payload: TransferPayload) -> Subjects:
    return Subjects(rights=frozenset({payload.right_id}))


def _plan(payload: TransferPayload, state: ActState) -> Changes:
    right = right_in_force(state, payload.right_id)
    code, words_vi, _ = TITLES[payload.title]
    holders = holders_after(right, payload)
    follows = hand_on(
        state,
        [right],
        lambda old, number: [
            carried_right(
                state, old, key=f"right:{number}", places=same_places(old), holders=holders,
                form=payload.form, received_by=code,
            )
        ],
        cause=code,
    )  # fmt: skip
    names = ", ".join(f"{{party:{one.party_id}}}" for one in payload.receivers)
    note = f"{words_vi[0].upper()}{words_vi[1:]} cho {names}{payload.on_paper()}"
    changed, papers = papers_after(
        state, follows, {right.id}, change_code=code, note=note, anew=payload.new_certificate
    )
    return follows.into(code, certificate_changes=changed, new_certificates=papers)


KIND = ActKind(
    code="transfer_right",
    name_vi="Chuyển quyền (chuyển nhượng, tặng cho, thừa kế, chuyển đổi, bản án, đấu giá, xử lý nợ, góp vốn)",
    name_en="Transfer a right (sale, gift, inheritance, exchange, court decision, auction, debt, contribution)",
    change_code="CN",
    group="transfer",
    payload=TransferPayload,
    subjects=_subjects,
    plan=_plan,
    variant_field="title",
    variants={
        "sale": ("Chuyển nhượng", "Sale"),
        "gift": ("Tặng cho", "Gift"),
        "inheritance": ("Thừa kế", "Inheritance"),
        "exchange": ("Chuyển đổi", "Exchange"),
        "court": ("Chuyển quyền theo bản án, quyết định", "Transfer by court decision"),
        "auction": ("Chuyển quyền do trúng đấu giá", "Transfer by auction"),
        "debt": ("Chuyển quyền do xử lý nợ thế chấp", "Transfer in settlement of a debt"),
        "contribution": ("Chuyển quyền do góp vốn", "Transfer by contribution"),
    },
)
