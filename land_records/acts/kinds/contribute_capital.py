"""Contribute a use right as capital without a new legal person (góp vốn, GP): Law 31/2024 Art 45.

A contribution that makes a new legal person holder of the right is a transfer (transfer_right, title contribution).
"""

from land_records.acts.changes import Changes
from land_records.acts.derived import DerivedPayload, derived_plan, derived_subjects
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState

CODE = "GP"


def _plan(payload: DerivedPayload, state: ActState) -> Changes:
    return derived_plan(payload, state, kind="capital", code=CODE, words="Góp vốn với")[1]


KIND = ActKind(
    code="contribute_capital",
    name_vi="Góp vốn bằng quyền sử dụng đất",
    name_en="Contribute a use right as capital",
    change_code=CODE,
    group="transfer",
    payload=DerivedPayload,
    subjects=derived_subjects,
    plan=_plan,
)
