"""Issue a certificate again (CL): worn or on an old form (cấp đổi), or lost (cấp lại): NĐ 101/2024 Arts 38, 39."""

from datetime import date
from typing import Literal

from pydantic import model_validator

from land_records.acts.changes import CertificateChange, Changes, NewCertificate
from land_records.acts.errors import ActRefusedError
from land_records.acts.guards import certificate_in_force
from land_records.acts.inputs import PaperInput
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects

CODE = "CL"


class ReissuePayload(PaperInput):
    """`reason` lost needs the day on which the commune posted the loss."""

    certificate_id: int
    reason: Literal["worn", "old_form", "resurvey", "lost"]
    posted_on: date | None = None

    @model_validator(mode="after")
    def _posted(self) -> "ReissuePayload":
        if self.reason == "lost" and self.posted_on is None:
            raise ValueError("the day of the posting is needed")
        return self


def _subjects(payload: ReissuePayload) -> Subjects:
    return Subjects(certificates=frozenset({payload.certificate_id}))


def _plan(payload: ReissuePayload, state: ActState) -> Changes:
    paper = certificate_in_force(state, payload.certificate_id)
    rights = tuple(right for right in paper.right_ids if state.rights[right].valid_to is None)
    if not rights:
        raise ActRefusedError(
            "Giấy chứng nhận này không còn chứng nhận quyền nào.",
            "This certificate proves no right any more.",
            code="certificate_proves_nothing",
        )
    lost = payload.reason == "lost"
    note = ("Cấp lại do mất" if lost else "Cấp đổi Giấy chứng nhận") + payload.on_paper()
    return Changes(
        change_code=CODE,
        certificate_changes=(CertificateChange(paper.id, "lost" if lost else "replaced", note, CODE, proves=()),),
        new_certificates=(NewCertificate("certificate:1", paper.unit_id, rights, replaces=(paper.id,)),),
        facts={"reason": payload.reason, "posted_on": payload.posted_on, "original_needed": not lost},
    )


KIND = ActKind(
    code="reissue_certificate",
    name_vi="Cấp đổi, cấp lại Giấy chứng nhận",
    name_en="Re-issue a certificate",
    change_code=CODE,
    group="certificate",
    payload=ReissuePayload,
    subjects=_subjects,
    plan=_plan,
)
