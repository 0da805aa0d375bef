"""Pages of the stock of blanks and of printers; the book as a spreadsheet."""

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from openpyxl import Workbook
from openpyxl.styles import Font

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from web import errors
from web.desk import certificate_words as words
from web.desk.access import desk_page, may, signed_in
from web.desk.certificate_forms import MoveForm, PrinterForm, ReceiveForm
from web.desk.certificates import pager, tabs, whole

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@desk_page("blanks.keep", "books.read")
def blanks(request: HttpRequest) -> HttpResponse:
    """Deliveries, the book, and what may be done to a range of blanks."""
    receive, move = ReceiveForm(prefix="nhan"), MoveForm(prefix="chuyen")
    refusal: DomainError | None = None
    if request.method == "POST":
        accounts.require(signed_in(request), "blanks.keep")
        receiving = "nhan-first" in request.POST
        form = ReceiveForm(request.POST, prefix="nhan") if receiving else MoveForm(request.POST, prefix="chuyen")
        receive, move = (form, move) if receiving else (receive, form)  # type: ignore[assignment]
        if form.is_valid():
            try:
                _receive(request, form.cleaned_data) if receiving else _move(request, form.cleaned_data)
                return redirect("web:desk-blanks")
            except DomainError as error:
                refusal = error
        status = errors.status_of(refusal) if refusal else 400
    else:
        status = 200
    page = land_records.blank_moves(actor=signed_in(request), page=whole(request.GET.get("trang")) or 1)
    people = accounts.display_names(line.moved_by_id for line in page.items)
    context = {
        "lots": [
            {"lot": lot, "first": land_records.printed_serial(lot.first_serial),
             "last": land_records.printed_serial(lot.last_serial),
             "counts": [(words.BLANKS[code], lot.counts[code]) for code in words.BLANKS if code in lot.counts]}
            for lot in land_records.blank_lots(actor=signed_in(request))
        ],
        "lines": [_line(line, people.get(line.moved_by_id, "")) for line in page.items],
        "page": page, "receive": receive, "move": move, "refusal": refusal,
        "may_keep": may(request.user, "blanks.keep", None), **pager(request, page), **tabs(request, "blanks"),
    }  # fmt: skip
    return render(request, "desk/certificates/blanks.html", context, status=status)


@require_GET
@desk_page("blanks.keep", "books.read")
def book(request: HttpRequest) -> HttpResponse:
    """The whole book of blanks as a spreadsheet."""
    lines = land_records.book_of_blanks(actor=signed_in(request))
    people = accounts.display_names(line.moved_by_id for line in lines)
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Sổ theo dõi phôi"
    head = [
        "STT",
        "Ngày",
        "Việc",
        "Từ số",
        "Đến số",
        "Số lượng",
        "Đơn vị",
        "Lý do",
        "Người ghi",
    ]
    sheet.append(head)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for n, line in enumerate(lines, start=1):
        told = _line(line, people.get(line.moved_by_id, ""))
        sheet.append([n, timezone.localtime(line.moved_at).replace(tzinfo=None), str(told["what"]), told["first"],
                      told["last"], line.count, line.office, line.reason, told["by"]])  # fmt: skip
    for letter, width in zip("ABCDEFGHI", (6, 18, 18, 16, 16, 10, 34, 40, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    workbook.save(out)
    answer = HttpResponse(out.getvalue(), content_type=XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="so-theo-doi-phoi.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@desk_page("certificate.print")
def printers(request: HttpRequest) -> HttpResponse:
    """Printers and how far each is off."""
    form, refusal, status = PrinterForm(), None, 200
    if request.method == "POST":
        form = PrinterForm(request.POST)
        status = 400
        if form.is_valid():
            told = form.cleaned_data
            try:
                land_records.save_printer(
                    actor=signed_in(request), name=told["name"], scale=told["scale"],
                    page1_mm=(told["page1_right"], told["page1_down"]),
                    page2_mm=(told["page2_right"], told["page2_down"]),
                )  # fmt: skip
                return redirect("web:desk-printers")
            except DomainError as error:
                refusal = error
    context = {"printers": land_records.printers(), "form": form, "refusal": refusal, **tabs(request, "printers")}
    return render(request, "desk/certificates/printers.html", context, status=status)


def _receive(request: HttpRequest, told: dict[str, Any]) -> None:
    land_records.receive_blanks(actor=signed_in(request), **told)


def _move(request: HttpRequest, told: dict[str, Any]) -> None:
    actor, first, last = signed_in(request), told["first"], told["last"] or told["first"]
    if told["what"] == "hand":
        land_records.hand_blanks(actor=actor, first=first, last=last, office_id=int(told["office"] or 0))
    elif told["what"] == "return":
        land_records.return_blanks(actor=actor, first=first, last=last, reason=told["reason"])
    else:
        write_off = land_records.spoil_blanks if told["what"] == "spoil" else land_records.lose_blanks
        write_off(actor=actor, first=first, last=last, document_id=_minutes(told), reason=told["reason"])


def _minutes(told: dict[str, Any]) -> int:
    """The component of a dossier that holds the minutes."""
    papers = dossiers.documents_of(dossiers.dossier_by_code(told["dossier"].strip()).id) if told["dossier"] else ()
    found = next((paper for paper in papers if paper.position == told["position"]), None)
    if found is None:
        raise errors.PageError(
            "Chưa nêu biên bản.",
            "The minutes are not named.",
            hint_vi="Thêm biên bản vào một hồ sơ, rồi ghi mã hồ sơ và số thứ tự của biên bản.",
            hint_en="Add the minutes to a dossier, then give its code and the component's number.",
            code="minutes_missing",
        )
    return found.id


def _line(line: land_records.MoveSnapshot, by: str) -> dict[str, Any]:
    return {"line": line, "what": words.MOVES[line.kind], "first": land_records.printed_serial(line.first_serial),
            "last": land_records.printed_serial(line.last_serial), "by": by}  # fmt: skip
