"""Three lists, always current: certificate without dossier, dossier without certificate, parcel without either."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts import api as accounts
from dossiers import api as dossiers
from land_records import api as land_records
from land_records.api import Gap
from reference import api as reference
from web.desk.access import desk_page, units_for
from web.desk.dossiers import whole

PAGE_SIZE = 50
LISTS = {
    "gcn": (Gap.CERTIFICATE_WITHOUT_DOSSIER, _("Giấy chứng nhận chưa có hồ sơ")),
    "ho-so": (Gap.DOSSIER_WITHOUT_CERTIFICATE, _("Hồ sơ lưu trữ chưa có giấy chứng nhận")),
    "thua": (Gap.PARCEL_WITHOUT_EITHER, _("Thửa đất chưa có cả hai")),
}


@require_GET
@desk_page("dossier.read")
def lists(request: HttpRequest) -> HttpResponse:
    """Counts of the three, and a page of one of them."""
    chosen = request.GET.get("muc", "")
    chosen = chosen if chosen in LISTS else "gcn"
    gap, title = LISTS[chosen]
    unit_id = whole(request.GET.get("don-vi"), 0) or None
    unit_ids = _units(request, unit_id)
    after = whole(request.GET.get("sau"), 0) or None
    page = land_records.gap_page(gap, unit_ids=unit_ids, after=after, page_size=PAGE_SIZE)
    query = request.GET.copy()
    query["sau"] = str(page.after)
    values = {
        "rail": "dossiers",
        "tabs": [
            {"key": key, "words": words, "count": land_records.gap_count(one, unit_ids=unit_ids)}
            for key, (one, words) in LISTS.items()
        ],
        "chosen": chosen,
        "title": title,
        "rows": _rows(gap, page.ids),
        "next": f"?{query.urlencode()}" if page.after else "",
        "begun": after is not None,
        "unit": unit_id or 0,
        "units": units_for(request.user, "dossier.read"),
    }
    return render(request, "desk/paper_gaps.html", values)


def _units(request: HttpRequest, unit_id: int | None) -> list[int] | None:
    """The units asked about: one with what it came from and became, or all the user may read; None is everywhere."""
    allowed = accounts.scope(request.user, "dossier.read")
    if unit_id is not None:
        accounts.require(request.user, "dossier.read", unit_id)
        return sorted(accounts.units_in_time([unit_id]))
    return None if allowed.all else sorted(allowed.unit_ids)


def _rows(gap: Gap, ids: tuple[int, ...]) -> list[dict[str, Any]]:
    if gap == Gap.CERTIFICATE_WITHOUT_DOSSIER:
        papers = land_records.certificates_by_id(ids)
        units = reference.units_by_ids({paper.unit_id for paper in papers})
        return [{"paper": paper, "unit": units.get(paper.unit_id)} for paper in papers]
    if gap == Gap.DOSSIER_WITHOUT_CERTIFICATE:
        places = dossiers.shelf_places(ids)
        known = dossiers.dossiers_by_ids(ids)
        found = [known[one] for one in ids if one in known]
        units = reference.units_by_ids({one.unit_id for one in found})
        return [{"dossier": one, "unit": units.get(one.unit_id), "place": places.get(one.id)} for one in found]
    parcels = land_records.parcels_by_ids(ids)
    return [{"parcel": parcels[parcel_id]} for parcel_id in ids if parcel_id in parcels]
