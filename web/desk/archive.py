"""Pages of bulk linking: deliveries, one delivery with its report, and the screen where ambiguous scans are settled."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from importers import api as importers
from land_records import api as land_records
from reference import api as reference
from web import errors
from web.desk import batch_page
from web.desk.access import desk_page, signed_in, units_for
from web.desk.dossier_forms import DeliveryForm
from web.desk.dossier_words import FILE_OUTCOMES, REASONS, ROW_OUTCOMES
from web.desk.dossiers import pages_around, whole
from web.desk.scan_reads import log_scan
from web.desk.status_words import STATUSES, WORKING
from web.desk.uploads import on_disk

SEEING = ("archive.link", "act.approve", "audit.read")
TABS = {"tep": "files", "giay": "certificates"}
SETTLED_BY_HAND = ("ambiguous", "orphan", "left", "matched")
MOST_CHOICES = 20


@require_http_methods(["GET", "POST"])
@desk_page(*SEEING)
def deliveries(request: HttpRequest) -> HttpResponse:
    """Deliveries the user may see, and the form for a new one."""
    units = units_for(request.user, "archive.link")
    form = DeliveryForm(units=units)
    refusal: DomainError | None = None
    if request.method == "POST":
        accounts.require(request.user, "archive.link")
        form = DeliveryForm(request.POST, request.FILES, units=units)
        if form.is_valid():
            try:
                return redirect("web:desk-archive-batch", _received(request, form.cleaned_data))
            except DomainError as refused:
                refusal = refused
    page = importers.batches(user=request.user, kind="archive", page=whole(request.GET.get("trang"), 1), page_size=25)
    units_of = reference.units_by_ids({one.unit_id for one in page.items if one.unit_id})
    rows = [
        {
            "batch": one,
            "unit": units_of.get(one.unit_id) if one.unit_id else None,
            "working": one.status in WORKING,
            "bar": batch_page.progress_bar(one),
        }
        for one in page.items
    ]
    values = {
        "rail": "dossiers",
        "form": form,
        "refusal": refusal,
        "rows": rows,
        "page": page,
        "may_link": accounts.may(request.user, "archive.link"),
        "any_working": any(row["working"] for row in rows),
        **pages_around(request, page),
    }
    return render(request, "desk/archive.html", values, status=400 if form.is_bound else 200)


def _received(request: HttpRequest, facts: dict[str, Any]) -> int:
    with on_disk(facts["sheet"]) as (sheet, sheet_name), on_disk(facts["scans"]) as (scans, scans_name):
        batch, again = importers.receive_archive(
            actor=signed_in(request),
            sheet=sheet,
            sheet_name=sheet_name,
            scans=scans,
            scans_name=scans_name,
            unit_id=int(facts["unit"]),
            rule=facts["template"] or facts["rule"],
        )
    if not again:
        importers.queue_batch(batch.pk)
    return batch.pk


@require_GET
@desk_page(*SEEING)
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One delivery: progress, report, its files and certificates by outcome."""
    return render(request, "desk/archive_batch.html", _context(request, batch_id))


def _context(request: HttpRequest, batch_id: int) -> dict[str, Any]:
    found = importers.batch(user=request.user, batch_id=batch_id)
    if found.kind != "archive":
        raise errors.PageError("Lô này không phải giao nhận lưu trữ.", "This batch is no archive delivery.",
                               code="batch_not_found")  # fmt: skip
    receipt = found.receipt or {}
    open_ones = receipt.get("files", {}).get("ambiguous", 0) + receipt.get("certificates", {}).get("ambiguous", 0)
    values: dict[str, Any] = {
        "rail": "dossiers",
        "batch": found,
        "unit": reference.unit_by_id(found.unit_id) if found.unit_id else None,
        "status": STATUSES[found.status],
        "stepper": batch_page.stepper(found),
        "bar": batch_page.progress_bar(found),
        "working": found.status in WORKING,
        "receipt": receipt,
        "open": open_ones,
        "refusal": batch_page.refusal_words(found.refusal),
        "may_link": accounts.may(request.user, "archive.link", found.unit_id),
        "may_approve": accounts.may(request.user, "act.approve", found.unit_id),
        "own": request.user.pk in (found.uploaded_by_id, found.submitted_by_id),
    }
    if receipt:
        values |= _lists(request, found)
    return values


def _lists(request: HttpRequest, found: importers.BatchSnapshot) -> dict[str, Any]:
    """The tab asked for: files or certificates, of one outcome or all."""
    receipt = found.receipt or {}
    tab = TABS.get(request.GET.get("muc", ""), "files")
    words = FILE_OUTCOMES if tab == "files" else ROW_OUTCOMES
    wanted = request.GET.get("ket-qua", "")
    outcome = wanted if wanted in words else ""
    number = whole(request.GET.get("trang"), 1)
    page: Any = (importers.scans_of if tab == "files" else importers.certificates_of)(
        user=request.user, batch_id=found.id, outcome=outcome, page=number
    )
    files, certificates = receipt["files"], receipt["certificates"]
    return {
        "tab": tab,
        "outcome": outcome,
        "page": page,
        "rows": [{"row": one, "tone": words[one.outcome][0], "words": words[one.outcome][1],
                  "reason": _reason(one.reason)} for one in page.items],
        "file_counts": [(code, tone, said, files[code]) for code, (tone, said) in FILE_OUTCOMES.items() if files[code]],
        "row_counts": [(code, tone, said, certificates[code]) for code, (tone, said) in ROW_OUTCOMES.items()
                       if certificates[code]],
        **pages_around(request, page),
    }  # fmt: skip


def _reason(code: str) -> Any:
    """Why something has its outcome, in words; the register's own findings say it themselves."""
    if code in REASONS:
        return REASONS[code]
    return reference.finding_sentence(code, get_language() or "vi") if code in reference.finding_codes() else code


