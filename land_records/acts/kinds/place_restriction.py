"""Enter what limits a parcel or a right (hạn chế, HC; dispute GT): NĐ 101/2024 Art 19.2.

Seizure, dispute, blocking notice, enforcement, notice of recovery, corridor, building limit. Nothing registered or
pending stops a notice from being entered; acts that are pending meet it when they are to be approved.
"""

from typing import Literal

from pydantic import Field, model_validator
from shapely.geometry import MultiPolygon

from land_records.acts.carrying_papers import noted
from land_records.acts.changes import Changes, NewRestriction
from land_records.acts.cutting import PlaceInput
from land_records.acts.errors import ActRefusedError
from land_records.acts.guards import on_land, parcel_in_force, right_in_force
from land_records.acts.inputs import PaperInput
from land_records.acts.measured import measured_shape
from land_records.acts.protocol import ActKind
from land_records.acts.state import ActState, Subjects
from land_records.cadastre.snapshots import ParcelSnapshot

BLOCKS = {
    "seizure": ("transfer", "parcel", "mortgage", "certificate", "purpose"),
    "dispute": ("transfer", "parcel", "mortgage", "certificate", "purpose"),
    "blocking": ("transfer", "parcel", "mortgage", "purpose"),
    "enforcement": ("transfer", "parcel", "mortgage", "purpose"),
    "recovery": ("transfer", "purpose"),
    "corridor": (),
    "building": (),
}
"""What each kind blocks unless the notice itself says so; a corridor limits building, not the register."""
_WORDS = {
    "seizure": "Kê biên, phong tỏa",
    "dispute": "Tranh chấp",
    "blocking": "Ngăn chặn",
    "enforcement": "Thi hành án",
    "recovery": "Thông báo thu hồi đất",
    "corridor": "Hành lang bảo vệ",
    "building": "Hạn chế xây dựng",
}
Group = Literal["transfer", "parcel", "mortgage", "certificate", "purpose"]


class RestrictionPayload(PaperInput):
    """On a parcel or on a right; the notice is the paper. `ring`: the part of the parcel, corners in order.

    `blocks`: groups of acts the notice forbids, None for what its kind usually blocks. `party_ids`: who asked for it.
    """

    kind: Literal["seizure", "dispute", "blocking", "enforcement", "recovery", "corridor", "building"]
    parcel_id: int | None = None
    right_id: int | None = None
    blocks: tuple[Group, ...] | None = None
    issuer: str = Field(default="", max_length=200)
    ring: tuple[PlaceInput, ...] = ()
    party_ids: tuple[int, ...] = ()
    on_certificate: bool = True

    @model_validator(mode="after")
    def _one_place(self) -> "RestrictionPayload":
        if (self.parcel_id is None) == (self.right_id is None):
            raise ValueError("either parcel_id or right_id")
        if not self.paper_number:
            raise ValueError("a notice is needed")
        return self


def _subjects(payload: RestrictionPayload) -> Subjects:
    if payload.right_id is not None:
        return Subjects(rights=frozenset({payload.right_id}))
    return Subjects(parcels=frozenset({payload.parcel_id or 0}))


def part_of(parcel: ParcelSnapshot, ring: tuple[PlaceInput, ...]) -> MultiPolygon | None:
    """The typed part in LAND_SRID, None for the whole parcel. Raises ActRefusedError when it misses the parcel."""
    if not ring:
        return None
    part = measured_shape((ring,))
    shape = parcel.official_geometry
    inside = None if shape is None else part.intersection(shape)
    if inside is None or inside.area < 0.99 * part.area:
        raise ActRefusedError(
            f"Phần đất bị hạn chế nằm ngoài thửa {parcel.reference}.",
            f"The restricted part lies outside parcel {parcel.reference}.",
            hint_vi="Kiểm tra tọa độ X (Bắc), Y (Đông) của từng đỉnh.",
            hint_en="Check X (north) and Y (east) of each corner.",
            code="part_outside_parcel",
        )
    land: MultiPolygon = on_land(part, parcel.official_srid)
    return land


def _plan(payload: RestrictionPayload, state: ActState) -> Changes:
    code = "GT" if payload.kind == "dispute" else "HC"
    if payload.right_id is not None:
        right = right_in_force(state, payload.right_id)
        unit, shape, noted_rights = right.unit_id, None, [right.id]
    else:
        parcel = parcel_in_force(state, payload.parcel_id or 0)
        unit, shape = parcel.unit_id, part_of(parcel, payload.ring)
        noted_rights = [right.id for right in state.rights_of(parcel.parcel_id)]
    restriction = NewRestriction(
        key="restriction:1",
        kind=payload.kind,
        unit_id=unit,
        right=payload.right_id,
        parcel=payload.parcel_id,
        blocks=BLOCKS[payload.kind] if payload.blocks is None else payload.blocks,
        document_number=payload.paper_number,
        document_date=payload.paper_date,
        issuer=payload.issuer,
        geometry=shape,
        parties=tuple((party, "claimant") for party in payload.party_ids),
    )
    note = f"{_WORDS[payload.kind]}{payload.on_paper()}"
    rights = {right: right for right in noted_rights} if payload.on_certificate else {}
    return Changes(
        change_code=code,
        new_restrictions=(restriction,),
        certificate_changes=noted(state, rights, change_code=code, note=note),
    )


KIND = ActKind(
    code="place_restriction",
    name_vi="Ghi hạn chế, ngăn chặn, tranh chấp, thi hành án",
    name_en="Enter a restriction, blocking notice, dispute or enforcement",
    change_code="HC",
    group="notice",
    payload=RestrictionPayload,
    subjects=_subjects,
    plan=_plan,
    claims=False,
)
