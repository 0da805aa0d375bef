"""One table, three outputs: page, Excel and PDF of a book in the columns of its circular.

A BookTable is a value: who makes it has read the rows and asked for every right; nothing here reads the register.
"""

import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.template.loader import render_to_string
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from web import formats
from web.sheets.pdf import pdf_of

Cell = str | int | Decimal | date | None
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    COUNT = "count"
    AREA = "area"
    DAY = "day"


_EXCEL_FORMATS = {Kind.COUNT: "0", Kind.AREA: "#,##0.0", Kind.DAY: "dd/mm/yyyy", Kind.TEXT: "@"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its words, its number in the circular's form, its share of the width, and what it holds."""

    label: str
    number: str
    width: int
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class BookTable:
    """A book, or a part of it. `subtitle` says which unit, sheet and day; rows have a cell per column."""

    title: str
    subtitle: str
    legal_source: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        """A row of another length would shift every cell after the gap into a wrong column."""
        wrong = next((n for n, row in enumerate(self.rows, start=1) if len(row) != len(self.columns)), None)
        if wrong is not None:
            raise ValueError(f"row {wrong} of {self.title} has not {len(self.columns)} cells")

    def shown(self) -> list[list[tuple[str, str]]]:
        """Every row as (text, kind) pairs in the reader's formats."""
        kinds = [column.kind for column in self.columns]
        return [[(_text(cell, kind), str(kind)) for cell, kind in zip(row, kinds, strict=True)] for row in self.rows]


def as_excel(table: BookTable) -> bytes:
    """The table as .xlsx: real numbers and days, heads frozen and repeated on each printed page."""
    book = Workbook()
    book.remove(book.worksheets[0])
    page: Worksheet = book.create_sheet(table.title[:31].translate(str.maketrans("[]:*?/\\", "       ")))
    for line, text in enumerate((table.title, table.subtitle, table.legal_source), start=1):
        page.cell(line, 1, _safe(text)).font = Font(bold=line == 1, size=14 if line == 1 else 10, italic=line == 3)
    edge = Side(style="thin", color="7F8F96")
    frame = Border(left=edge, right=edge, top=edge, bottom=edge)
    for at, column in enumerate(table.columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = column.width
        for line, text, bold in ((5, column.label, True), (6, f"({column.number})", False)):
            cell = page.cell(line, at, text)
            cell.font, cell.border = Font(bold=bold), frame
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for line, row in enumerate(table.rows, start=7):
        for at, (value, column) in enumerate(zip(row, table.columns, strict=True), start=1):
            cell = page.cell(line, at, _safe(value) if isinstance(value, str) else _plain(value))
            cell.number_format, cell.border = _EXCEL_FORMATS[column.kind], frame
            cell.alignment = Alignment(vertical="top", wrap_text=column.kind is Kind.TEXT)
    page.freeze_panes = "A7"
    page.print_title_rows = "5:6"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_pdf(table: BookTable) -> bytes:
    """The table as PDF, A4 landscape, heads on every page."""
    return pdf_of(render_to_string("sheets/book_paper.html", {"table": table, "rows": table.shown()}))


def _text(cell: Cell, kind: Kind) -> str:
    if cell is None or cell == "":
        return ""
    if kind is Kind.AREA and isinstance(cell, Decimal | int):
        return formats.number(cell)
    if isinstance(cell, date):
        return formats.day(cell)
    return str(cell)


def _plain(value: Cell) -> Cell:
    """Excel keeps no time zone and only numbers of its own; areas go in as they are."""
    return value.date() if isinstance(value, datetime) else value


def _safe(text: str) -> str:
    """A text Excel takes for a text: what begins like a formula gets a mark before it."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text[:1] else text
