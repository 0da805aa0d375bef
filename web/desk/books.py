"""The books of the land office on the desk: an index, and the sổ mục kê as page, Excel and PDF."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gis_core.errors import DomainError
from land_records import api as land_records
from land_records.api import ParcelLine
from reference import api as reference
from web import formats
from web.desk.access import desk_page, signed_in, units_for
from web.desk.book_names import BookNames, names_for
from web.sheets.tables import EXCEL_TYPE, BookTable, Column, Kind, as_excel, as_pdf

READS = "books.read"
PAGE_ROWS = 200
MOST_PDF_ROWS = 2000


@require_GET
@desk_page(READS)
def books(request: HttpRequest) -> HttpResponse:
    """Which books there are, for which units."""
    return render(request, "desk/books.html", {"rail": "books", "units": _units(request)})


@require_GET
@desk_page(READS)
def parcel_book(request: HttpRequest) -> HttpResponse:
    """Sổ mục kê of a unit, a page of rows at a time; `?don-vi=22945&to=3&trang=2`."""
    unit, units = chosen_unit(request)
    sheet = request.GET.get("to", "")[:20] or None
    page = _page(request)
    lines: tuple[ParcelLine, ...] = ()
    sheets: tuple[land_records.SheetOfBook, ...] = ()
    if unit:
        sheets = land_records.sheets_of_book(actor=signed_in(request), unit_id=unit.id)
        lines = land_records.parcel_book(
            actor=signed_in(request), unit_id=unit.id, sheet=sheet, limit=PAGE_ROWS, offset=(page - 1) * PAGE_ROWS
        )
    whole = sum(each.parcels for each in sheets if sheet in {None, each.sheet})
    names = names_for(request, {party for line in lines for party in line.party_ids})
    table = muc_ke(lines, unit.full_name if unit else "", sheet, names)
    context = {
        "rail": "books",
        "units": units,
        "unit": unit,
        "sheets": sheets,
        "sheet": sheet,
        "table": table,
        "rows": table.shown(),
        "whole": whole,
        "page": page,
        "pages": max(1, -(-whole // PAGE_ROWS)),
        "pdf_fits": whole <= MOST_PDF_ROWS,
        "named": names.named,
    }
    return render(request, "desk/parcel_book.html", context)


@require_GET
@desk_page(READS)
def parcel_book_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same book as `xlsx` or `pdf`. A PDF of very many rows is refused: it is asked for sheet by sheet."""
    unit, _units = chosen_unit(request)
    sheet = request.GET.get("to", "")[:20] or None
    if unit is None:
        raise DomainError("Chưa chọn đơn vị.", "No unit is chosen.", code="unit_missing")
    lines = land_records.parcel_book(actor=signed_in(request), unit_id=unit.id, sheet=sheet)
    if form == "pdf" and len(lines) > MOST_PDF_ROWS:
        raise DomainError(
            f"Sổ có {len(lines)} dòng, quá dài để lập một tệp PDF (nhiều nhất {MOST_PDF_ROWS}).",
            f"The book has {len(lines)} lines, too many for one PDF (at most {MOST_PDF_ROWS}).",
            hint_vi="Chọn một tờ bản đồ, hoặc tải Excel.",
            hint_en="Choose one sheet, or take the Excel file.",
            code="book_too_long",
        )
    names = names_for(request, {party for line in lines for party in line.party_ids})
    table = muc_ke(lines, unit.full_name, sheet, names)
    body, kind = (as_pdf(table), "application/pdf") if form == "pdf" else (as_excel(table), EXCEL_TYPE)
    name = "-".join(["so-muc-ke", unit.code, *([f"to-{sheet}"] if sheet else [])])
    safe = "".join(letter if letter.isascii() and (letter.isalnum() or letter == "-") else "_" for letter in name)
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{safe}.{form}"'}
    )


def muc_ke(lines: Sequence[ParcelLine], unit_name: str, sheet: str | None, names: BookNames) -> BookTable:
    """The book as a table; columns 3 and 4 are empty unless `names` may be shown."""
    part = _("tờ bản đồ số %(sheet)s") % {"sheet": sheet} if sheet else _("tất cả các tờ")
    day = formats.day(timezone.localdate())
    rows = []
    for line in lines:
        rows.append(
            (
                line.sheet,
                line.number,
                names.names(line.party_ids),
                names.user_kinds(line.party_ids),
                line.area_now,
                line.use_now,
                line.area_papers,
                line.use_papers,
                _note(line),
            )
        )
    return BookTable(
        _("Sổ mục kê đất đai"),
        f"{unit_name} · {part} · {day}",
        _("Mẫu sổ mục kê, Thông tư 25/2014/TT-BTNMT"),
        muc_ke_columns(),
        tuple(rows),
    )


def muc_ke_columns() -> tuple[Column, ...]:
    """The nine columns of the form, with the widths Excel gives them."""
    return (
        Column(_("Tờ bản đồ số"), "1", 9),
        Column(_("Thửa đất số"), "2", 9, Kind.COUNT),
        Column(_("Tên người sử dụng, quản lý đất"), "3", 34),
        Column(_("Mã đối tượng"), "4", 10),
        Column(_("Diện tích hiện trạng (m²)"), "5", 14, Kind.AREA),
        Column(_("Loại đất hiện trạng"), "6", 12),
        Column(_("Diện tích theo giấy tờ (m²)"), "7", 14, Kind.AREA),
        Column(_("Loại đất theo giấy tờ"), "8", 12),
        Column(_("Ghi chú"), "9", 22),
    )


def _note(line: ParcelLine) -> str:
    if line.area_now is None:
        return _("chỉ có trên giấy tờ")
    return "" if line.standing == "official" else _("dự kiến")


def chosen_unit(request: HttpRequest) -> tuple[reference.UnitSnapshot | None, list[reference.UnitSnapshot]]:
    """The unit asked for, else the first the user may read; a unit out of reach is refused by the register's door."""
    units = _units(request)
    asked = request.GET.get("don-vi", "")
    if not asked:
        return (units[0] if units else None), units
    return next((unit for unit in units if unit.code == asked), None) or reference.resolve_unit(asked), units


def _units(request: HttpRequest) -> list[reference.UnitSnapshot]:
    """Units of today the user may read: their books hold the land from before a merger; old codes are used again."""
    return [unit for unit in units_for(request.user, READS) if unit.valid_to is None]


def _page(request: HttpRequest) -> int:
    text: Any = request.GET.get("trang", "1")
    return max(1, int(text)) if text.isdigit() and len(text) < 6 else 1
