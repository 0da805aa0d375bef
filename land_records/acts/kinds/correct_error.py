"""Put an error of the register right (đính chính, SN): Law 31/2024 Art 152, NĐ 101/2024 Art 24.

The wrong version closes and one opens that names it (`corrects`): what stood before can still be asked for, and that it
was wrong. A correction changes what was entered, not what happened on the ground.
"""

from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator
from shapely.geometry import MultiPolygon

from land_records.acts.carrying import Place, carried_right, same_places, scaled_uses
from land_records.acts.carrying_papers import papers_after
from land_records.acts.changes import Changes, NewPurpose, NewRight, RevisedParcel
from land_records.acts.cutting import PlaceInput
from land_records.acts.guards import USE_KINDS, parcel_in_force, plane_area, right_in_force
from land_records.acts.inputs import FORMS, HolderInput, PaperInput, PurposeInput
from land_records.acts.measured import measured_shape
from land_records.acts.protocol import ActKind, Payload
from land_records.acts.state import ActState, Subjects
from land_records.acts.succession import Succession, hand_on
from land_records.cadastre.snapshots import ParcelSnapshot
from land_records.rights.snapshots import RightSnapshot

CODE = "SN"


class ParcelCorrection(Payload):
    """What the parcel should say; what is left out stays."""

    parcel_id: int
    rings: tuple[tuple[PlaceInput, ...], ...] = ()
    area_certificate: Decimal | None = Field(default=None, gt=0)
    land_uses: tuple[tuple[str, Decimal | None], ...] = ()


class RightCorrection(Payload):
    """What the right should say; what is left out stays."""

    right_id: int
    form: str = ""
    holders: tuple[HolderInput, ...] = ()
    purposes: tuple[PurposeInput, ...] = ()
    origin: str | None = None

    @model_validator(mode="after")
    def _known_form(self) -> "RightCorrection":
        if self.form and self.form not in FORMS:
            raise ValueError("unknown form of holding")
        return self


class CorrectionPayload(PaperInput):
    """`reason` stands on the certificate: what was wrong, no names."""

    reason: str = Field(min_length=3, max_length=200)
    parcel: ParcelCorrection | None = None
    right: RightCorrection | None = None
    new_certificate: bool = False

    @model_validator(mode="after")
    def _something(self) -> "CorrectionPayload":
        if self.parcel is None and self.right is None:
            raise ValueError("parcel or right")
        return self


def _subjects(payload: CorrectionPayload) -> Subjects:
    return Subjects(
        parcels=frozenset({payload.parcel.parcel_id}) if payload.parcel else frozenset(),
        rights=frozenset({payload.right.right_id}) if payload.right else frozenset(),
    )


def _revised(
    given: ParcelCorrection, parcel: ParcelSnapshot
) -> tuple[RevisedParcel, dict[int, list[Place]], dict[str, Any]]:
    """The parcel's next version, where its purposes go when its area changed, and figures for the rules."""
    shape = MultiPolygon([measured_shape(given.rings)]) if given.rings else None
    area = given.area_certificate
    facts: dict[str, Any] = {"srid": parcel.official_srid}
    if shape is not None and area is None:
        area = Decimal(str(round(plane_area(shape), 1)))
    uses: Any = given.land_uses or None
    places: dict[int, list[Place]] = {}
    before = parcel.areas.legal
    if area is not None and before and area != before:
        share = float(area / before)
        uses = uses or scaled_uses(parcel.land_uses, area, share)
        places = {parcel.parcel_id: [Place(parcel.parcel_id, area, share)]}
    if shape is not None and parcel.official_geometry is not None:
        facts["difference_m2"] = round(plane_area(shape) - plane_area(parcel.official_geometry), 2)
    revised = RevisedParcel(
        parcel.parcel_id, CODE, geometry=shape, land_uses=uses, area_certificate=area, corrects=parcel.version_id
    )
    return revised, places, facts


def _rights(
    payload: CorrectionPayload, state: ActState, places: dict[int, list[Place]]
) -> tuple[list[RightSnapshot], Succession]:
    """The corrected right and those whose area follows the parcel; each names the version it puts right."""
    given = payload.right
    going = {right_in_force(state, given.right_id).id} if given else set()
    if places:
        going |= {right.id for parcel in places for right in state.rights_of(parcel) if right.kind in USE_KINDS}

    def make(right: RightSnapshot, number: int) -> list[NewRight]:
        mine = given if given is not None and given.right_id == right.id else None
        spots = same_places(right) | {old: to for old, to in places.items() if old in right.parcel_ids}
        purposes: tuple[NewPurpose, ...] | None = None
        if mine is not None and mine.purposes:
            purposes = tuple(one.purpose() for one in mine.purposes)
        return [
            carried_right(
                state,
                right,
                key=f"right:{number}",
                places=spots,
                holders=tuple(one.holder() for one in mine.holders) if mine and mine.holders else None,
                form=mine.form or None if mine else None,
                origin=mine.origin if mine else None,
                purposes=purposes,
                corrects=right.id,
            )
        ]

    rights = [state.rights[right] for right in sorted(going)]
    return rights, hand_on(state, rights, make, cause=CODE)


def _plan(payload: CorrectionPayload, state: ActState) -> Changes:
    revised: tuple[RevisedParcel, ...] = ()
    places: dict[int, list[Place]] = {}
    facts: dict[str, Any] = {}
    if payload.parcel is not None:
        parcel = parcel_in_force(state, payload.parcel.parcel_id)
        one, places, facts = _revised(payload.parcel, parcel)
        revised = (one,)
    rights, follows = _rights(payload, state, places)
    note = f"Đính chính: {payload.reason}{payload.on_paper()}"
    changed, papers = papers_after(
        state, follows, {right.id for right in rights}, change_code=CODE, note=note, anew=payload.new_certificate
    )
    return follows.into(
        CODE, revised_parcels=revised, certificate_changes=changed, new_certificates=papers, facts=facts
    )


KIND = ActKind(
    code="correct_error",
    name_vi="Đính chính sai sót",
    name_en="Correct an error",
    change_code=CODE,
    group="certificate",
    payload=CorrectionPayload,
    subjects=_subjects,
    plan=_plan,
)
