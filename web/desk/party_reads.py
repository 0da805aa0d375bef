"""For auditors: who looked at a party, and what one person looked at; the log shows no personal data of parties."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import api as accounts
from dossiers import api as dossiers
from land_records import api as land_records
from web.desk import party_words as words
from web.desk.access import desk_page


@require_GET
@desk_page("audit.read")
def about(request: HttpRequest, party_id: int) -> HttpResponse:
    """Who looked at this party and why, with everybody found to be the same one."""
    family = land_records.family_of([party_id]).get(party_id)
    if family is None:
        raise land_records.PartyNotFound(party_id)
    page = dossiers.reads_about(
        auditor=request.user,  # type: ignore[arg-type]
        subject_kind="party",
        subject_ids=family,
        page=_page_number(request),
    )
    return _rendered(request, page, {"party_id": party_id})


@require_GET
@desk_page("audit.read")
def by_person(request: HttpRequest, reader_id: int) -> HttpResponse:
    """What one person looked at, and why."""
    page = dossiers.reads_by(
        auditor=request.user,  # type: ignore[arg-type]
        reader_id=reader_id,
        page=_page_number(request),
    )
    name = accounts.display_names([reader_id]).get(reader_id, "")
    return _rendered(request, page, {"reader": name or reader_id})


def _rendered(request: HttpRequest, page: dossiers.Page[dossiers.ReadSnapshot], more: dict[str, Any]) -> HttpResponse:
    people = accounts.display_names({line.read_by_id for line in page.items})
    rows = [
        {
            "line": line,
            "by": people.get(line.read_by_id, ""),
            "what": words.READS.get(line.what, line.what),
            "place": words.PLACES.get(line.place, line.place),
        }
        for line in page.items
    ]
    context = {
        "rail": "parties",
        "rows": rows,
        "page": page,
        "earlier": page.page - 1 if page.page > 1 else None,
        "later": page.page + 1 if page.page * page.page_size < page.total else None,
        **more,
    }
    return render(request, "desk/parties/reads.html", context)


def _page_number(request: HttpRequest) -> int:
    number = request.GET.get("trang", "1")
    return int(number) if number.isdigit() else 1
