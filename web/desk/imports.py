"""Pages of the import: the list, the upload, progress, review, decisions, approval."""

import zipfile
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import api as accounts
from gis_core.errors import DomainError
from importers import api as importers
from reference import api as reference
from web import errors
from web.desk import batch_page
from web.desk.access import SEEING, desk_page, units_for
from web.desk.forms import PlanForm, UploadForm
from web.desk.status_words import KINDS, STATUSES, WORKING

LIST_ROWS = 25


@require_http_methods(["GET", "POST"])
@desk_page(*SEEING)
def batches(request: HttpRequest) -> HttpResponse:
    """Batches the user may see, and the form for a new file."""
    units = units_for(request.user, "import.upload")
    if request.method == "POST":
        accounts.require(request.user, "import.upload")
        return _upload(request, units)
    return _list(request, UploadForm(units=units), PlanForm())


def _list(
    request: HttpRequest, form: UploadForm, plan: PlanForm, *, refusal: DomainError | None = None, status: int = 200
) -> HttpResponse:
    page = importers.batches(user=request.user, page=_whole(request.GET.get("trang"), 1), page_size=LIST_ROWS)
    units = reference.units_by_ids({b.unit_id for b in page.items if b.unit_id})
    fresh = {int(text) for text in request.GET.get("moi", "").split(",") if text.isdigit()}
    rows = [
        {
            "batch": batch,
            "unit": units.get(batch.unit_id) if batch.unit_id else None,
            "status": STATUSES[batch.status],
            "kind": KINDS[batch.kind],
            "working": batch.status in WORKING,
            "bar": batch_page.progress_bar(batch),
            "fresh": batch.id in fresh,
        }
        for batch in page.items
    ]
    context = {
        "form": form,
        "plan": plan,
        "rows": rows,
        "page": page,
        "earlier": page.page - 1 if page.page > 1 else None,
        "later": page.page + 1 if page.page * page.page_size < page.total else None,
        "refusal": refusal,
        "fresh": len(fresh),
        "rail": "imports",
        "any_working": any(row["working"] for row in rows),
        "may_upload": accounts.may(request.user, "import.upload"),
        "here": f"{request.path}?trang={page.page}",
    }
    return render(request, "desk/imports.html", context, status=status)


def _upload(request: HttpRequest, units: list[Any]) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES, units=units)
    plan = PlanForm(request.POST, request.FILES)
    if form.is_valid() and plan.is_valid() and form.cleaned_data["kind"] == "zones" and not plan.statement():
        plan.add_error("plan_file", _("Vùng quy hoạch cần tệp khai báo, hoặc mã quy hoạch và quyết định bên dưới."))
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
        fit=stated["fit"],
        plan=plan.statement() if stated["kind"] != "parcels" else None,
    )
    path, name = _on_disk(stated["file"])
    try:
        made = importers.receive_file(actor=request.user, path=path, name=name, stated=statement)
    except DomainError as refusal:
        return _list(request, form, plan, refusal=refusal, status=400)
    finally:
        path.unlink(missing_ok=True)
    for batch in made:
        if batch.status == "queued":
            importers.queue_batch(batch.id)
    if len(made) == 1:
        return redirect("web:desk-batch", made[0].id)
    return redirect(f"{reverse('web:desk-imports')}?moi={','.join(str(batch.id) for batch in made)}")