@require_GET
@desk_page(*SEEING)
def progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The progress block alone; tells the page to reload when the work is over."""
    found = importers.batch(user=request.user, batch_id=batch_id)
    response = render(request, "desk/_archive_progress.html", {"batch": found, "bar": batch_page.progress_bar(found)})
    if found.status not in WORKING:
        response.headers["HX-Refresh"] = "true"
    return response


@require_GET
@desk_page(*SEEING)
def settle_page(request: HttpRequest, batch_id: int, scan_id: int) -> HttpResponse:
    """One scan beside the certificates it may belong to; a search where none is proposed."""
    values = _context(request, batch_id)
    scan = importers.scan_of(user=request.user, batch_id=batch_id, scan_id=scan_id)
    _log(request, values["batch"], scan_id)
    text = request.GET.get("tim", "").strip()
    searched = importers.certificates_of(user=request.user, batch_id=batch_id, text=text, page_size=MOST_CHOICES).items
    candidates = scan.candidates if scan.candidates and not text else (searched if text else ())
    number = min(max(whole(request.GET.get("trang-quet"), 1), 1), scan.pages or 1)
    waiting = importers.scans_of(user=request.user, batch_id=batch_id, outcome="ambiguous", page_size=2).items
    values |= {
        "scan": scan,
        "tone": FILE_OUTCOMES[scan.outcome][0],
        "outcome_words": FILE_OUTCOMES[scan.outcome][1],
        "reason": _reason(scan.reason),
        "text": text,
        "choices": [{"row": one, "parcels": _parcel_words(one.parcel_ids or one.candidates)} for one in candidates],
        "certificate": scan.certificate,
        "parcel_choices": _parcel_words(scan.certificate.candidates) if scan.certificate else [],
        "may_settle": values["may_link"] and values["batch"].status == "staged" and scan.outcome in SETTLED_BY_HAND,
        "next": next((one for one in waiting if one.id != scan.id), None),
        "number": number,
        "earlier_page": number - 1 if number > 1 else None,
        "later_page": number + 1 if number < (scan.pages or 1) else None,
    }
    return render(request, "desk/archive_scan.html", values)


def _log(request: HttpRequest, found: importers.BatchSnapshot, scan_id: int) -> None:
    """Looking at a scan on its way into the archive is a reading of personal data too."""
    if found.dossier_id is not None:
        log_scan(request, dossier_id=found.dossier_id, subject_kind="staged_scan", subject_id=scan_id)


def _parcel_words(parcel_ids: tuple[int, ...]) -> list[dict[str, Any]]:
    """Parcels in short: reference, unit, area; those that ended are left out."""
    shown = parcel_ids[:MOST_CHOICES]
    found = land_records.parcels_by_ids(shown)
    return [{"id": parcel_id, "parcel": found[parcel_id]} for parcel_id in shown if parcel_id in found]


@require_GET
@desk_page(*SEEING)
def scan_page(request: HttpRequest, batch_id: int, scan_id: int, page: int, size: str) -> FileResponse:
    """A page of a staged scan as JPEG."""
    scan = importers.scan_of(user=request.user, batch_id=batch_id, scan_id=scan_id)
    if not scan.pages:
        raise errors.PageError("Tệp này không đọc được.", "This file cannot be read.", code="scan_damaged")
    _log(request, importers.batch(user=request.user, batch_id=batch_id), scan_id)
    path = dossiers.page_picture(scan.sha256, scan.media_kind, page, size)
    return FileResponse(path.open("rb"), content_type="image/jpeg")


@require_POST
@desk_page("archive.link")
def settle(request: HttpRequest, batch_id: int, scan_id: int) -> HttpResponse:
    """Whose scan it is; or the parcel its certificate lies on; or aside."""
    given = request.POST
    if parcel := whole(given.get("thua"), 0):
        importers.settle_certificate(
            actor=signed_in(request), batch_id=batch_id, certificate_id=whole(given.get("giay"), 0), parcel_id=parcel
        )
    else:
        chosen = whole(given.get("giay"), 0) or None
        if chosen is None and not given.get("de-rieng"):
            raise errors.PageError("Chưa chọn giấy chứng nhận.", "No certificate was chosen.", code="no_decision")
        importers.settle_scan(actor=signed_in(request), batch_id=batch_id, scan_id=scan_id, certificate_id=chosen)
    waiting = importers.scans_of(user=request.user, batch_id=batch_id, outcome="ambiguous", page_size=1).items
    if waiting:
        return redirect("web:desk-archive-scan", batch_id, waiting[0].id)
    return redirect("web:desk-archive-batch", batch_id)


@require_POST
@desk_page("archive.link", "act.approve")
def decide(request: HttpRequest, batch_id: int) -> HttpResponse:
    """What is done to the whole delivery: leave open ones aside, submit, approve, return, cancel."""
    what = request.POST.get("viec", "")
    if what == "de-rieng":
        importers.leave_open_ones(actor=signed_in(request), batch_id=batch_id)
    elif what == "trinh":
        importers.submit(actor=signed_in(request), batch_id=batch_id)
    elif what == "duyet":
        importers.approve(approver=signed_in(request), batch_id=batch_id)
    elif what == "tra-lai":
        importers.reject(approver=signed_in(request), batch_id=batch_id, reason=request.POST.get("reason", ""))
    elif what == "huy":
        importers.cancel(actor=signed_in(request), batch_id=batch_id)
        return redirect("web:desk-archive")
    else:
        raise errors.PageError("Chưa chọn việc cần làm.", "Nothing was asked.", code="no_decision")
    return redirect("web:desk-archive-batch", batch_id)
