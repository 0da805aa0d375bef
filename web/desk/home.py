"""The desk's first page: what waits for me, what is running, what was registered last."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import api as accounts
from importers import api as importers
from reference import api as reference
from web.desk.access import SEEING, desk_page, may
from web.desk.batch_page import progress_bar
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
    user = request.user
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

    values = {
        "rail": "work",
        "may_see": any(anywhere.values()),
        "may_upload": anywhere["import.upload"],
        "approves": approves,
        "reviews": reviews,
        "todo": rows(todo),
        "waiting": rows([batch for batch in waiting if batch not in mine]),
        "mine": rows(mine),
        "running": rows(running),
        "recent": rows(found["approved"]),
        "figures": {
            "needs_decision": counts.get("needs_decision", 0),
            "staged": counts.get("staged", 0),
            "submitted": counts.get("submitted", 0),
            "running": sum(counts.get(name, 0) for name in ("queued", "running", "registering")),
            "approved": counts.get("approved", 0),
        },
    }
    return render(request, "desk/home.html", values)
