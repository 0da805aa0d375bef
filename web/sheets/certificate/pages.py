"""A certificate as pages and PDF: whole, as text on a blank, one change note, the test sheet of a printer.

All measures are millimetres. A printer's offsets move each page as a whole; its scale stretches it from the upper left.
"""

from dataclasses import dataclass
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from gis_core.errors import DomainError
from land_records import api as land_records
from web.sheets.certificate.facts import CertificateSheet
from web.sheets.certificate.places import FORMS, LINE_MM, TYPE_MM, Form
from web.sheets.certificate.words import comma
from web.sheets.drawing.svg import svg_of
from web.sheets.parcel_sheet import CornerRow, corner_rows, plan_of
from web.sheets.pdf import pdf_of

PLAN_MM = (112.0, 96.0)
BESIDE_ROWS = 20
"""Corners in the table beside the plan; more stand on a page of their own."""
PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of paper, its content already placed; `shift` is the CSS of the printer's offset."""

    name: str
    width: float
    height: float
    shift: str


def certificate_pdf(sheet: CertificateSheet) -> bytes:
    """The whole document; a draft bears BẢN XEM TRƯỚC."""
    return pdf_of(_html(sheet, land_records.EXACT, overlay=False))


def overlay_pdf(sheet: CertificateSheet, printer: land_records.Printer) -> bytes:
    """Only what is printed on a blank. Refuses a paper of an older form, and one without serial."""
    if sheet.paper.form != "tt10_2024":
        raise DomainError(
            "Phôi của mẫu cũ không còn được in.",
            "Blanks of older forms are no longer printed.",
            hint_vi="In nội dung thay đổi lên giấy đã cấp, hoặc cấp đổi.",
            hint_en="Print the change note on the existing paper, or renew it.",
            code="form_not_printed",
        )
    if not sheet.paper.serial:
        raise DomainError(
            "Chưa chọn phôi để in.",
            "No blank was chosen to print on.",
            hint_vi="Chuẩn bị phát hành với số phôi, rồi in.",
            hint_en="Prepare the issue with the blank's number, then print.",
            code="serial_missing",
        )
    return pdf_of(_html(sheet, printer, overlay=True))


def note_pdf(sheet: CertificateSheet, n: int, printer: land_records.Printer) -> bytes:
    """Change note `n` (1 is the first) at its place on the existing paper, nothing else."""
    note = next((one for one in sheet.notes if one.place.n == n), None)
    if note is None:
        raise DomainError(
            f"Giấy chứng nhận này có {len(sheet.notes)} thay đổi được xác nhận, không có thay đổi thứ {n}.",
            f"This certificate has {len(sheet.notes)} noted changes, none of number {n}.",
            hint_vi="Xem danh sách thay đổi trên trang Giấy chứng nhận.",
            hint_en="See the changes on the page of the certificate.",
            code="note_unknown",
        )
    form = FORMS[sheet.paper.form]
    page = _page(form, note.place.page, printer)
    context = {"note": note, "page": page, **_measures()}
    return pdf_of(render_to_string("sheets/certificate_note.html", context))


def test_sheet_pdf(printer: land_records.Printer) -> bytes:
    """A grid in millimetres on both pages: measure where a known crossing falls and enter the difference."""
    form = FORMS["tt10_2024"]
    pages = [_page(form, name, printer) for name in ("1", "2")]
    grid = {
        "across": _marks(form.width), "down": _marks(form.height),
        "across_mm": [n for n in range(10, int(form.width) - 9) if n % 10],
        "down_mm": [n for n in range(10, int(form.height) - 9) if n % 10],
    }  # fmt: skip
    return pdf_of(render_to_string("sheets/printer_test.html", {"pages": pages, "printer": printer, **grid}))


def _html(sheet: CertificateSheet, printer: land_records.Printer, *, overlay: bool) -> str:
    form = FORMS["tt10_2024"]
    corners = [
        (facts, corner_rows(facts.parcel)) for facts in sheet.parcels if facts.parcel.official_geometry is not None
    ]
    beside = corners[0][1] if len(corners) == 1 and len(corners[0][1]) <= BESIDE_ROWS else ()
    context = {
        "sheet": sheet,
        "paper": sheet.paper,
        "parcel": sheet.parcels[0] if len(sheet.parcels) == 1 else None,
        "overlay": overlay,
        "preview": sheet.is_draft and not overlay,
        "first": _page(form, "1", printer),
        "second": _page(form, "2", printer),
        "qr": _qr(sheet.qr_text),
        "plans": _plans(sheet),
        "rows": _told(beside),
        "appendix": [] if beside else [
            {"facts": facts, "columns": _columns(_told(rows))} for facts, rows in corners
        ],
        "notes": [] if overlay else [note for note in sheet.notes if note.place.page == "2"],
        "area": FORMS["tt10_2024"].areas[0],
        "area_height": FORMS["tt10_2024"].areas[0].bottom - FORMS["tt10_2024"].areas[0].top,
        "size": _size(sheet),
        **_measures(),
    }  # fmt: skip
    return render_to_string("sheets/certificate.html", context)


def _plans(sheet: CertificateSheet) -> list[SafeString]:
    """One plan of the whole width or two side by side; more parcels have their plans in the appendix of extracts."""
    drawn = [facts.parcel for facts in sheet.parcels if facts.parcel.official_geometry is not None]
    if not drawn or len(drawn) > 2:
        return []
    width = PLAN_MM[0] if len(drawn) == 1 else 89.0
    return [
        svg_of(
            plan_of(parcel, as_of=sheet.moment.date() if sheet.moment else None, width_mm=width,
                    heights_mm=(PLAN_MM[1],)),
            f"Sơ đồ thửa đất số {parcel.number}, tờ bản đồ số {parcel.sheet}",
        )
        for parcel in drawn
    ]  # fmt: skip


def _qr(text: str) -> SafeString | str:
    if not text:
        return ""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(border=0, omitsize=True))  # noqa: S308 - our own SVG


def _told(rows: tuple[CornerRow, ...]) -> list[dict[str, Any]]:
    """Figures with a decimal comma, as on every page of the certificate."""
    return [
        {"n": row.n, "to": row.to, "x": comma(row.x_north, 3), "y": comma(row.y_east, 3), "side": comma(row.length, 2)}
        for row in rows
    ]


def _columns(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [rows[start : start + PAGE_ROWS] for start in range(0, len(rows), PAGE_ROWS)]


def _size(sheet: CertificateSheet) -> str:
    """Type size of page 1: the largest at which its lines have room."""
    letters = sum(map(len, (*sheet.holders, *sheet.assets, sheet.origin)))
    letters += sum(len(facts.uses) + len(facts.terms) + len(facts.address) + 120 for facts in sheet.parcels)
    return "roomy" if letters < 900 else "close" if letters < 1700 else "dense"


def _page(form: Form, name: str, printer: land_records.Printer) -> Page:
    right, down = printer.page1_mm if name in ("1", "3") else printer.page2_mm
    shift = f"transform: translate({right:g}mm, {down:g}mm) scale({printer.scale:g})"
    return Page(name, form.width, form.height, shift)


def _marks(length: float) -> list[int]:
    return list(range(10, int(length), 10))


def _measures() -> dict[str, Any]:
    return {"line_mm": LINE_MM, "type_mm": TYPE_MM}
