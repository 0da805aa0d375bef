"""Revoke a certificate that was issued wrongly (thu hồi, hủy Giấy chứng nhận, TH): Law 31/2024 Art 152.

Only the paper goes: the right stands as the register has it, until a correction or a new certificate. The land is not
touched (that would be recover_land).
"""

from pydantic import model_validator

from land_records.acts.changes import CertificateChange, Changes
from land_records.acts.guards import certificate_in_force
from land_records.acts.inputs import PaperInput
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects

CODE = "TH"


class RevocationPayload(PaperInput):
    """The decision of the issuing body."""

    certificate_id: int

    @model_validator(mode="after")
    def _decided(self) -> "RevocationPayload":
        if not self.paper_number:
            raise ValueError("a decision is needed")
        return self


def _subjects(payload: RevocationPayload) -> Subjects:
    return Subjects(certificates=frozenset({payload.certificate_id}))


def _plan(payload: RevocationPayload, state: ActState) -> Changes:
    paper = certificate_in_force(state, payload.certificate_id)
    note = f"Thu hồi Giấy chứng nhận{payload.on_paper()}"
    return Changes(
        change_code=CODE,
        certificate_changes=(CertificateChange(paper.id, "revoked", note, CODE, proves=()),),
    )


KIND = ActKind(
    code="revoke_certificate",
    name_vi="Thu hồi, hủy Giấy chứng nhận",
    name_en="Revoke a certificate",
    change_code=CODE,
    group="notice",
    payload=RevocationPayload,
    subjects=_subjects,
    plan=_plan,
)
