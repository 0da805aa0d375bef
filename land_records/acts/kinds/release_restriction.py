"""Release a restriction or delete an easement (xóa hạn chế, HC; LK): NĐ 101/2024 Art 19.

Mortgages have an act of their own (release_mortgage).
"""

from land_records.acts.carrying_papers import noted
from land_records.acts.changes import Changes, EndedRestriction
from land_records.acts.errors import ActRefusedError
from land_records.acts.inputs import PaperInput
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects

CODE = "HC"


class ReleaseRestrictionPayload(PaperInput):
    """The restriction that ends and the paper of the body that lifts it."""

    restriction_id: int


def _subjects(payload: ReleaseRestrictionPayload) -> Subjects:
    return Subjects(restrictions=frozenset({payload.restriction_id}))


def _plan(payload: ReleaseRestrictionPayload, state: ActState) -> Changes:
    one = state.restrictions.get(payload.restriction_id)
    if one is None or one.kind == "mortgage" or one.valid_to is not None:
        raise ActRefusedError(
            "Không có hạn chế đang hiệu lực để xóa.",
            "No restriction in force to release.",
            hint_vi="Thế chấp được xóa bằng biến động “Xóa đăng ký thế chấp”.",
            hint_en="A mortgage is deleted by its own act.",
            code="restriction_not_in_force",
        )
    code = "LK" if one.kind == "easement" else CODE
    rights = {right.id: right.id for right in state.rights_of(one.parcel_id)} if one.parcel_id is not None else {}
    if one.right_id is not None:
        rights[one.right_id] = one.right_id
    number = f" số {one.document_number}" if one.document_number else ""
    note = f"Xóa nội dung hạn chế{number}{payload.on_paper()}"
    return Changes(
        change_code=code,
        ended_restrictions=(EndedRestriction(one.id, code),),
        certificate_changes=noted(state, rights, change_code=code, note=note),
        facts={"paper_named": bool(payload.paper_number)},
    )


KIND = ActKind(
    code="release_restriction",
    name_vi="Xóa hạn chế, ngăn chặn, quyền đối với thửa liền kề",
    name_en="Release a restriction or an easement",
    change_code=CODE,
    group="notice",
    payload=ReleaseRestrictionPayload,
    subjects=_subjects,
    plan=_plan,
)
