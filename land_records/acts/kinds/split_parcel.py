"""Split one parcel by cut lines (tách thửa, TN): Law 31/2024 Art 220, NĐ 101/2024 Art 7.

The parts get the next free numbers of the sheet, the old number ends for ever. The use right goes on to every part,
each as a right of its own; charges and restrictions follow to every part; the certificate is replaced by drafts.
"""

from decimal import Decimal
from typing import Any

import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon

from gis_core.geometry.measure import rounded_areas
from gis_core.topology.split import split_polygon
from land_records.acts.carrying import Place, carried_restrictions, carried_right, ended_rights, reissued
from land_records.acts.changes import Changes, EndedParcel, NewParcel, NewRight
from land_records.acts.errors import ActRefusedError
from land_records.acts.protocol import ActKind, Payload
from land_records.acts.state import ActState, Subjects

CODE = "TN"


class SplitPayload(Payload):
    """`cut_lines`: each a list of (east, north) in the parcel's official zone, metres.

    `uses`: land-use code per part in the order of the parts, empty to keep the parcel's own uses.
    """

    parcel_id: int
    cut_lines: tuple[tuple[tuple[float, float], ...], ...]
    uses: tuple[str, ...] = ()


def _subjects(payload: SplitPayload) -> Subjects:
    return Subjects(parcels=frozenset({payload.parcel_id}))


def _plan(payload: SplitPayload, state: ActState) -> Changes:
    parcel = state.parcels[payload.parcel_id]
    polygon = _single(parcel.official_geometry, parcel.reference)
    parts = split_polygon(polygon, [LineString(line) for line in payload.cut_lines if len(line) >= 2]).parts
    areas = rounded_areas([float(shapely.area(part)) for part in parts])
    whole = float(polygon.area)
    new_parcels = tuple(
        NewParcel(
            key=f"parcel:{place}",
            sheet_id=state.sheet_of[payload.parcel_id],
            geometry=MultiPolygon([part]),
            land_uses=_uses(payload, place - 1, parcel.land_uses, area, part.area / whole),
            land_use=parcel.land_use if not payload.uses else "",
            area_certificate=area,
            area_labelled=area,
            lineage="split",
            parents={payload.parcel_id: float(part.area / whole)},
        )
        for place, (part, area) in enumerate(zip(parts, areas, strict=True), start=1)
    )
    rights = [right for right in state.rights_of(payload.parcel_id) if right.kind in ("land_use", "management")]
    new_rights: list[NewRight] = []
    for right in rights:
        for part, area in zip(new_parcels, areas, strict=True):
            places = {other: [Place(other, None)] for other in right.parcel_ids if other != payload.parcel_id}
            share = part.parents[payload.parcel_id]
            mine = {payload.parcel_id: [Place(part.key, area, share)]}
            # a right on several parcels keeps the others with its first part, so that nothing is held twice
            first = part is new_parcels[0]
            key = f"right:{len(new_rights) + 1}"
            new_rights.append(carried_right(state, right, key=key, places=(places | mine) if first else mine))
    ended, opened = carried_restrictions(
        tuple(state.restrictions.values()),
        rights={right.id: [new.key for new in new_rights if right.id in new.succeeds] for right in rights},
        parcels={payload.parcel_id: [new.key for new in new_parcels]},
        cause=CODE,
    )
    note = f"Tách thửa {parcel.number}, tờ bản đồ {parcel.sheet} thành {len(new_parcels)} thửa"
    changed, papers = reissued(state, [right.id for right in rights], new_rights, change_code=CODE, note=note)
    return Changes(
        change_code=CODE,
        ended_parcels=(EndedParcel(payload.parcel_id, CODE),),
        new_parcels=new_parcels,
        ended_rights=ended_rights(rights, CODE),
        new_rights=tuple(new_rights),
        ended_restrictions=ended,
        new_restrictions=opened,
        certificate_changes=changed,
        new_certificates=papers,
        facts={"srid": parcel.official_srid, "parts": len(parts)},
    )


def _single(shape: Any, reference: str) -> Polygon:
    if shape is None:
        raise ActRefusedError(
            f"Thửa {reference} chưa có hình thửa, không tách được.",
            f"Parcel {reference} has no shape: it cannot be split.",
            hint_vi="Đo đạc và cập nhật hình thửa trước.",
            hint_en="Survey it and register its shape first.",
        )
    polygons = list(shape.geoms) if isinstance(shape, MultiPolygon) else [shape]
    if len(polygons) != 1:
        raise ActRefusedError(
            f"Thửa {reference} gồm {len(polygons)} phần rời nhau; tách từng phần riêng.",
            f"Parcel {reference} has {len(polygons)} separate parts; split them one by one.",
        )
    return polygons[0]


def _uses(
    payload: SplitPayload, place: int, uses: Any, area: Decimal, share: float
) -> tuple[tuple[str, Decimal | None], ...]:
    if place < len(payload.uses) and payload.uses[place]:
        return ((payload.uses[place], area),)
    if len(uses) == 1:
        return ((uses[0].code, area),)
    return tuple(
        (use.code, None if use.area_m2 is None else (use.area_m2 * Decimal(repr(share))).quantize(Decimal("0.1")))
        for use in uses
    )


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
