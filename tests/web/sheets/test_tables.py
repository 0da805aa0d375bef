"""A book as Excel holds numbers and days; as PDF its heads stand on every page."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest

from web.sheets.tables import BookTable, Column, Kind, as_excel, as_pdf

COLUMNS = (
    Column("Số thứ tự", "1", 8, Kind.COUNT),
    Column("Người sử dụng đất", "2", 40),
    Column("Diện tích (m²)", "3", 14, Kind.AREA),
    Column("Ngày vào sổ", "4", 14, Kind.DAY),
)


def book(*rows: tuple) -> BookTable:
    return BookTable("Sổ thử: A/B", "Phường Thử · tờ 1", "Thông tư thử", COLUMNS, rows)


def test_excel_has_real_numbers_and_days() -> None:
    table = book((1, "Nguyễn Thị Ánh Đào", Decimal("1234.5"), date(2026, 3, 2)), (2, "", None, None))
    page = openpyxl.load_workbook(io.BytesIO(as_excel(table))).active
    assert [page.cell(line, 1).value for line in (1, 2, 3)] == ["Sổ thử: A/B", "Phường Thử · tờ 1", "Thông tư thử"]
    assert [cell.value for cell in page[5]] == [column.label for column in COLUMNS]
    assert [cell.value for cell in page[6]] == ["(1)", "(2)", "(3)", "(4)"]
    number, name, area, day = page[7]
    assert (number.value, name.value, area.value, day.value.date()) == (
        1,
        "Nguyễn Thị Ánh Đào",
        1234.5,
        date(2026, 3, 2),
    )
    assert (area.data_type, day.is_date, area.number_format, day.number_format) == ("n", True, "#,##0.0", "dd/mm/yyyy")
    assert page.cell(8, 3).value is None
    assert page.freeze_panes == "A7"
    assert page.print_title_rows == "$5:$6"
    assert page.page_setup.orientation == "landscape"


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@SUM(A1)", "\t=1"])
def test_a_name_is_never_a_formula(text: str) -> None:
    page = openpyxl.load_workbook(io.BytesIO(as_excel(book((1, text, None, None))))).active
    cell = page.cell(7, 2)
    assert cell.data_type == "s"
    assert cell.value == f"'{text}"


def test_the_pdf_repeats_the_heads_of_the_form() -> None:
    rows = [(n, f"Người số {n}", Decimal(n) / 10, date(2026, 1, 1)) for n in range(1, 121)]
    document = pypdfium2.PdfDocument(as_pdf(book(*rows)))
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
        width, height = document[0].get_size()
    finally:
        document.close()
    assert len(texts) >= 3
    assert [("Người sử dụng đất" in text, "(3)" in text) for text in texts] == [(True, True)] * len(texts)
    assert "Người số 120" in texts[-1]
    assert sum(text.count("Người số ") for text in texts) == 120
    assert width > height
    assert "01/01/2026" in texts[0]


def test_a_row_with_a_gap_is_no_row() -> None:
    with pytest.raises(ValueError, match="row 2"):
        book((1, "a", None, None), (2, "b", None))


def test_the_page_escapes_what_people_write() -> None:
    assert book((1, "<script>", Decimal("2.25"), None)).shown()[0] == [
        ("1", "count"), ("<script>", "text"), ("2,3", "area"), ("", "day"),
    ]  # fmt: skip
