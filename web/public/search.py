"""The one search box: parcels in any spelling, national codes, coordinates, units old and new.

Coordinates are never swapped or moved to another zone silently: each reading is a row that says what it assumes.
A row is `certain` when only one reading lands where this deployment has parcels, in the order written.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis_core.crs.transform import transform_xy
from gis_core.crs.zones import ZONES, Zone
from gis_core.text.names import fold
from land_records import api as land_records
from reference import api as reference
from web import formats
from web.public.deployment import drawn_extent
from web.public.land_use import uses_of
from web.public.old_numbers import sentence_of
from web.public.query_text import PairOfNumbers, coordinates, parcel_code

MOST = 8
MARGIN_DEG = 0.02
"""About 2 km around what is drawn: a point just outside the sheets still means this place."""
_REGION = (106.5, 10.0, 109.6, 12.9)
"""The province with its neighbours and its islands (WGS-84): where a reading may still make sense."""


@dataclass(frozen=True, slots=True)
class Result:
    """One row. Exactly one of `parcel` (code), `bounds` (W,S,E,N) or `point` (lon, lat) says where to go."""

    title: str
    detail: str
    icon: str
    url: str
    parcel: str | None = None
    bounds: tuple[float, ...] | None = None
    point: tuple[float, float] | None = None
    label: dict[str, str] | None = None
    certain: bool = False
    ask: bool = False
    hits: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows, best first; without rows a sentence that says what exists, and what to try."""

    results: tuple[Result, ...]
    message: str = ""
    hint: str = ""
    query: str = field(default="")


def search(text: str, *, typing: bool = False) -> Answer:
    """Answer a query of at most 200 characters; while somebody is `typing`, a number may be the beginning of one."""
    text = " ".join(text[:200].split())
    if len(text) < 2:
        return Answer((), _("Gõ ít nhất hai chữ."), "", text)
    code = parcel_code(text)
    if code:
        found = _by_code(code)
        if found:
            return Answer((found,), query=text)
    pair = coordinates(text)
    if pair:
        return _coordinate_answer(pair, text)
    return _word_answer(text, typing=typing)


def _by_code(code: str) -> Result | None:
    try:
        parcel = land_records.parcel_by_code(code)
    except land_records.ParcelNotFoundError:
        return None
    title = _("Thửa %(number)s, tờ %(sheet)s") % {"number": parcel.number, "sheet": parcel.sheet}
    uses = uses_of(parcel.land_use)
    return Result(
        title=title,
        detail=f"{parcel.unit_name} · {code}",
        icon="map",
        url=reverse("web:parcel", args=[code]),
        parcel=code,
        label=_label(parcel.land_use, uses[0].code if uses else "", parcel.number, parcel.areas.legal),
        certain=True,
    )


def _label(use: str, main_use: str, number: int, area: Any) -> dict[str, str]:
    return {"use": use, "main_use": main_use, "number": str(number), "area": formats.label_area(area)}


def _word_answer(text: str, *, typing: bool) -> Answer:
    parcels = land_records.search_parcels(text, typing=typing)
    rows = [_parcel_row(hit, text) for hit in parcels.hits if hit.parcel_code]
    rows += [_old_row(answer) for answer in land_records.search_old_numbers(text)]
    if any(letter.isalpha() for letter in text):
        rows += [_unit_row(match, text) for match in reference.search_units(text, limit=MOST)]
    if rows:
        return Answer(tuple(rows[:MOST]), query=text)
    english = (get_language() or "vi").startswith("en")
    said = parcels.said_en if english else parcels.said_vi
    hint = _("Thử: tờ 1 thửa 20, tên xã phường cũ hoặc mới, hoặc tọa độ.")
    return Answer((), said or _("Không tìm thấy “%(text)s”.") % {"text": text}, hint, text)


def _parcel_row(hit: Any, text: str) -> Result:
    title = _("Thửa %(number)s, tờ %(sheet)s") % {"number": hit.number, "sheet": hit.sheet}
    uses = uses_of(hit.land_use)
    return Result(
        title=title,
        detail=hit.unit_name,
        icon="map",
        url=reverse("web:parcel", args=[hit.parcel_code]),
        parcel=hit.parcel_code,
        label=_label(hit.land_use, uses[0].code if uses else "", hit.number, hit.area_m2),
        hits=_underlined(title, text),
    )


def _old_row(answer: land_records.OldNumberAnswer) -> Result:
    """`Số cũ: tờ 54, thửa 20`, and what it is today; with one heir the row leads straight to it."""
    old = answer.old
    codes = [heir.relative.parcel_code for heir in answer.heirs if heir.relative.parcel_code]
    alone = codes[0] if len(codes) == 1 else None
    asked = f"?seri=&xa={old.reference.split('/')[0]}&to={old.sheet}&thua={old.number}"
    return Result(
        title=_("Số cũ: tờ %(sheet)s, thửa %(number)s") % {"sheet": old.sheet, "number": old.number},
        detail=sentence_of(answer),
        icon="clock-history",
        url=reverse("web:parcel", args=[alone]) if alone else reverse("web:old-numbers") + asked,
        parcel=alone,
    )


def _unit_row(match: Any, text: str) -> Result:
    english = (get_language() or "vi").startswith("en")
    formerly = match.formerly_en if english else match.formerly_vi
    bounds = reference.unit_bounds(match.unit.id, 4326)
    west, south, east, north = bounds or drawn_extent()
    where = f"?z=13&x={(west + east) / 2:.5f}&y={(south + north) / 2:.5f}"
    return Result(
        title=match.unit.full_name,
        detail=formerly or match.unit.province_name,
        icon="clock-history" if formerly else "geo-alt",
        url=reverse("web:map") + where,
        bounds=(west, south, east, north),
        hits=() if formerly else _underlined(match.unit.full_name, text),
    )


