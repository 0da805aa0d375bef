"""Register a mortgage on a right (thế chấp, TC): NĐ 99/2022. The rank follows the order of registration."""

from datetime import date

from land_records.acts.carrying_papers import noted
from land_records.acts.changes import Changes, NewRestriction
from land_records.acts.errors import ActRefusedError
from land_records.acts.protocol import ActKind, Payload
from land_records.acts.state import ActState, Subjects

CODE = "TC"
BLOCKED = ("transfer", "parcel", "purpose")
"""Without the mortgagee's written consent the right is not handed over, split or changed (NĐ 101/2024 Art 19.2)."""


class MortgagePayload(Payload):
    """`mortgagee_ids`: parties that take the security; `contract_number` and day stand on the register."""

    right_id: int
    mortgagee_ids: tuple[int, ...]
    contract_number: str
    contract_date: date


def _subjects(payload: MortgagePayload) -> Subjects:
    return Subjects(rights=frozenset({payload.right_id}))


def _plan(payload: MortgagePayload, state: ActState) -> Changes:
    right = state.rights.get(payload.right_id)
    if right is None or right.valid_to is not None:
        raise ActRefusedError(
            "Quyền này không còn hiệu lực.", "This right is no longer in force.", code="right_not_in_force"
        )
    if not payload.mortgagee_ids:
        raise ActRefusedError("Chưa có bên nhận thế chấp.", "There is no mortgagee.", code="mortgagee_missing")
    ranks = [one.rank or 0 for one in state.restrictions_of(right_id=right.id) if one.kind == "mortgage"]
    rank = max(ranks, default=0) + 1
    mortgage = NewRestriction(
        key="restriction:1",
        kind="mortgage",
        unit_id=right.unit_id,
        right=right.id,
        rank=rank,
        blocks=BLOCKED,
        document_number=payload.contract_number,
        document_date=payload.contract_date,
        parties=tuple((party, "mortgagee") for party in payload.mortgagee_ids),
    )
    names = ", ".join(f"{{party:{party}}}" for party in payload.mortgagee_ids)
    note = (
        f"Thế chấp tại {names} theo hợp đồng {payload.contract_number} ngày {payload.contract_date:%d/%m/%Y}, "
        f"thứ tự {rank}"
    )
    return Changes(
        change_code=CODE,
        new_restrictions=(mortgage,),
        certificate_changes=noted(state, {right.id: right.id}, change_code=CODE, note=note),
    )


KIND = ActKind(
    code="mortgage_right",
    name_vi="Đăng ký thế chấp",
    name_en="Register a mortgage",
    change_code=CODE,
    group="mortgage",
    payload=MortgagePayload,
    subjects=_subjects,
    plan=_plan,
)
