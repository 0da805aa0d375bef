"""Lease and sublease of a use right (cho thuê, cho thuê lại, CT; in an industrial zone TL): Law 31/2024 Art 45."""

from dataclasses import replace

from land_records.acts.changes import Changes, NewCertificate
from land_records.acts.derived import DerivedPayload, derived_plan, derived_subjects
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState


class LeasePayload(DerivedPayload):
    """`in_zone`: land in an industrial zone, whose lessee gets a certificate of the lease when asked for."""

    in_zone: bool = False


def _plan(payload: LeasePayload, state: ActState) -> Changes:
    code = "TL" if payload.in_zone else "CT"
    right, changes = derived_plan(payload, state, kind="lease", code=code, words="Cho thuê")
    if payload.certificate:
        changes = replace(changes, new_certificates=(NewCertificate("certificate:1", right.unit_id, (right.key,)),))
    return changes


KIND = ActKind(
    code="lease_right",
    name_vi="Cho thuê, cho thuê lại quyền sử dụng đất",
    name_en="Lease or sublease a use right",
    change_code="CT",
    group="transfer",
    payload=LeasePayload,
    subjects=derived_subjects,
    plan=_plan,
)
