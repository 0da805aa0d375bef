"""Easement on a neighbour's parcel (quyền đối với thửa đất liền kề, LK): passage, water, cables (Civil Code 245–256).

The strip has a shape of its own and favours another parcel; both follow when either parcel is split or merged.
"""

from pydantic import Field, model_validator

from land_records.acts.carrying_papers import noted
from land_records.acts.changes import Changes, NewRestriction
from land_records.acts.cutting import PlaceInput
from land_records.acts.guards import parcel_in_force
from land_records.acts.inputs import PaperInput
from land_records.acts.kinds.place_restriction import part_of
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects

CODE = "LK"


class EasementPayload(PaperInput):
    """The burdened parcel, the strip's corners (empty: all of it) and the parcel it favours."""

    parcel_id: int
    favours_parcel_id: int
    ring: tuple[PlaceInput, ...] = ()
    purpose: str = Field(default="lối đi", max_length=60)
    party_ids: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _two_parcels(self) -> "EasementPayload":
        if self.parcel_id == self.favours_parcel_id:
            raise ValueError("two different parcels")
        return self


def _subjects(payload: EasementPayload) -> Subjects:
    return Subjects(parcels=frozenset({payload.parcel_id, payload.favours_parcel_id}))


def _plan(payload: EasementPayload, state: ActState) -> Changes:
    burdened = parcel_in_force(state, payload.parcel_id)
    favoured = parcel_in_force(state, payload.favours_parcel_id)
    strip = NewRestriction(
        key="restriction:1",
        kind="easement",
        unit_id=burdened.unit_id,
        parcel=burdened.parcel_id,
        favours_parcel=favoured.parcel_id,
        document_number=payload.paper_number,
        document_date=payload.paper_date,
        issuer="",
        note=payload.purpose,
        geometry=part_of(burdened, payload.ring),
        parties=tuple((party, "favoured") for party in payload.party_ids),
    )
    rights = {right.id: right.id for one in (burdened, favoured) for right in state.rights_of(one.parcel_id)}
    note = (
        f"Quyền đối với thửa đất liền kề ({payload.purpose}): thửa {burdened.number} chịu hạn chế, "
        f"thửa {favoured.number} được hưởng{payload.on_paper()}"
    )
    return Changes(
        change_code=CODE,
        new_restrictions=(strip,),
        certificate_changes=noted(state, rights, change_code=CODE, note=note),
    )


KIND = ActKind(
    code="establish_easement",
    name_vi="Đăng ký quyền đối với thửa đất liền kề",
    name_en="Register an easement",
    change_code=CODE,
    group="mortgage",
    payload=EasementPayload,
    subjects=_subjects,
    plan=_plan,
)
