"""The map page and its parts: every answer is HTML from the server; the map is its proof."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_core.errors import DomainError
from land_records import api as land_records
from tiles.api import public_style, raster_tilejson
from web import formats
from web.errors import wants_json
from web.public import deployment, land_use
from web.public.map_config import map_config
from web.public.parcel_card import Card, card_of
from web.public.search import search
from web.sheets.planning_extract import planning_of

LEGEND_ROWS = 9


def parcel_card(code: str) -> Card:
    """The card of a parcel today; raises ParcelNotFoundError."""
    parcel = land_records.parcel_by_code(code)
    return card_of(parcel, planning_of(parcel, timezone.localdate()))


def _examples() -> dict[str, str]:
    """What may be typed, in the formats people have on paper."""
    zone = deployment.land_zone()
    number = _("tờ 1 thửa 20")
    return {
        "number": number,
        "number_line": _("Ví dụ: %(example)s") % {"example": number},
        "old": _("phường Phú Trinh"),
        "coordinates": f"{formats.coordinate(1208581.4)}  {formats.coordinate(456358.7)}" if zone else "",
    }


def _map_context(request: HttpRequest, card: Card | None) -> dict[str, object]:
    return {
        "card": card,
        "config": map_config(),
        "legend": land_use.entries(deployment.drawn_uses()[:LEGEND_ROWS]),
        "examples": _examples(),
        "query": request.GET.get("q", "")[:200],
        "zone_text": deployment.land_zone().meridian_text.replace("'", "′"),
        "source_line": deployment.source_line(),
        "data_date": deployment.data_date(),
        "scans": deployment.scanned_plans(),
        "canonical": request.build_absolute_uri(reverse("web:parcel", args=[card.code])) if card else "",
    }


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """`/` and `/ban-do/`: the map at once."""
    return render(request, "public/map.html", _map_context(request, None))


@require_safe
def parcel_page(request: HttpRequest, code: str) -> HttpResponse:
    """`/t/<code>/`, the permanent address of a parcel: the same page with its card written in."""
    return render(request, "public/map.html", _map_context(request, parcel_card(code)))


@require_safe
def parcel_part(request: HttpRequest, code: str) -> HttpResponse:
    """The card alone, for a parcel chosen on the map. A refusal is a card too."""
    try:
        return render(request, "public/_card.html", {"card": parcel_card(code)})
    except DomainError as error:
        return render(request, "public/_card_refused.html", {"error": error})


@require_safe
def home_part(request: HttpRequest) -> HttpResponse:
    """The ways in, shown again when a parcel is closed."""
    return render(request, "public/_home.html", {"examples": _examples()})


@require_safe
def parcel_by_number(_request: HttpRequest, unit: str, sheet: str, number: int) -> HttpResponse:
    """`/thua/<unit>/<sheet>/<no>/` leads to the permanent address; numbers change, so never for ever."""
    parcel = land_records.find_parcel(f"{unit}/{sheet}/{number}")
    if not parcel.parcel_code:
        raise land_records.ParcelNotFoundError(
            "Thửa này chưa có mã định danh.", "This parcel has no national identifier yet."
        )
    return redirect("web:parcel", code=parcel.parcel_code)


@require_safe
def at_point(request: HttpRequest) -> JsonResponse:
    """The parcel at a WGS-84 place: {parcel: code} or {parcel: null, message}."""
    try:
        lon, lat = float(request.GET["lon"]), float(request.GET["lat"])
    except (KeyError, ValueError):
        return JsonResponse({"parcel": None, "message": _("Thiếu kinh độ hoặc vĩ độ.")}, status=400)
    found = land_records.parcel_at(lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None
    if found and found.parcel_code:
        return JsonResponse({"parcel": found.parcel_code})
    return JsonResponse({"parcel": None, "message": _("Tại đây chưa có thửa đất nào trong sổ địa chính điện tử.")})


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """`/tim/?q=`: rows for the search box as JSON, or a page of links without script."""
    as_json = wants_json(request)
    found = search(request.GET.get("q", ""), typing=as_json)
    if as_json:
        rows = [
            {
                "title": row.title, "detail": row.detail, "icon": row.icon, "url": row.url, "parcel": row.parcel,
                "bounds": row.bounds, "point": row.point, "label": row.label, "certain": row.certain,
                "ask": row.ask, "hits": row.hits,
            }
            for row in found.results
        ]  # fmt: skip
        return JsonResponse({"results": rows, "message": found.message, "hint": found.hint})
    if len(found.results) == 1 and found.results[0].certain:
        return redirect(found.results[0].url)
    return render(request, "public/search.html", {"found": found, "query": found.query})


@require_safe
def map_style(request: HttpRequest, theme: str) -> JsonResponse:
    """The MapLibre style of the public map; colours are those of the land-use code list."""
    base = request.build_absolute_uri("/tiles/")
    scans = [raster_tilejson(scan["id"], base) for scan in deployment.scanned_plans()]
    style = public_style(land_use.colours(), "dark" if theme == "dark" else "light", tiles_url=base, rasters=scans)
    return JsonResponse(style, headers={"Cache-Control": "public, max-age=300"})
