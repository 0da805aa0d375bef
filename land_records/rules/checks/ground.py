"""Rules about numbers, access and surveys. Plane metres of the official zone."""

from importlib.resources import files
from typing import Any

import shapely
from django.conf import settings
from django.db import connection

from land_records.acts.guards import on_land
from land_records.models import Parcel
from land_records.rules.judge import Question
from land_records.rules.verdicts import Judgement
from land_records.rules.words import comma

_ROADS = files("land_records.rules.checks").joinpath("roads_near.sql").read_text(encoding="utf-8")
_ON_BORDER_M = 0.05


def number_free(asked: Question) -> Judgement | None:
    """A number somebody chose was never used on its sheet, not even by a parcel that has ended."""
    chosen = [(one.sheet_id, one.number) for one in asked.changes.new_parcels if one.number is not None]
    if not chosen:
        return None
    taken = [number for sheet, number in chosen if Parcel.objects.filter(sheet_id=sheet, number=number).exists()]
    twice = len(chosen) - len({*chosen})
    names = ", ".join(str(number) for number in taken)
    return Judgement(
        not taken and not twice,
        f"Số thửa đã dùng: {names}" if taken else "Số thửa bị lặp" if twice else f"{len(chosen)} số thửa còn trống",
        f"Numbers used before: {names}" if taken else "A number stands twice" if twice else "The numbers are free",
        {"chosen": len(chosen), "taken": len(taken)},
    )


def split_access(asked: Question) -> Judgement | None:
    """Each part of a split touches a road, a part given to a road, or land it has a right of way over.

    Parameters: `contact_m` metres of common border, `search_m` how far roads are looked for, `road_uses`,
    `road_objects`. Without any road near by there is no data: it did not pass, and says so.
    """
    parts = [one for one in asked.changes.new_parcels if one.lineage == "split" and one.geometry is not None]
    if not parts or not asked.changes.ended_parcels:
        return None
    figures = asked.parameters
    srid = int(asked.changes.facts["srid"])
    shapes = {part.key: on_land(part.geometry, srid) for part in parts}
    uses = set(figures.get("road_uses", ["DGT"]))
    paths = [shapes[part.key] for part in parts if part.land_uses and part.land_uses[0][0] in uses]
    roads = [*_roads(shapely.union_all(list(shapes.values())), figures), *paths]
    if not roads:
        return Judgement(
            False,
            "Chưa có dữ liệu đường giao thông quanh thửa; kiểm tra lối đi trên thực địa",
            "No road data around the parcel; check the access on the ground",
            {"roads": 0, "parts": len(parts)},
        )
    favoured = {one.favours_parcel for one in asked.changes.new_restrictions if one.kind == "easement"}
    contact = {
        part.key: max(_contact(shapes[part.key], road) for road in roads)
        for part in parts
        if not part.land_uses or part.land_uses[0][0] not in uses
    }
    required = float(figures.get("contact_m", 1.0))
    without = [key for key, metres in contact.items() if metres < required and key not in favoured]
    least = min(contact.values(), default=0.0)
    return Judgement(
        not without,
        f"{len(without)} phần chưa có lối đi (giáp đường {comma(least)} m, cần {comma(required)} m)"
        if without
        else f"Cạnh giáp đường ngắn nhất {comma(least)} m, cần {comma(required)} m",
        f"{len(without)} parts without access (contact {least:.1f} m, {required:.1f} m needed)"
        if without
        else f"Shortest contact with a road {least:.1f} m, {required:.1f} m needed",
        {"measured": round(least, 2), "required": required, "unit": "m", "without": len(without)},
    )


def _roads(here: Any, figures: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            _ROADS,
            {
                "here": shapely.to_wkb(here),
                "srid": settings.LAND_SRID,
                "metres": float(figures.get("search_m", 60)),
                "uses": list(figures.get("road_uses", ["DGT"])),
                "objects": list(figures.get("road_objects", ["road"])),
            },
        )
        return [shapely.from_wkb(bytes(row[0])) for row in cursor.fetchall()]


def _contact(part: Any, road: Any) -> float:
    """Metres of the part's border that run along the road."""
    return float(shapely.length(shapely.intersection(shapely.boundary(part), shapely.buffer(road, _ON_BORDER_M))))


def difference_stated(asked: Question) -> Judgement | None:
    """The surveyor states the difference in area, and it fits the coordinates that were entered."""
    facts = asked.changes.facts
    if not facts.get("resurvey") or "difference_m2" not in facts:
        return None
    computed, stated = float(facts["difference_m2"]), facts.get("stated_m2")
    rounding = float(asked.parameters.get("rounding_m2", 0.1))
    fits = stated is not None and abs(float(stated) - computed) <= rounding + 1e-9
    words_vi = "chưa ghi" if stated is None else f"ghi {comma(stated)} m²"
    words_en = "not stated" if stated is None else f"stated {float(stated):.1f} m²"
    return Judgement(
        fits,
        f"Chênh lệch theo tọa độ {comma(computed)} m², {words_vi}",
        f"Difference by the coordinates {computed:.1f} m², {words_en}",
        {"computed_m2": computed, "stated_m2": stated},
    )


def difference_large(asked: Question) -> Judgement | None:
    """A re-survey changed the area by more than the usual share."""
    facts = asked.changes.facts
    if "difference_m2" not in facts:
        return None
    revised = [one for one in asked.changes.revised_parcels if one.geometry is not None]
    before = sum(float(asked.state.parcels[one.parcel_id].official_geometry.area) for one in revised)
    percent = 100 * abs(float(facts["difference_m2"])) / before if before else 0.0
    limit = float(asked.parameters.get("percent", 5))
    return Judgement(
        percent <= limit,
        f"Diện tích thay đổi {comma(percent)} % (ngưỡng {comma(limit)} %)",
        f"The area changes by {percent:.1f} % (limit {limit:.1f} %)",
        {"measured": round(percent, 2), "required": limit, "unit": "%"},
    )
