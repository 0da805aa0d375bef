"""Delete a registered lease (xóa cho thuê, XT) or contribution of capital (xóa góp vốn, XV)."""

from land_records.acts.carrying_papers import noted, revoked
from land_records.acts.changes import Changes
from land_records.acts.guards import right_in_force
from land_records.acts.inputs import PaperInput
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects
from land_records.acts.succession import end_all

_CODES = {"lease": ("XT", "Xóa đăng ký cho thuê"), "capital": ("XV", "Xóa đăng ký góp vốn")}


class EndDerivedPayload(PaperInput):
    """The lease or contribution that ends; subleases under it end with it."""

    right_id: int


def _subjects(payload: EndDerivedPayload) -> Subjects:
    return Subjects(rights=frozenset({payload.right_id}))


def _plan(payload: EndDerivedPayload, state: ActState) -> Changes:
    right = right_in_force(state, payload.right_id, *_CODES)
    code, words = _CODES[right.kind]
    follows = end_all(state, [right], cause=code)
    ended = {one.right_id for one in follows.ended_rights}
    note = words + payload.on_paper()
    papers = revoked(state, ended, change_code=code, note=note)
    if right.under_id is not None:
        papers += noted(state, {right.under_id: right.under_id}, change_code=code, note=note)
    return follows.into(code, certificate_changes=papers)


KIND = ActKind(
    code="end_derived_right",
    name_vi="Xóa đăng ký cho thuê, góp vốn",
    name_en="End a lease or a contribution",
    change_code="XT",
    group="notice",
    payload=EndDerivedPayload,
    subjects=_subjects,
    plan=_plan,
)
