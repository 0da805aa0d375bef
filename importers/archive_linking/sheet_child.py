"""The child that opens a delivered spreadsheet: XLSX through openpyxl, CSV by hand; cells come back as text."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from gis_core.errors import DomainError
from gis_core.process.child import serve

MOST_ROWS = 200_000
MOST_COLUMNS = 200
ENCODINGS = ("utf-8-sig", "utf-16", "cp1258")
"""What CSV files come in, tried in this order; UTF-16 only with its mark, CP1258 takes what is left."""


def main(arguments: list[str]) -> int:
    """Serve one job: read the file named `sheet`."""
    for name in ENCODINGS:
        "".encode(name)
    return serve(arguments, work)


def work(_job: dict[str, Any], given: Path, _out: Path) -> dict[str, Any]:
    """All rows of the first sheet that holds any."""
    path = given / "sheet"
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"PK"):
        return {"rows": _xlsx(path), "kind": "xlsx"}
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(
            "Bảng kê là tệp Excel đời cũ (XLS) hoặc có mật khẩu.",
            "The spreadsheet is an old Excel file (XLS) or protected by a password.",
            "Mở bằng Excel hoặc LibreOffice, lưu lại thành XLSX không mật khẩu.",
            "Open it in Excel or LibreOffice and save it as XLSX without a password.",
        )
    return {"rows": _csv(path.read_bytes()), "kind": "csv"}


def _xlsx(path: Path) -> list[list[str]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = [
                [_text(cell) for cell in row[:MOST_COLUMNS]]
                for row, _ in zip(sheet.iter_rows(values_only=True), range(MOST_ROWS + 1), strict=False)
            ]
            if any(any(row) for row in rows):
                return _few_enough(rows)
    except (InvalidFileException, KeyError, ValueError, OSError, EOFError, SyntaxError) as fault:
        raise _refused(
            "Bảng kê hỏng hoặc không phải XLSX.",
            f"The spreadsheet is damaged or no XLSX ({type(fault).__name__}).",
            "Mở bằng Excel, lưu lại thành XLSX hoặc CSV (UTF-8) rồi gửi lại.",
            "Open it in Excel, save it as XLSX or CSV (UTF-8) and send it again.",
        ) from fault
    return []


def _csv(content: bytes) -> list[list[str]]:
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(
            "Bảng kê không phải XLSX hay CSV.",
            "The list is neither XLSX nor CSV.",
            "Gửi bảng kê ở dạng XLSX hoặc CSV (UTF-8).",
            "Send it as XLSX or CSV (UTF-8).",
        )
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t|", key=first.count)
    try:
        rows = [
            [cell.strip() for cell in row[:MOST_COLUMNS]] for row in csv.reader(io.StringIO(text), delimiter=delimiter)
        ]
    except csv.Error as fault:
        raise _refused(
            "Bảng kê CSV không đọc được: có ô quá dài hoặc dấu nháy không đóng.",
            "The CSV cannot be read: a cell is too long or a quotation mark stays open.",
            "Mở bằng Excel, lưu lại thành XLSX rồi gửi lại.",
            "Open it in Excel, save it as XLSX and send it again.",
        ) from fault
    return _few_enough(rows)


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _few_enough(rows: list[list[str]]) -> list[list[str]]:
    if len(rows) > MOST_ROWS:
        raise _refused(
            f"Bảng kê có hơn {MOST_ROWS} dòng.",
            f"The spreadsheet has more than {MOST_ROWS} rows.",
            "Chia bảng kê theo xã, phường.",
            "Split it by commune.",
        )
    return rows


def _text(cell: Any) -> str:
    """A cell as people see it: whole numbers without a point, days as dd/mm/yyyy."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _refused(vi: str, en: str, hint_vi: str, hint_en: str) -> DomainError:
    return DomainError(vi, en, hint_vi=hint_vi, hint_en=hint_en, code="sheet_unreadable")
