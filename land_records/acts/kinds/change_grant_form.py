"""Change the form in which the State gave land (chuyển hình thức giao, thuê, TG): Law 31/2024 Art 30."""

from land_records.acts.carrying import same_places
from land_records.acts.carrying_papers import papers_after
from land_records.acts.changes import Changes
from land_records.acts.guards import right_in_force
from land_records.acts.inputs import PaperInput, PurposeInput
from land_records.acts.kinds.grant_land import Origin
from land_records.acts.protocol import ActKind
from land_records.acts.repurposing import repurposed
from land_records.acts.state import ActState, Subjects

CODE = "TG"


class GrantFormPayload(PaperInput):
    """The new origin; `purposes` only where the terms change with it (leased land gets a term)."""

    right_id: int
    origin: Origin
    purposes: tuple[PurposeInput, ...] = ()
    new_certificate: bool = True


def _subjects(payload: GrantFormPayload) -> Subjects:
    return Subjects(rights=frozenset({payload.right_id}))


def _plan(payload: GrantFormPayload, state: ActState) -> Changes:
    right = right_in_force(state, payload.right_id, "land_use", "management")
    uses = {
        parcel: tuple(one.purpose() for one in payload.purposes if one.parcel_id == parcel)
        for parcel in {one.parcel_id for one in payload.purposes}
    }
    follows = repurposed(
        state, right, uses, cause=CODE, places=same_places(right), origin=payload.origin, received_by=CODE
    )
    note = f"Chuyển hình thức sử dụng đất từ {right.origin or '(không ghi)'} sang {payload.origin}{payload.on_paper()}"
    changed, papers = papers_after(
        state, follows, {right.id}, change_code=CODE, note=note, anew=payload.new_certificate
    )
    return follows.into(CODE, certificate_changes=changed, new_certificates=papers)


KIND = ActKind(
    code="change_grant_form",
    name_vi="Chuyển hình thức giao đất, thuê đất",
    name_en="Change between allocation and lease",
    change_code=CODE,
    group="purpose",
    payload=GrantFormPayload,
    subjects=_subjects,
    plan=_plan,
)