def _on_disk(given: list[UploadedFile]) -> tuple[Path, str]:
    """The upload as one private file and its name; only a child process ever opens it.

    Several files chosen together (a TAB with its companions, the sheets of a commune) become one archive.
    """
    folder = Path(settings.THODIA_HOME) / "work"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=folder, prefix="upload-", delete=False) as file:
        if len(given) == 1:
            for chunk in given[0].chunks():
                file.write(chunk)
            return Path(file.name), given[0].name or "tep"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for upload in sorted(given, key=lambda each: each.name or ""):
                # a fixed date, so that the same files chosen again are the same bytes
                entry = zipfile.ZipInfo(Path(upload.name or "tep").name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(entry, "w", force_zip64=True) as target:
                    for chunk in upload.chunks():
                        target.write(chunk)
    first = min(upload.name or "tep" for upload in given)
    return Path(file.name), f"{Path(first).stem}.zip"


@require_GET
@desk_page(*SEEING)
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch: progress, the question it asks, or its review. Archive deliveries have a page of their own."""
    if importers.batch(user=request.user, batch_id=batch_id).kind == "archive":
        return redirect("web:desk-archive-batch", batch_id)
    return render(request, "desk/batch.html", batch_page.context(request, batch_id))


@require_GET
@desk_page(*SEEING)
def progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The progress block alone; tells the page to reload when the work is over."""
    found = importers.batch(user=request.user, batch_id=batch_id)
    response = render(request, "desk/_progress.html", {"batch": found, "bar": batch_page.progress_bar(found)})
    if found.status not in WORKING:
        response.headers["HX-Refresh"] = "true"
    return response


@require_GET
@desk_page(*SEEING)
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
@desk_page(*SEEING)
def pane(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The left pane of the review: a page of findings, of parcels, or what was set aside."""
    found = importers.batch(user=request.user, batch_id=batch_id)
    if not found.receipt:
        return redirect("web:desk-batch", batch_id)
    return render(request, "desk/_pane.html", batch_page.pane_context(request, found))


@require_GET
@desk_page(*SEEING)
def finding(request: HttpRequest, batch_id: int, finding_id: int) -> HttpResponse:
    """The card of one finding: sentence, size, place, code, what can be done."""
    return render(request, "desk/_finding_card.html", batch_page.finding_context(request, batch_id, finding_id))


@require_POST
@desk_page("import.review")
def settle(request: HttpRequest, batch_id: int, finding_id: int) -> HttpResponse:
    """Accept, waive or open a finding again; with `alike`, every open finding of its code."""
    state, reason = request.POST.get("state", ""), request.POST.get("reason", "")
    if state not in ("accepted", "waived", "open"):
        raise errors.PageError("Chưa chọn cách xử lý.", "No decision was chosen.", code="no_decision")
    if request.POST.get("alike") and state != "open":
        found = importers.finding(user=request.user, batch_id=batch_id, finding_id=finding_id)
        importers.settle_alike(actor=request.user, batch_id=batch_id, code=found.code, state=state, reason=reason)
    else:
        importers.settle_finding(
            actor=request.user, batch_id=batch_id, finding_id=finding_id, state=state, reason=reason
        )
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "desk/_settled.html", batch_page.context(request, batch_id))
    return redirect("web:desk-batch", batch_id)


@require_POST
@desk_page("import.review")
def decide(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Answer what the batch asked."""
    keys = ("crs", "encoding", "sheet", "unit_id")
    given = request.POST
    answers = {key: value for key in keys if (value := given.get(f"{key}_other") or given.get(key))}
    importers.answer_decision(actor=request.user, batch_id=batch_id, answers=answers)
    return redirect("web:desk-batch", batch_id)


@require_POST
@desk_page("import.review")
def new_survey(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Say which series the batch replaces, or that it is no new survey; the checks run again."""
    given = request.POST
    if given.get("rut"):
        importers.withdraw_resurvey(actor=request.user, batch_id=batch_id)
        return redirect("web:desk-batch", batch_id)
    series = given.get("series", "")
    try:
        importers.declare_resurvey(
            actor=request.user, batch_id=batch_id, replaced_series_id=int(series) if series.isdigit() else 0,
            series_name=given.get("name", "")[:120],
        )  # fmt: skip
    except DomainError as refusal:
        values = batch_page.context(request, batch_id) | {
            "resurvey_refusal": refusal,
            "resurvey_name": given.get("name", ""),
        }
        return render(request, "desk/batch.html", values, status=errors.status_of(refusal))
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
@desk_page(*SEEING)
def receipt(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The whole receipt, printable."""
    return render(request, "desk/receipt.html", batch_page.receipt_context(request, batch_id))


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default
