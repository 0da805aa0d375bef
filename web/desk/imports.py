"""Pages of the import: the list, the upload, progress, review, decisions, approval."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gis_core.errors import DomainError
from importers import api as importers
from reference import api as reference
from web.desk import batch_page
from web.desk.access import desk_page, units_for
from web.desk.forms import PlanForm, UploadForm


@require_http_methods(["GET", "POST"])
@desk_page("import.upload")
def batches(request: HttpRequest) -> HttpResponse:
    """Batches the user may see, and the form for a new file."""
    units = units_for(request.user, "import.upload")
    if request.method == "POST":
        return _upload(request, units)
    return _list(request, UploadForm(units=units), PlanForm())


def _list(
    request: HttpRequest, form: UploadForm, plan: PlanForm, *, refusal: DomainError | None = None, status: int = 200
) -> HttpResponse:
    page = importers.batches(user=request.user, page=_whole(request.GET.get("trang"), 1))
    units = reference.units_by_ids({b.unit_id for b in page.items if b.unit_id})
    rows = [(batch, units.get(batch.unit_id)) for batch in page.items]
    context = {"form": form, "plan": plan, "rows": rows, "page": page, "refusal": refusal, "rail": "imports"}
    return render(request, "desk/imports.html", context, status=status)


def _upload(request: HttpRequest, units: list[Any]) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES, units=units)
    plan = PlanForm(request.POST, request.FILES)
    if not (form.is_valid() and plan.is_valid()):
        return _list(request, form, plan, status=400)
    stated = form.cleaned_data
    statement = importers.Statement(
        unit_id=int(stated["unit"]),
        series=stated["series"],
        sheet=stated["sheet"],
        srid=int(stated["crs"]) if stated["crs"] else None,
        encoding=stated["encoding"],
        kind=stated["kind"],
        scale=int(stated["scale"]),
        plan=plan.statement(),
    )
    given: UploadedFile = stated["file"]
    path = _on_disk(given)
    try:
        made = importers.receive_file(actor=request.user, path=path, name=given.name or "tep", stated=statement)
    except DomainError as refusal:
        return _list(request, form, plan, refusal=refusal, status=400)
    finally:
        path.unlink(missing_ok=True)
    for batch in made:
        importers.queue_batch(batch.id)
    if len(made) == 1:
        return redirect("web:desk-batch", made[0].id)
    return redirect("web:desk-imports")


def _on_disk(given: UploadedFile) -> Path:
    """The upload as a private file; only a child process ever opens it."""
    folder = Path(settings.THODIA_HOME) / "work"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=folder, prefix="upload-", delete=False) as file:
        for chunk in given.chunks():
            file.write(chunk)
    return Path(file.name)


@require_GET
@desk_page("import.review")
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch: progress while it runs, the question it asks, or its review."""
    return render(request, "desk/batch.html", batch_page.context(request, batch_id))


@require_GET
@desk_page("import.review")
def progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The progress block alone; tells the page to reload when the work is over."""
    found = importers.batch(user=request.user, batch_id=batch_id)
    response = render(request, "desk/_progress.html", {"batch": found, "bar": batch_page.progress_bar(found)})
    if found.status not in batch_page.WORKING:
        response.headers["HX-Refresh"] = "true"
    return response


@require_GET
@desk_page("import.review")
def progress_json(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The same for programs and tests."""
    found = importers.batch(user=request.user, batch_id=batch_id)
    return JsonResponse(
        {
            "ok": True,
            "status": found.status,
            "step": found.step,
            "steps": found.steps,
            "finished_steps": found.finished_steps,
            "done": found.done,
            "total": found.total,
            "seconds_left": found.seconds_left,
        }
    )


@require_GET
@desk_page("import.review")
def findings(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One page of findings as rows."""
    return render(request, "desk/_findings.html", batch_page.findings_context(request, batch_id))


@require_GET
@desk_page("import.review")
def finding(request: HttpRequest, batch_id: int, finding_id: int) -> HttpResponse:
    """The card of one finding: sentence, size, place, code, what can be done."""
    return render(request, "desk/_finding_card.html", batch_page.finding_context(request, batch_id, finding_id))


@require_POST
@desk_page("import.review")
def settle(request: HttpRequest, batch_id: int, finding_id: int) -> HttpResponse:
    """Accept, waive or open a finding again."""
    importers.settle_finding(
        actor=request.user,
        batch_id=batch_id,
        finding_id=finding_id,
        state=request.POST.get("state", ""),
        reason=request.POST.get("reason", ""),
    )
    if request.headers.get("HX-Request"):
        return findings(request, batch_id)
    return redirect("web:desk-batch", batch_id)


@require_POST
@desk_page("import.review")
def decide(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Answer what the batch asked."""
    keys = ("crs", "encoding", "sheet", "unit_id")
    answers = {key: request.POST[key] for key in keys if request.POST.get(key)}
    importers.answer_decision(actor=request.user, batch_id=batch_id, answers=answers)
    return redirect("web:desk-batch", batch_id)


@require_POST
@desk_page("import.review")
def submit(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Hand the batch to an approver."""
    importers.submit(actor=request.user, batch_id=batch_id)
    return redirect("web:desk-batch", batch_id)


@require_POST
@desk_page("import.approve")
def approve(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The second person's yes."""
    importers.approve(approver=request.user, batch_id=batch_id)
    return redirect("web:desk-batch", batch_id)


@require_POST
@desk_page("import.approve")
def give_back(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Back to the officer, with a reason."""
    importers.reject(approver=request.user, batch_id=batch_id, reason=request.POST.get("reason", ""))
    return redirect("web:desk-batch", batch_id)


@require_POST
@desk_page("import.upload")
def cancel(request: HttpRequest, batch_id: int) -> HttpResponseRedirect:
    """Take the batch back."""
    importers.cancel(actor=request.user, batch_id=batch_id)
    return HttpResponseRedirect(reverse("web:desk-imports"))


@require_GET
@desk_page("import.review")
def receipt(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The whole receipt, printable."""
    return render(request, "desk/receipt.html", batch_page.receipt_context(request, batch_id))


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default
