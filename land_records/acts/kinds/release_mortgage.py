"""Delete a registered mortgage (xóa đăng ký thế chấp, XC)."""

from land_records.acts.carrying_papers import noted
from land_records.acts.changes import Changes, EndedRestriction
from land_records.acts.errors import ActRefusedError
from land_records.acts.protocol import ActKind, Payload
from land_records.acts.state import ActState, Subjects

CODE = "XC"


class ReleasePayload(Payload):
    """The mortgage that ends, and the mortgagee's paper."""

    restriction_id: int
    paper_number: str = ""
    paper_date: str = ""


def _subjects(payload: ReleasePayload) -> Subjects:
    return Subjects(restrictions=frozenset({payload.restriction_id}))


def _plan(payload: ReleasePayload, state: ActState) -> Changes:
    mortgage = state.restrictions.get(payload.restriction_id)
    if mortgage is None or mortgage.kind != "mortgage" or mortgage.valid_to is not None or mortgage.right_id is None:
        raise ActRefusedError(
            "Không có thế chấp đang hiệu lực để xóa.", "No mortgage in force to release.", code="mortgage_not_in_force"
        )
    paper = f" theo {payload.paper_number} ngày {payload.paper_date}" if payload.paper_number else ""
    return Changes(
        change_code=CODE,
        ended_restrictions=(EndedRestriction(mortgage.id, CODE),),
        certificate_changes=noted(
            state, {mortgage.right_id: mortgage.right_id}, change_code=CODE, note=f"Xóa đăng ký thế chấp{paper}"
        ),
    )


KIND = ActKind(
    code="release_mortgage",
    name_vi="Xóa đăng ký thế chấp",
    name_en="Release a mortgage",
    change_code=CODE,
    group="mortgage",
    payload=ReleasePayload,
    subjects=_subjects,
    plan=_plan,
)
