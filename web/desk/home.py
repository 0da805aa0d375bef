"""The desk's first page: what waits for me, what is running, how the system stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from importers import api as importers
from reference import api as reference
from web.desk.access import desk_page
from web.desk.batch_page import STATUS_WORDS, progress_bar

QUEUES = (
    ("submitted", "import.approve"),
    ("needs_decision", "import.review"),
    ("staged", "import.review"),
    ("running", "import.review"),
    ("registering", "import.review"),
)


@require_GET
@desk_page("import.review")
def home(request: HttpRequest) -> HttpResponse:
    """My work, by what must happen next."""
    queues = []
    for status, _act in QUEUES:
        page = importers.batches(user=request.user, status=status, page_size=20)
        if page.items:
            units = reference.units_by_ids({batch.unit_id for batch in page.items if batch.unit_id})
            rows = [
                {"batch": batch, "unit": units.get(batch.unit_id), "bar": progress_bar(batch)} for batch in page.items
            ]
            queues.append({"status": STATUS_WORDS[status], "key": status, "rows": rows, "total": page.total})
    recent = importers.batches(user=request.user, status="approved", page_size=8)
    return render(request, "desk/home.html", {"queues": queues, "recent": recent.items, "rail": "work"})
