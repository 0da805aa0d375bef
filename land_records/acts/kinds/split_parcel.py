"""Split one parcel by typed or drawn cuts (tách thửa, TN): Law 31/2024 Art 220, NĐ 101/2024 Art 7.

The parts get the next free numbers of the sheet, the old number ends for ever. The use right goes on to every part,
each as a right of its own; charges and restrictions follow to every part they lie on; the certificate is replaced by
drafts. To hand a part over: split first, then transfer the part's own right.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import model_validator
from shapely.geometry import LineString, MultiPolygon

from gis_core.geometry.measure import rounded_areas
from gis_core.topology.split import split_polygon
from land_records.acts.carrying import Place, carried_right, scaled_uses
from land_records.acts.carrying_assets import moved_assets
from land_records.acts.carrying_papers import papers_after
from land_records.acts.changes import Changes, EndedParcel, NewParcel, NewRight
from land_records.acts.cutting import Cut, Division, divided, drawn
from land_records.acts.guards import USE_KINDS, on_land, parcel_in_force, plane_area, single_polygon
from land_records.acts.protocol import ActKind, Payload
from land_records.acts.state import ActState, Subjects
from land_records.acts.succession import hand_on
from land_records.cadastre.snapshots import ParcelSnapshot
from land_records.rights.snapshots import RightSnapshot

CODE = "TN"


class SplitPayload(Payload):
    """`cut`: typed input, or `cut_lines`: each a list of (east, north) in the official zone, metres, as drawn.

    `uses`: land-use code per part in the order of the parts, empty to keep the parcel's own uses. `numbers`: parcel
    number per part, null or left out for the next free one. `several`: a cut may make more than two parts. `assets`:
    asset → number of the part it stands on.
    """

    parcel_id: int
    cut: Cut | None = None
    cut_lines: tuple[tuple[tuple[float, float], ...], ...] = ()
    several: bool = False
    uses: tuple[str, ...] = ()
    numbers: tuple[int | None, ...] = ()
    assets: dict[int, int] = {}

    @model_validator(mode="after")
    def _one_way(self) -> "SplitPayload":
        if (self.cut is None) == (not self.cut_lines):
            raise ValueError("either cut or cut_lines")
        return self


def _subjects(payload: SplitPayload) -> Subjects:
    return Subjects(parcels=frozenset({payload.parcel_id}))


def _division(payload: SplitPayload, parcel: ParcelSnapshot) -> Division:
    polygon = single_polygon(parcel)
    if payload.cut is not None:
        return divided(polygon, payload.cut, several=payload.several)
    lines = tuple(LineString(line) for line in payload.cut_lines if len(line) >= 2)
    return Division(split_polygon(polygon, lines).parts, lines)


def _parts(payload: SplitPayload, state: ActState, division: Division) -> tuple[NewParcel, ...]:
    parcel = state.parcels[payload.parcel_id]
    whole = plane_area(parcel.official_geometry)
    areas = rounded_areas([plane_area(part) for part in division.parts])
    made = []
    for place, (part, area) in enumerate(zip(division.parts, areas, strict=True)):
        share = plane_area(part) / whole
        use = payload.uses[place] if place < len(payload.uses) else ""
        made.append(
            NewParcel(
                key=f"parcel:{place + 1}",
                sheet_id=state.sheet_of[payload.parcel_id],
                geometry=MultiPolygon([part]),
                land_uses=((use, area),) if use else scaled_uses(parcel.land_uses, area, share),
                number=payload.numbers[place] if place < len(payload.numbers) else None,
                land_use="" if use else parcel.land_use,
                area_certificate=area,
                area_labelled=area,
                lineage="split",
                parents={payload.parcel_id: share},
            )
        )
    return tuple(made)


def _rights_of_parts(
    state: ActState, right: RightSnapshot, parcel_id: int, parts: Sequence[NewParcel], first: int
) -> list[NewRight]:
    """One right per part; a right on several parcels keeps the others with its first part: nothing is held twice."""
    made = []
    for place, part in enumerate(parts):
        places: dict[int, list[Place]] = {parcel_id: [_place(part, parcel_id)]}
        if place == 0:
            places |= {other: [Place(other, None)] for other in right.parcel_ids if other != parcel_id}
        made.append(
            carried_right(
                state, right, key=f"right:{first + place}", places=places, assets=right.asset_ids if place == 0 else ()
            )
        )
    return made


def _place(part: NewParcel, parcel_id: int) -> Place:
    return Place(part.key, part.area_certificate, part.parents[parcel_id])


def _plan(payload: SplitPayload, state: ActState) -> Changes:
    parcel = parcel_in_force(state, payload.parcel_id)
    division = _division(payload, parcel)
    parts = _parts(payload, state, division)
    rights = [right for right in state.rights_of(payload.parcel_id) if right.kind in USE_KINDS]
    places: Mapping[int, list[Place]] = {
        payload.parcel_id: [_place(part, payload.parcel_id) for part in parts],
        **{other: [Place(other, None)] for right in rights for other in right.parcel_ids if other != payload.parcel_id},
    }
    follows = hand_on(
        state,
        rights,
        lambda right, first: _rights_of_parts(state, right, payload.parcel_id, parts, first),
        cause=CODE,
        places=places,
        ground={part.key: on_land(part.geometry, parcel.official_srid) for part in parts},
    )
    note = f"Tách thửa {parcel.number}, tờ bản đồ {parcel.sheet} thành {len(parts)} thửa"
    direct = {right.id for right in rights}
    changed, papers = papers_after(state, follows, direct, change_code=CODE, note=note, anew=True)
    return follows.into(
        CODE,
        ended_parcels=(EndedParcel(payload.parcel_id, CODE),),
        new_parcels=parts,
        new_assets=moved_assets(
            state, payload.parcel_id, {asset: f"parcel:{part}" for asset, part in payload.assets.items()},
            [part.key for part in parts],
        ),
        certificate_changes=changed,
        new_certificates=papers,
        facts={
            "srid": parcel.official_srid,
            "parts": len(parts),
            "cut_lines": drawn(division.lines),
            "area_m2": sum((part.area_certificate or Decimal(0) for part in parts), Decimal(0)),
        },
    )  # fmt: skip


KIND = ActKind(
    code="split_parcel",
    name_vi="Tách thửa đất",
    name_en="Split a parcel",
    change_code=CODE,
    group="parcel",
    payload=SplitPayload,
    subjects=_subjects,
    plan=_plan,
)
