"""Rules about the land itself: areas, minimum sizes, the fabric, standing. Plane metres of the official zone."""

from decimal import Decimal
from typing import Any

import numpy as np
import shapely

from land_records.acts.changes import NewParcel
from land_records.cadastre.conflicts import wide_overlap
from land_records.cadastre.neighbours import current_around
from land_records.cadastre.official import as_multipolygons, to_land
from land_records.rules.judge import Question
from land_records.rules.verdicts import Judgement
from land_records.rules.words import comma


def area_kept(asked: Question) -> Judgement | None:
    """Children together have the parents' computed area, up to the rounding of each to 0.1 m².

    A surveyed difference is allowed only when it is named in the act (`surveyed_difference_m2`) and within the rule's
    own limit per cent (NĐ 101/2024: recorded, never spread silently).
    """
    parents = {parent for parcel in asked.changes.new_parcels for parent in parcel.parents}
    drawn = [parcel for parcel in asked.changes.new_parcels if parcel.parents and parcel.geometry is not None]
    if not drawn or any(asked.state.parcels[parent].official_geometry is None for parent in parents):
        return None
    before = sum(asked.state.parcels[parent].official_geometry.area for parent in parents)
    # a parent that keeps its number with a smaller shape (recovery of a part) still has its share of the ground
    staying = [one.geometry for one in asked.changes.revised_parcels if one.parcel_id in parents and one.geometry]
    after = sum(float(shapely.area(shape)) for shape in [*(parcel.geometry for parcel in drawn), *staying])
    allowed = 0.05 * (len(drawn) + len(parents) + len(staying))
    named = abs(float(asked.changes.facts.get("surveyed_difference_m2", 0.0)))
    limit = before * float(asked.parameters.get("surveyed_difference_percent", 0)) / 100
    difference = after - before
    passed = abs(difference) <= allowed + min(named, limit)
    return Judgement(
        passed,
        f"Tổng diện tích sau {_m2(after)}, trước {_m2(before)}, chênh {_m2(difference)} "
        f"(cho phép {_m2(allowed + min(named, limit))})",
        f"Areas after {after:.1f} m², before {before:.1f} m², difference {difference:.1f} m² "
        f"(allowed {allowed + min(named, limit):.1f} m²)",
        {"before_m2": round(before, 1), "after_m2": round(after, 1), "difference_m2": round(difference, 2)},
    )


def split_minimum(asked: Question) -> Judgement | None:
    """Each part of a split reaches the decision's minimum area and width for its main use.

    Parameters: `minimum` {land-use code or "*": {"area_m2": …, "width_m": …}}; the width is twice the radius of the
    largest circle inside the part. Parts given to roads or merged at once are named in `exempt_uses`.
    """
    parts = [
        parcel for parcel in asked.changes.new_parcels if parcel.lineage == "split" and parcel.geometry is not None
    ]
    limits = asked.parameters.get("minimum", {})
    exempt = set(asked.parameters.get("exempt_uses", []))
    worst: tuple[float, str, str, dict[str, Any]] | None = None
    for parcel in parts:
        use = parcel.land_uses[0][0] if parcel.land_uses else ""
        limit = limits.get(use) or limits.get("*")
        if limit is None or use in exempt:
            continue
        area = float(shapely.area(parcel.geometry))
        width = 2 * float(shapely.length(shapely.maximum_inscribed_circle(parcel.geometry, tolerance=0.05)))
        for measured, key, unit in ((area, "area_m2", "m²"), (width, "width_m", "m")):
            required = limit.get(key)
            if required is None:
                continue
            share = measured / float(required)
            if worst is None or share < worst[0]:
                name = {"area_m2": ("diện tích", "area"), "width_m": ("chiều rộng", "width")}[key]
                worst = (
                    share,
                    f"Phần {use or '?'}: {name[0]} {comma(measured)} {unit}, tối thiểu {comma(required)} {unit}",
                    f"Part {use or '?'}: {name[1]} {measured:.1f} {unit}, at least {float(required):.1f} {unit}",
                    {"measured": round(measured, 2), "required": float(required), "unit": unit, "use": use},
                )
    if worst is None:
        return None
    return Judgement(worst[0] >= 1, *worst[1:])


def no_overlap(asked: Question) -> Judgement | None:
    """New shapes meet no official parcel that stays, and each other nowhere: what the database will ask at COMMIT."""
    shapes: list[tuple[str, Any, int]] = []
    gone = {one.parcel_id for one in asked.changes.ended_parcels}
    for parcel in asked.changes.new_parcels:
        if parcel.geometry is not None and parcel.standing == "official":
            shapes.append((parcel.key, parcel.geometry, _srid(asked, parcel)))
    for revised in asked.changes.revised_parcels:
        gone.add(revised.parcel_id)
        if revised.geometry is not None:
            parcel_now = asked.state.parcels[revised.parcel_id]
            shapes.append((parcel_now.reference, revised.geometry, parcel_now.official_srid))
    if not shapes:
        return None
    land = np.concatenate(
        [to_land(as_multipolygons(np.array([shape], dtype=object)), srid) for _, shape, srid in shapes]
    )
    ids, around = current_around(land, 0.0)
    away = {asked.state.parcels[parcel].version_id for parcel in gone if parcel in asked.state.parcels}
    standing = np.array([version not in away for version in ids], dtype=bool)
    others = around[standing] if len(ids) else around
    one, two = shapely.STRtree(others).query(land, predicate="intersects") if len(others) else (np.empty(0, int),) * 2
    wide = wide_overlap(land[one], others[two]) if len(one) else np.empty(0, dtype=bool)
    first, second = np.triu_indices(len(land), k=1)
    wide_among = wide_overlap(land[first], land[second]) if len(first) else np.empty(0, dtype=bool)
    count = int(wide.sum() + wide_among.sum())
    return Judgement(
        count == 0,
        f"Chồng lấn: {count} chỗ" if count else "Không chồng lấn thửa nào",
        f"Overlaps: {count}" if count else "No overlap",
        {"overlaps": count},
    )


def official_parcels(asked: Question) -> Judgement | None:
    """Parcels the act changes are official and in force; a provisional one waits for the act that settles it."""
    touched = {one.parcel_id for one in asked.changes.ended_parcels} | {
        parcel for parcel in asked.state.subjects.parcels if parcel in asked.state.parcels
    }
    if not touched or asked.changes.facts.get("settles_standing"):
        return None
    wrong = [
        asked.state.parcels[parcel] for parcel in sorted(touched) if asked.state.parcels[parcel].standing != "official"
    ]
    names = ", ".join(parcel.reference for parcel in wrong)
    return Judgement(
        not wrong,
        f"Thửa chưa chính thức: {names}" if wrong else f"{len(touched)} thửa đều chính thức",
        f"Not official: {names}" if wrong else f"All {len(touched)} parcels are official",
        {"parcels": len(touched), "wrong": len(wrong)},
    )


def _srid(asked: Question, parcel: NewParcel) -> int:
    for parent in parcel.parents:
        return asked.state.parcels[parent].official_srid
    return int(asked.changes.facts["srid"])


def _m2(area: float | Decimal) -> str:
    return f"{comma(area)} m²"
