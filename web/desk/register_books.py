"""Three books of the register on the desk: sổ địa chính, sổ cấp Giấy chứng nhận, sổ theo dõi biến động.

Names stand in them only while the reader has stated a purpose; one line of the read log per page or file.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gis_core.errors import DomainError
from land_records import api as land_records
from reference import api as reference
from web import formats
from web.desk.access import desk_page, signed_in
from web.desk.book_names import names_for
from web.desk.books import MOST_PDF_ROWS, READS, chosen_unit
from web.desk.party_purpose import stated_purpose
from web.sheets.tables import EXCEL_TYPE, BookTable, Cell, Column, Kind, as_excel, as_pdf

SHOWN_ON_PAGE = 500
"""Lines of a page; the files hold them all."""
LEGAL_SOURCE = "499 QĐ/ĐC (1995), TT 24/2014/TT-BTNMT, TT 10/2024/TT-BTNMT"
TERMS = {"long": gettext_lazy("Lâu dài"), "unknown": gettext_lazy("không ghi")}
STATUSES = {
    "valid": "", "changed": gettext_lazy("đã chỉnh lý"), "replaced": gettext_lazy("đã được thay thế"),
    "revoked": gettext_lazy("đã thu hồi"), "lost": gettext_lazy("đã báo mất"),
}  # fmt: skip
Names = Callable[[Iterable[int]], str]


@dataclass(frozen=True, slots=True)
class Book:
    """One book: its title, its columns, and the rows for a unit and a year."""

    title: Any
    by_year: bool
    columns: Callable[[], tuple[Column, ...]]
    lines: Callable[[Any, int, int], tuple[Any, ...]]
    row: Callable[[int, Any, Names], tuple[Cell, ...]]


@require_GET
@desk_page(READS)
def register_book(request: HttpRequest, book: str) -> HttpResponse:
    """`so/<book>/?don-vi=22945&nam=2026`."""
    unit, units, year, table = _asked(request, book)
    years = land_records.years_with_changes(actor=signed_in(request), unit_ids=[unit.id]) if unit else ()
    shown = table.shown()
    context = {
        "rail": "books", "book": book, "by_year": BOOKS[book].by_year, "unit": unit, "units": units, "year": year,
        "years": sorted({*years, timezone.localdate().year}, reverse=True), "table": table,
        "rows": shown[:SHOWN_ON_PAGE], "whole": len(shown), "pdf_fits": len(shown) <= MOST_PDF_ROWS,
        "named": stated_purpose(request) is not None,
    }  # fmt: skip
    return render(request, "desk/register_book.html", context)


@require_GET
@desk_page(READS)
def register_book_file(request: HttpRequest, book: str, form: str) -> HttpResponse:
    """The same book as `xlsx` or `pdf`."""
    unit, _units, year, table = _asked(request, book)
    if form == "pdf" and len(table.rows) > MOST_PDF_ROWS:
        raise DomainError(
            f"Sổ có {len(table.rows)} dòng, quá dài để lập một tệp PDF (nhiều nhất {MOST_PDF_ROWS}).",
            f"The book has {len(table.rows)} lines, too many for one PDF (at most {MOST_PDF_ROWS}).",
            hint_vi="Tải Excel.",
            hint_en="Take the Excel file.",
            code="book_too_long",
        )
    body, kind = (as_pdf(table), "application/pdf") if form == "pdf" else (as_excel(table), EXCEL_TYPE)
    name = "-".join(["so", book, unit.code if unit else "", *([str(year)] if BOOKS[book].by_year else [])])
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    )


def _asked(
    request: HttpRequest, book: str
) -> tuple[reference.UnitSnapshot | None, list[reference.UnitSnapshot], int, BookTable]:
    if book not in BOOKS:
        raise Http404
    unit, units = chosen_unit(request)
    given = request.GET.get("nam", "")
    year = int(given) if given.isdigit() and len(given) == 4 else timezone.localdate().year
    spec = BOOKS[book]
    lines = spec.lines(signed_in(request), unit.id, year) if unit else ()
    names = names_for(request, {party for line in lines for party in line.party_ids}).names
    rows = tuple(spec.row(place, line, names) for place, line in enumerate(lines, start=1))
    when = _("năm %(year)s") % {"year": year} if spec.by_year else formats.day(timezone.localdate())
    subtitle = f"{unit.full_name if unit else ''} · {when}"
    return unit, units, year, BookTable(str(spec.title), subtitle, LEGAL_SOURCE, spec.columns(), rows)


def _day(moment: Any) -> Any:
    return timezone.localtime(moment).date()


def _register_columns() -> tuple[Column, ...]:
    return (
        Column(_("Ngày vào sổ"), "1", 12, Kind.DAY), Column(_("Tờ bản đồ số"), "2", 9),
        Column(_("Thửa đất số"), "3", 9, Kind.COUNT), Column(_("Người sử dụng, quản lý đất"), "4", 30),
        Column(_("Diện tích (m²)"), "5", 13, Kind.AREA), Column(_("Mục đích sử dụng"), "6", 10),
        Column(_("Thời hạn sử dụng"), "7", 13), Column(_("Nguồn gốc"), "8", 12),
        Column(_("Căn cứ (hồ sơ)"), "9", 22), Column(_("Số vào sổ cấp GCN"), "10", 16),
        Column(_("Ghi chú"), "11", 18),
    )  # fmt: skip


def _register_row(_place: int, line: land_records.RegisterLine, names: Names) -> tuple[Cell, ...]:
    term = formats.day(line.until) if line.until else str(TERMS.get(line.term, ""))
    note = _("%(n)s hạn chế, thế chấp") % {"n": line.restrictions} if line.restrictions else ""
    return (
        _day(line.entered_at), line.sheet, line.number, names(line.party_ids), line.area_m2, line.purpose or "", term,
        line.origin, line.dossier, line.register_no, note,
    )  # fmt: skip


def _certificate_columns() -> tuple[Column, ...]:
    return (
        Column(_("Số thứ tự"), "1", 8, Kind.COUNT), Column(_("Người được cấp Giấy chứng nhận"), "2", 32),
        Column(_("Số phát hành"), "3", 14), Column(_("Số vào sổ"), "4", 14),
        Column(_("Tổng diện tích (m²)"), "5", 14, Kind.AREA), Column(_("Số thửa"), "6", 8, Kind.COUNT),
        Column(_("Tờ/thửa"), "7", 16), Column(_("Ngày ký"), "8", 12, Kind.DAY),
        Column(_("Quyết định"), "9", 18), Column(_("Ghi chú"), "10", 18),
    )  # fmt: skip


def _certificate_row(place: int, line: land_records.CertificateLine, names: Names) -> tuple[Cell, ...]:
    return (
        place, names(line.party_ids), land_records.printed_serial(line.serial), line.register_no, line.area_m2,
        len(line.parcels), ", ".join(line.parcels), line.issued_on, line.decision_no,
        str(STATUSES.get(line.status, line.status)),
    )  # fmt: skip


def _change_columns() -> tuple[Column, ...]:
    return (
        Column(_("Số thứ tự"), "1", 8, Kind.COUNT), Column(_("Ngày đăng ký"), "2", 12, Kind.DAY),
        Column(_("Tờ bản đồ số"), "3", 9), Column(_("Thửa đất số"), "4", 9, Kind.COUNT),
        Column(_("Người sử dụng trước biến động"), "5", 30), Column(_("Loại đất trước"), "6", 10),
        Column(_("Diện tích trước (m²)"), "7", 13, Kind.AREA), Column(_("Nội dung biến động"), "8", 34),
        Column(_("Hồ sơ"), "9", 22),
    )  # fmt: skip


def _change_row(place: int, line: land_records.ChangeLine, names: Names) -> tuple[Cell, ...]:
    return (
        place, _day(line.approved_at), line.sheet, line.number, names(line.party_ids), line.land_use, line.area_m2,
        land_records.act_kind(line.kind).name_vi, line.dossier,
    )  # fmt: skip


BOOKS: dict[str, Book] = {
    "dia-chinh": Book(
        gettext_lazy("Sổ địa chính"), False, _register_columns,
        lambda actor, unit, _year: land_records.land_register(actor=actor, unit_id=unit), _register_row,
    ),
    "cap-gcn": Book(
        gettext_lazy("Sổ cấp Giấy chứng nhận"), False, _certificate_columns,
        lambda actor, unit, _year: land_records.certificate_book(actor=actor, unit_id=unit), _certificate_row,
    ),
    "bien-dong": Book(
        gettext_lazy("Sổ theo dõi biến động đất đai"), True, _change_columns,
        lambda actor, unit, year: land_records.change_book(actor=actor, unit_id=unit, year=year), _change_row,
    ),
}  # fmt: skip
