"""The desk's first page: what waits for me (files, acts, certificates), what is running, what was registered last."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import api as accounts
from importers import api as importers
from reference import api as reference
from web.desk.access import SEEING, desk_page, may, signed_in
from web.desk.batch_page import progress_bar
from web.desk.home_work import act_work, certificate_work
from web.desk.status_words import STATUSES

ROWS = 20
LIMITS = {
    **dict.fromkeys(("needs_decision", "staged", "submitted", "queued", "running", "registering"), ROWS),
    "approved": 8,
}


@require_GET
@desk_page()
def home(request: HttpRequest) -> HttpResponse:
    """My work, by what must happen next."""
    user = signed_in(request)
    anywhere = {act: may(user, act, None) for act in SEEING}
    approves, reviews = anywhere["import.approve"], anywhere["import.review"]
    counts, found = importers.work_list(user=user, limits=LIMITS)
    todo = [*found["needs_decision"], *found["staged"]] if reviews else []
    waiting = found["submitted"]
    mine = [batch for batch in waiting if approves and user.pk not in (batch.uploaded_by_id, batch.submitted_by_id)]
    running = [*found["registering"], *found["running"], *found["queued"]]
    shown = [*todo, *waiting, *running, *found["approved"]]
    units = reference.units_by_ids({batch.unit_id for batch in shown if batch.unit_id})
    people = accounts.display_names(
        person for batch in shown for person in (batch.uploaded_by_id, batch.submitted_by_id) if person
    )

    def rows(batches: Iterable[importers.BatchSnapshot]) -> list[dict[str, Any]]:
        return [
            {
                "batch": batch,
                "unit": units.get(batch.unit_id) if batch.unit_id else None,
                "bar": progress_bar(batch),
                "status": STATUSES[batch.status],
                "by": people.get(batch.submitted_by_id or batch.uploaded_by_id, ""),
            }
            for batch in batches
        ]

    acts, papers = act_work(user), certificate_work(user)
    values = {
        "rail": "work",
        "sees_files": any(anywhere.values()),
        "may_see": any(anywhere.values()) or acts.seen or papers.seen,
        "acts": acts,
        "papers": papers,
        "may_upload": anywhere["import.upload"],
        "approves": approves,
        "reviews": reviews,
        "todo": rows(todo),
        "waiting": rows([batch for batch in waiting if batch not in mine]),
        "mine": rows(mine),
        "running": rows(running),
        "recent": rows(found["approved"]),
        "figures": [
            (_("cần quyết định"), counts.get("needs_decision", 0), bool(counts.get("needs_decision"))),
            (_("tệp chờ xem xét"), counts.get("staged", 0), False),
            (_("tệp, biến động chờ phê duyệt"), counts.get("submitted", 0) + acts.pending, False),
            (_("GCN chờ phát hành"), papers.to_issue_count, False),
            (_("tệp đang chạy"), sum(counts.get(name, 0) for name in ("queued", "running", "registering")), False),
        ],
    }
    return render(request, "desk/home.html", values)
