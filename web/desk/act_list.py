"""Acts as lists: the page of acts, and the rows the first page of the desk shows."""

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import api as accounts
from dossiers import api as dossiers
from land_records import api as land_records
from reference import api as reference
from web.desk.access import desk_page, may, signed_in
from web.desk.act_words import STATUSES, act_name

ROWS = 50
NAMED = 2
"""Parcels told by name in a row; the rest are counted."""


@require_GET
@desk_page("right.read")
def acts(request: HttpRequest) -> HttpResponse:
    """Drafts, what waits for me, what was decided."""
    user = signed_in(request)
    pending = land_records.acts(actor=user, status="pending", limit=ROWS)
    mine = waiting_for(user, pending)
    decided = [one for status in ("approved", "rejected", "withdrawn")
               for one in land_records.acts(actor=user, status=status, limit=ROWS)]  # fmt: skip
    groups = [
        (_("Chờ tôi phê duyệt"), mine),
        (_("Chờ người khác phê duyệt"), [one for one in pending if one not in mine]),
        (_("Dự thảo"), land_records.acts(actor=user, status="draft", limit=ROWS)),
        (_("Đã quyết định"), sorted(decided, key=lambda one: one.changed_at, reverse=True)[:ROWS]),
    ]
    rows = act_rows([one for _title, found in groups for one in found])
    values = {
        "rail": "acts",
        "groups": [(title, [rows[one.id] for one in found]) for title, found in groups],
        "may_draft": may(user, "act.draft", None),
    }
    return render(request, "desk/acts.html", values)


def waiting_for(user: accounts.User, pending: Collection[land_records.ActSnapshot]) -> list[land_records.ActSnapshot]:
    """Pending acts this person may decide: in their units, and drafted by somebody else."""
    return [one for one in pending if may(user, "act.approve", one.unit_id) and one.drafted_by_id != user.pk]


def act_rows(acts: Collection[land_records.ActSnapshot]) -> dict[int, dict[str, Any]]:
    """Act → its row: name, parcels, dossier, who drafted it, status. A fixed number of queries."""
    people = accounts.display_names({one.drafted_by_id for one in acts})
    cases = dossiers.dossiers_by_ids({one.dossier_id for one in acts})
    units = reference.units_by_ids({one.unit_id for one in acts})
    parcels = land_records.parcels_of_acts(acts)
    rows = {}
    for one in acts:
        tone, words = STATUSES[one.status]
        rows[one.id] = {
            "act": one,
            "name": act_name(one),
            "parcels": parcels[one.id][:NAMED],
            "more": max(0, len(parcels[one.id]) - NAMED),
            "unit": units[one.unit_id],
            "dossier": cases[one.dossier_id].code,
            "by": people.get(one.drafted_by_id, ""),
            "tone": tone,
            "words": words,
        }
    return rows
