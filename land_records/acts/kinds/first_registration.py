"""First registration of a use right on parcels that have none (đăng ký lần đầu): NĐ 101/2024 Art 28."""

from datetime import date

from land_records.acts.changes import Changes, NewCertificate, NewRight
from land_records.acts.errors import ActRefusedError
from land_records.acts.inputs import FormOfHolding, HolderInput, PurposeInput
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects

CODE = "DK"
"""Đăng ký lần đầu has no code in the catalogue of changes (DOMAIN 7.3): it changes nothing that stood before."""


class FirstRegistrationPayload(FormOfHolding):
    """`kind` land_use or management; `began_on` by the papers; `certificate`: issue one as well."""

    parcel_ids: tuple[int, ...]
    holders: tuple[HolderInput, ...]
    purposes: tuple[PurposeInput, ...]
    kind: str = "land_use"
    origin: str = ""
    began_on: date | None = None
    certificate: bool = True


def _subjects(payload: FirstRegistrationPayload) -> Subjects:
    return Subjects(parcels=frozenset(payload.parcel_ids))


def _plan(payload: FirstRegistrationPayload, state: ActState) -> Changes:
    for parcel in payload.parcel_ids:
        if state.use_right_of(parcel) is not None:
            raise ActRefusedError(
                f"Thửa {state.parcels[parcel].reference} đã có quyền sử dụng đất đăng ký.",
                f"Parcel {state.parcels[parcel].reference} has a registered use right already.",
                hint_vi="Dùng biến động chuyển quyền hoặc đính chính.",
                hint_en="Use a transfer or a correction.",
                code="parcel_has_right",
            )
    right = NewRight(
        key="right:1",
        kind=payload.kind,
        form=payload.form,
        unit_id=state.parcels[payload.parcel_ids[0]].unit_id,
        holders=tuple(holder.holder() for holder in payload.holders),
        parcels=payload.parcel_ids,
        purposes=tuple(purpose.purpose() for purpose in payload.purposes),
        origin=payload.origin,
        began_on=payload.began_on,
    )
    papers = (NewCertificate("certificate:1", right.unit_id, (right.key,)),) if payload.certificate else ()
    return Changes(change_code=CODE, new_rights=(right,), new_certificates=papers)


KIND = ActKind(
    code="first_registration",
    name_vi="Đăng ký lần đầu",
    name_en="First registration",
    change_code=CODE,
    group="certificate",
    payload=FirstRegistrationPayload,
    subjects=_subjects,
    plan=_plan,
)
