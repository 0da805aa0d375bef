"""Merge adjoining parcels of the same holders (hợp thửa, TN): Law 31/2024 Art 220, NĐ 101/2024 Art 7.

The merged parcel gets the next free number, the old numbers end for ever. The rights become one; charges follow in
their order; what lay on one of the old parcels stays on its ground.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pydantic import Field
from shapely.geometry import MultiPolygon

from gis_core.geometry.measure import rounded_areas
from gis_core.topology.merge import merge_polygons
from land_records.acts.carrying import Place, carried_right
from land_records.acts.carrying_assets import moved_assets
from land_records.acts.carrying_papers import papers_after
from land_records.acts.changes import Changes, EndedParcel, NewParcel, NewPurpose, NewRight
from land_records.acts.errors import ActRefusedError
from land_records.acts.guards import USE_KINDS, on_land, parcel_in_force, plane_area, single_polygon
from land_records.acts.protocol import ActKind, Payload
from land_records.acts.state import ActState, Subjects
from land_records.acts.succession import Succession, derived_rights, hand_on
from land_records.cadastre.snapshots import ParcelSnapshot
from land_records.rights.snapshots import RightSnapshot

CODE = "TN"


class MergePayload(Payload):
    """The parcels to be merged; `number`: of the merged parcel, null for the next free one of the sheet."""

    parcel_ids: tuple[int, ...] = Field(min_length=2)
    number: int | None = None


def _subjects(payload: MergePayload) -> Subjects:
    return Subjects(parcels=frozenset(payload.parcel_ids))


def _plan(payload: MergePayload, state: ActState) -> Changes:
    parcels = [parcel_in_force(state, parcel) for parcel in dict.fromkeys(payload.parcel_ids)]
    _refuse_zones(parcels)
    shape = MultiPolygon([merge_polygons([single_polygon(parcel) for parcel in parcels]).polygon])
    [area] = rounded_areas([plane_area(shape)])
    main = max(parcels, key=lambda parcel: plane_area(parcel.official_geometry))
    merged = NewParcel(
        key="parcel:1",
        sheet_id=state.sheet_of[main.parcel_id],
        geometry=shape,
        land_uses=_uses(parcels, area),
        number=payload.number,
        area_certificate=area,
        area_labelled=area,
        lineage="merge",
        parents={parcel.parcel_id: 1.0 for parcel in parcels},
    )
    ids = [parcel.parcel_id for parcel in parcels]
    rights = _rights(state, ids)
    follows = _merged_right(state, rights, ids, merged)
    numbers = ", ".join(str(parcel.number) for parcel in parcels)
    note = f"Hợp các thửa {numbers}, tờ bản đồ {main.sheet} thành một thửa"
    changed, papers = papers_after(
        state, follows, {right.id for right in rights}, change_code=CODE, note=note, anew=True
    )
    return follows.into(
        CODE,
        ended_parcels=tuple(EndedParcel(parcel, CODE) for parcel in ids),
        new_parcels=(merged,),
        new_assets=tuple(asset for parcel in ids for asset in moved_assets(state, parcel, {}, [merged.key])),
        certificate_changes=changed,
        new_certificates=papers,
        facts={"srid": main.official_srid},
    )


def _merged_right(state: ActState, rights: list[RightSnapshot], ids: list[int], merged: NewParcel) -> Succession:
    """All rights become the first one's next version; a restriction on an old parcel stays on that parcel's ground."""
    others = {parcel for right in rights for parcel in right.parcel_ids} - {*ids}
    places: Mapping[int, list[Place]] = {
        **{parcel: [Place(merged.key, None)] for parcel in ids},
        **{parcel: [Place(parcel, None)] for parcel in others},
    }
    grounded = replace(
        state,
        restrictions={
            key: replace(one, geometry=on_land(_old(state, one.parcel_id), state.parcels[ids[0]].official_srid))
            if one.parcel_id in ids and one.geometry is None
            else one
            for key, one in state.restrictions.items()
        },
    )

    def make(right: RightSnapshot, number: int) -> list[NewRight]:
        if right is not rights[0]:
            return []
        new = carried_right(state, right, key=f"right:{number}", places=places)
        return [
            replace(
                new,
                parcels=(merged.key, *sorted(others)),
                assets=tuple(asset for one in rights for asset in one.asset_ids),
                purposes=_purposes(state, rights, places),
                succeeds=tuple(one.id for one in rights),
            )
        ]

    return hand_on(grounded, rights, make, cause=CODE, places=places, joined=True)


def _old(state: ActState, parcel_id: int | None) -> Any:
    return state.parcels[parcel_id or 0].official_geometry


def _rights(state: ActState, ids: Iterable[int]) -> list[RightSnapshot]:
    """The use rights of the parcels: the same holders in the same form on every one of them, or none at all."""
    found = {parcel: state.use_right_of(parcel) for parcel in ids}
    rights = list({right.id: right for right in found.values() if right is not None}.values())
    alike = {(right.kind, right.form, frozenset(right.holders)) for right in rights}
    if len(alike) > 1 or (rights and None in found.values()):
        raise ActRefusedError(
            "Các thửa hợp lại phải cùng người sử dụng đất và cùng hình thức sử dụng.",
            "Parcels that are merged must have the same holders in the same form of holding.",
            hint_vi="Chuyển quyền hoặc đăng ký lần đầu cho các thửa khác nhau trước khi hợp thửa.",
            hint_en="Transfer or register the rights that differ before merging.",
            code="merge_holders_differ",
        )
    if derived_rights(state, [right.id for right in rights]):
        raise ActRefusedError(
            "Trên thửa đang có thuê hoặc góp vốn; xóa đăng ký thuê, góp vốn trước khi hợp thửa.",
            "A lease or a contribution stands on a parcel; end it before merging.",
            code="merge_has_lease",
        )
    return [right for right in rights if right.kind in USE_KINDS]


def _purposes(
    state: ActState, rights: list[RightSnapshot], places: Mapping[int, list[Place]]
) -> tuple[NewPurpose, ...]:
    """Purposes of one code and term add up; an area that nobody stated stays unstated."""
    sums: dict[tuple[Any, ...], list[Decimal | None]] = defaultdict(list)
    for right in rights:
        for use in carried_right(state, right, key="", places=places).purposes:
            sums[use.parcel, use.code, use.term, use.until].append(use.area_m2)
    return tuple(
        NewPurpose(parcel, code, None if None in areas else sum((one or Decimal(0) for one in areas), Decimal(0)),
                   term, until)
        for (parcel, code, term, until), areas in sums.items()
    )  # fmt: skip


def _uses(parcels: list[ParcelSnapshot], area: Decimal) -> tuple[tuple[str, Decimal | None], ...]:
    sums: dict[str, list[Decimal | None]] = defaultdict(list)
    for parcel in parcels:
        for use in parcel.land_uses:
            alone = len(parcel.land_uses) == 1
            sums[use.code].append(parcel.areas.computed if alone else use.area_m2)
    if len(sums) == 1:
        return ((next(iter(sums)), area),)
    return tuple(
        (code, None if None in areas else sum((one or Decimal(0) for one in areas), Decimal(0)))
        for code, areas in sums.items()
    )


def _refuse_zones(parcels: list[ParcelSnapshot]) -> None:
    if len({parcel.official_srid for parcel in parcels}) > 1:
        raise ActRefusedError(
            "Các thửa nằm trên tờ bản đồ có kinh tuyến trục khác nhau, chưa hợp được.",
            "The parcels lie on sheets with different central meridians and cannot be merged.",
            hint_vi="Đo đạc lại một thửa vào bộ bản đồ của thửa kia trước.",
            hint_en="Re-survey one of them into the other's map series first.",
            code="merge_zones_differ",
        )


KIND = ActKind(
    code="merge_parcels",
    name_vi="Hợp thửa đất",
    name_en="Merge parcels",
    change_code=CODE,
    group="parcel",
    payload=MergePayload,
    subjects=_subjects,
    plan=_plan,
)