def _underlined(title: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where the typed words stand in the title, accents and case apart. Folding keeps one letter per letter."""
    letters = "".join(fold(letter) or letter for letter in title)
    if len(letters) != len(title):
        return ()
    words = list(dict.fromkeys(fold(text).split()))
    spans = []
    for word in words:
        # the word being typed may be the beginning of one; the others are whole
        tail = r"" if word == words[-1] else r"(?!\w)"
        if found := re.search(rf"(?<!\w){re.escape(word)}{tail}", letters):
            spans.append(found.span())
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not merged or start >= merged[-1][1]:
            merged.append((start, end))
    return tuple(merged)


def _coordinate_answer(pair: PairOfNumbers, text: str) -> Answer:
    rows = _degree_rows(pair) if pair.degrees else _metre_rows(pair)
    if not rows:
        message = _("Tọa độ này không nằm trong tỉnh hay vùng lân cận.")
        hint = _("VN-2000 ghi X (Bắc) trước, Y (Đông) sau; WGS-84 ghi vĩ độ trước, kinh độ sau.")
        return Answer((), message, hint, text)
    near = [row for row in rows if _inside(row.point, drawn_extent(), MARGIN_DEG)]
    shown = near or rows
    certain = len(shown) == 1 and not shown[0].ask
    return Answer(tuple(_with(row, certain=certain, ask=not certain) for row in shown[:MOST]), query=text)


def _with(row: Result, *, certain: bool, ask: bool) -> Result:
    return Result(row.title, row.detail, row.icon, row.url, point=row.point, certain=certain, ask=ask)


def _inside(point: tuple[float, float] | None, box: tuple[float, ...], margin: float = 0.0) -> bool:
    if point is None:
        return False
    lon, lat = point
    west, south, east, north = box
    return west - margin <= lon <= east + margin and south - margin <= lat <= north + margin


def _point_row(lon: float, lat: float, title: str, detail: str, *, ask: bool) -> Result:
    where = f"?z=18&x={lon:.6f}&y={lat:.6f}"
    return Result(title, detail, "geo-alt", reverse("web:map") + where, point=(lon, lat), ask=ask)


def _degree_rows(pair: PairOfNumbers) -> list[Result]:
    readings = [(pair.first, pair.second, False), (pair.second, pair.first, True)]
    if pair.axes:
        readings = [readings[0] if pair.axes[0] == "lat" else (pair.second, pair.first, False)]
    rows = []
    for lat, lon, swapped in readings:
        if _inside((lon, lat), _REGION):
            title = _("Vĩ độ %(lat)s, kinh độ %(lon)s") % {"lat": f"{lat:.6f}", "lon": f"{lon:.6f}"}
            order = _("hiểu là kinh độ viết trước") if swapped else _("vĩ độ viết trước")
            rows.append(_point_row(lon, lat, title, f"WGS-84 · {order}", ask=swapped))
    return rows


def _metre_rows(pair: PairOfNumbers) -> list[Result]:
    orders = [(pair.first, pair.second, False), (pair.second, pair.first, True)]
    if pair.axes:
        orders = [orders[0] if pair.axes[0] == "north" else (pair.second, pair.first, False)]
    rows = []
    for north, east, swapped in orders:
        for zone in _zones():
            lon, lat = _lonlat(east, north, zone)
            if _inside((lon, lat), _REGION):
                rows.append(_zone_row(lon, lat, (north, east), zone, swapped=swapped))
    return rows


def _zones() -> list[Zone]:
    """The register's zone first, then the other VN-2000 zones, nearest meridian first."""
    home = ZONES[settings.LAND_SRID]
    here = home.central_meridian or 0.0
    others = [zone for zone in ZONES.values() if zone.datum == "vn2000" and zone.kind in {"tm3", "utm"}]
    return sorted(others, key=lambda zone: (zone.srid != home.srid, abs((zone.central_meridian or 0) - here)))


def _lonlat(east: float, north: float, zone: Zone) -> tuple[float, float]:
    lon, lat = transform_xy([east], [north], zone.srid, 4326)
    return float(lon[0]), float(lat[0])


def _zone_row(lon: float, lat: float, digits: tuple[float, float], zone: Zone, *, swapped: bool) -> Result:
    north, east = digits
    title = _("X (Bắc) %(north)s, Y (Đông) %(east)s") % {
        "north": _digits(north),
        "east": _digits(east),
    }
    kind = _("múi 3°") if zone.kind == "tm3" else _("múi 6°")
    facts = {"meridian": zone.meridian_text.replace("'", "′"), "kind": kind}
    detail = _("VN-2000, kinh tuyến %(meridian)s, %(kind)s") % facts
    if zone.srid == settings.LAND_SRID:
        detail += " · " + _("múi đang dùng ở đây")
    if swapped:
        detail += " · " + _("hiểu là Y viết trước X")
    return _point_row(lon, lat, title, detail, ask=swapped or zone.srid != settings.LAND_SRID)


def _digits(metres: float) -> str:
    """As many decimals as were written, at most millimetres."""
    places = next(n for n in range(4) if n == 3 or abs(metres - round(metres, n)) < 0.0005)
    return formats.coordinate(metres, places)
