"""The desk page of a parcel: facts, rights without names, limits, papers, history, what can be done with it now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts import api as accounts
from dossiers import api as dossiers
from land_records import api as land_records
from web import formats
from web.desk.access import desk_page, may, signed_in
from web.desk.act_choices import certificate_label, parcel_of, restriction_label, right_label
from web.desk.act_words import STATUSES, kind_name
from web.desk.acts import offers
from web.sheets.lineage_tree import lineage_picture

STANDINGS = {
    "official": ("ok", gettext_lazy("chính thức")),
    "provisional": ("warn", gettext_lazy("dự kiến")),
    "historic": ("none", gettext_lazy("lịch sử")),
}


@require_GET
@desk_page("right.read")
def parcel(request: HttpRequest, said: str) -> HttpResponse:
    """One parcel by id or national code; who holds it stays behind the parties' own door."""
    found = parcel_of(said)
    user = signed_in(request)
    accounts.require(user, "right.read", found.unit_id)
    rights = land_records.rights_on(parcel_ids=[found.parcel_id])
    papers = land_records.certificates_on(right_ids=[right.id for right in rights]) if rights else ()
    limits = land_records.restrictions_on(parcel_ids=[found.parcel_id], right_ids=[right.id for right in rights])
    acts = land_records.acts_about(actor=user, subject_kind="parcel", subject_ids=[found.parcel_id])
    may_draft = may(user, "act.draft", found.unit_id)
    values = {
        "rail": "acts",
        "parcel": found,
        "main_use": found.land_uses[0].code if found.land_uses else "",
        "standing": STANDINGS[found.standing],
        "areas": {
            "certificate": formats.area(found.areas.certificate),
            "computed": formats.area(found.areas.computed),
        },
        "rights": [
            {
                "right": right,
                "label": right_label(right),
                "papers": [certificate_label(one) for one in papers if right.id in one.right_ids],
            }
            for right in rights
        ],
        "limits": [{"row": one, "label": restriction_label(one)} for one in limits],
        "dossiers": dossiers.dossiers_about("parcel", [found.parcel_id]).get(found.parcel_id, ()),
        "acts": [
            {"act": one, "name": kind_name(one.kind), "tone": STATUSES[one.status][0], "words": STATUSES[one.status][1]}
            for one in acts
        ],
        "tree": lineage_picture(land_records.lineage_of(found.parcel_id), url_of=_desk_page),
        "may_draft": may_draft,
        "groups": offers(user, found.parcel_id) if may_draft and found.standing != "historic" else [],
        "dossier_code": "",
    }
    return render(request, "desk/parcel.html", values)


def _desk_page(one: land_records.Relative) -> str:
    return reverse("web:desk-parcel", args=[one.parcel_id])
