"""The desk page of a parcel, now or on a day: facts, rights without names, limits, papers, history, acts."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from web import formats
from web.desk.access import desk_page, may, signed_in
from web.desk.act_choices import certificate_label, parcel_of, restriction_label, right_label
from web.desk.act_words import STATUSES, act_name
from web.desk.acts import offers
from web.sheets.lineage_tree import lineage_picture

STANDINGS = {
    "official": ("ok", gettext_lazy("chính thức")),
    "provisional": ("warn", gettext_lazy("dự kiến")),
    "historic": ("none", gettext_lazy("lịch sử")),
}


CAUSES = {
    "registered": gettext_lazy("đăng ký"),
    "neighbour_vertex": gettext_lazy("thêm đỉnh của thửa liền kề"),
    "resurvey": gettext_lazy("đo mới"),
}
"""Causes of a version that are no change codes of the books."""


@require_GET
@desk_page("right.read")
def parcel(request: HttpRequest, said: str) -> HttpResponse:
    """One parcel by id or national code; `?ngay=2026-03-01`: as it stood at the end of that day.

    Who holds it stays behind the parties' own door.
    """
    found, user = parcel_of(said), signed_in(request)
    accounts.require(user, "right.read", found.unit_id)
    day, refusal = _day(request.GET.get("ngay", "")), None
    if day is not None:
        try:
            found = land_records.parcel_by_id(found.parcel_id, as_of=day)
        except DomainError as never:
            refusal, day = never, None
    acts = land_records.acts_about(actor=user, subject_kind="parcel", subject_ids=[found.parcel_id])
    may_draft = day is None and may(user, "act.draft", found.unit_id)
    values = {
        "rail": "acts",
        "day": day,
        "asked_day": request.GET.get("ngay", ""),
        "today": timezone.localdate().isoformat(),
        "refusal": refusal,
        **_ground(found),
        **_legal_state(found, day),
        "dossiers": dossiers.dossiers_about("parcel", [found.parcel_id]).get(found.parcel_id, ()),
        "acts": [
            {"act": one, "name": act_name(one), "tone": STATUSES[one.status][0], "words": STATUSES[one.status][1]}
            for one in acts
        ],
        "tree": lineage_picture(land_records.lineage_of(found.parcel_id), url_of=_desk_page),
        "may_draft": may_draft,
        "groups": offers(user, found.parcel_id) if may_draft and found.standing != "historic" else [],
        "dossier_code": "",
    }
    return render(request, "desk/parcel.html", values)


def _day(text: str) -> date | None:
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return None
    return asked if asked < timezone.localdate() else None


def _ground(found: land_records.ParcelSnapshot) -> dict[str, Any]:
    """The parcel itself, and its versions in words."""
    return {
        "parcel": found,
        "main_use": found.land_uses[0].code if found.land_uses else "",
        "standing": STANDINGS[found.standing],
        "areas": {
            "certificate": formats.area(found.areas.certificate),
            "computed": formats.area(found.areas.computed),
        },
        "history": [{"note": note, "cause": CAUSES.get(note.cause, note.cause)} for note in found.history],
    }


def _legal_state(found: land_records.ParcelSnapshot, day: date | None) -> dict[str, Any]:
    """Rights, the papers that prove them, and what limits them, at the end of the day or now."""
    rights = land_records.rights_on(parcel_ids=[found.parcel_id], as_of=day)
    ids = [right.id for right in rights]
    papers = land_records.certificates_on(right_ids=ids, as_of=day) if rights else ()
    limits = land_records.restrictions_on(parcel_ids=[found.parcel_id], right_ids=ids, as_of=day)
    return {
        "rights": [
            {
                "right": right,
                "label": right_label(right),
                "papers": [(one.id, certificate_label(one)) for one in papers if right.id in one.right_ids],
            }
            for right in rights
        ],
        "limits": [{"row": one, "label": restriction_label(one)} for one in limits],
    }


def _desk_page(one: land_records.Relative) -> str:
    return reverse("web:desk-parcel", args=[one.parcel_id])
