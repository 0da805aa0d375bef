"""Facts about this deployment that every map page states: its zone, its province, where its data lie."""

from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from django.conf import settings
from django.core.cache import cache as shared
from django.db import connections
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis_core.crs.zones import Zone, zone
from land_records import api as land_records
from reference import api as reference

EXTENT_SECONDS = 300
FRESH_SECONDS = 60
_LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)


def land_zone() -> Zone:
    """The register's coordinate system."""
    return zone(settings.LAND_SRID)


def zone_for_map() -> dict[str, float]:
    """The zone's numbers for the coordinate read-out in the browser."""
    here = land_zone()
    return {
        "meridian": here.central_meridian or 0.0,
        "scale": here.scale or 1.0,
        "falseEasting": here.false_easting or 0.0,
        "falseNorthing": here.false_northing or 0.0,
    }


def _statement(name: str) -> str:
    return resources.files("web.public").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def drawn_extent() -> tuple[float, float, float, float]:
    """West, south, east, north (WGS-84) of what the public map shows; the province's units when it is empty."""
    known = shared.get("web.drawn_extent")
    if known:
        return known
    with connections["published"].cursor() as cursor:
        cursor.execute(_statement("drawn_extent"))
        row = cursor.fetchone()
    extent = tuple(map(float, row)) if row and row[0] is not None else _units_extent()
    shared.set("web.drawn_extent", extent, EXTENT_SECONDS)
    return extent  # type: ignore[return-value]


def drawn_uses() -> list[str]:
    """Main land-use codes present on the public map, the most ground first."""
    known = shared.get("web.drawn_uses")
    if known is not None:
        return known
    with connections["published"].cursor() as cursor:
        cursor.execute(_statement("drawn_uses"))
        uses = [row[0] for row in cursor.fetchall()]
    shared.set("web.drawn_uses", uses, EXTENT_SECONDS)
    return uses


def scanned_plans() -> list[dict[str, Any]]:
    """Scanned plans of the public map: id, title, plan (code), out_of_date."""
    known = shared.get("web.scanned_plans")
    if known is not None:
        return known
    with connections["published"].cursor() as cursor:
        cursor.execute(_statement("scanned_plans"))
        scans = [
            {"id": fid, "title": title, "plan": plan, "out_of_date": status == "out_of_date"}
            for fid, title, plan, status in cursor.fetchall()
        ]
    shared.set("web.scanned_plans", scans, FRESH_SECONDS)
    return scans


def data_date() -> date | None:
    """The day up to which the register's entries are on the map; None while there are none."""
    known = shared.get("web.data_date", False)
    if known is not False:
        return known
    day = land_records.data_date()
    shared.set("web.data_date", day, FRESH_SECONDS)
    return day


def _units_extent() -> tuple[float, float, float, float]:
    boxes = [box for unit in reference.current_units() if (box := reference.unit_bounds(unit.id, 4326))]
    if not boxes:
        return (107.4, 10.55, 108.9, 11.55)
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west), min(south), max(east), max(north))


@cache
def _place_line(language: str) -> str:
    today, former = [], []
    for code in settings.LAND_PROVINCE_CODES:
        try:
            today.append(reference.unit(code))
        except reference.UnknownUnit:
            former.append(reference.unit(code, _LAST_DAY_OF_DISTRICTS))
    english = language.startswith("en")
    parts = [unit.name_en if english else f"{unit.full_name[:1].lower()}{unit.full_name[1:]}" for unit in today]
    parts += [_("địa bàn %(name)s") % {"name": unit.name} for unit in former]
    return ", ".join(parts)


def place_line() -> str:
    """`tỉnh Lâm Đồng, địa bàn Bình Thuận`: the province of today and the one the data come from."""
    return _place_line(get_language() or "vi")


def source_line() -> str:
    """What the map is drawn from, and in which system the register keeps it."""
    return _("Sổ địa chính điện tử · %(place)s") % {"place": place_line()}
