"""What the rows of the spreadsheet say: certificates with their holders and parcels, cell texts made comparable.

A certificate may take several rows (husband and wife, several parcels). Rows belong together when they bear the same
serial; without serials, the same book number; without both, the same parcel.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from gis_core.errors import DomainError
from gis_core.process.limits import Limits
from gis_core.process.parent import ChildDied, ChildTimedOut, answered
from gis_core.text.conversion import decode_view
from gis_core.text.detection import certain, guess
from importers.archive_linking.columns import KEYS, NAMES, header_row, map_columns
from importers.errors import ImportRefused

ENTRY = "importers.archive_linking.sheet_child:main"
LIMITS = Limits(memory_bytes=2 << 30, cpu_seconds=120, wall_seconds=180.0, output_bytes=512 << 20)
SERIAL = re.compile(r"[A-ZĐ]{1,2}\d{6,8}")
"""Serials of certificates since 1990: one or two letters, six to eight digits (DOMAIN: TT 10/2024 and before)."""

_DAYS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
_LEGACY = ("tcvn3", "vni")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: `line` is its number in the spreadsheet, counted from 1. Texts are as written, keys are normalised."""

    line: int
    unit_code: str
    serial: str
    serial_text: str
    book_number: str
    book_text: str
    issued_on: date | None
    holder: str
    identity: str
    address: str
    role: str
    parcel_code: str
    sheet: str
    number: str
    sheet_certificate: str
    number_certificate: str
    area: str
    land_use: str
    origin: str
    term: str
    dossier_code: str
    shelf: tuple[str, str, str, str, str]
    problem: str

    @property
    def key(self) -> str:
        """What joins the rows of one certificate; empty when the row names nothing."""
        if self.serial:
            return f"serial:{self.serial}"
        if self.book_number:
            return f"book:{self.unit_code}:{self.book_number}"
        if self.number:
            return f"parcel:{self.unit_code}:{self.sheet}:{self.number}"
        return ""


@dataclass(frozen=True, slots=True)
class SheetReading:
    """The rows of a spreadsheet and what its columns were taken for."""

    rows: tuple[SheetRow, ...]
    columns: dict[str, str]
    unknown: tuple[str, ...]
    encoding: str


def read_sheet(path: Path, *, default_unit: str) -> SheetReading:
    """Read a delivered spreadsheet in a child process. `default_unit` fills rows without a unit code.

    Raises ImportRefused: unreadable, or without a column that names certificates.
    """
    try:
        with answered(ENTRY, files={"sheet": path}, job={}, limits=LIMITS) as (answer, _):
            cells: list[list[str]] = answer["rows"]
    except (ChildDied, ChildTimedOut):
        raise ImportRefused(
            "Không đọc được bảng kê: trình đọc bị dừng vì tệp hỏng hoặc quá nặng.",
            "The spreadsheet cannot be read: its reader was stopped, the file is damaged or too heavy.",
            hint_vi="Lưu lại bảng kê thành CSV (UTF-8), hoặc chia theo xã, rồi gửi lại.",
            hint_en="Save it as CSV (UTF-8), or split it by commune, and send it again.",
            code="sheet_unreadable",
        ) from None
    except DomainError as refusal:
        raise ImportRefused(
            refusal.message_vi,
            refusal.message_en,
            hint_vi=refusal.hint_vi,
            hint_en=refusal.hint_en,
            code=refusal.code,
        ) from None
    cells, encoding = _in_unicode(cells)
    head = header_row(cells)
    columns = map_columns(cells[head]) if head is not None else {}
    if head is None or not any(key in columns for key in KEYS):
        raise _no_key_column(cells[head] if head is not None else [])
    names = cells[head]
    rows = tuple(
        _row(line, row, columns, default_unit)
        for line, row in enumerate(cells[head + 1 :], start=head + 2)
        if any(cell.strip() for cell in row)
    )
    known = set(columns.values())
    unknown = tuple(name for place, name in enumerate(names) if name.strip() and place not in known)
    return SheetReading(rows, {field: names[place] for field, place in columns.items()}, unknown, encoding)


def _in_unicode(cells: list[list[str]]) -> tuple[list[list[str]], str]:
    """Cells of a sheet typed in TCVN3 or VNI fonts, where Excel shows Western letters, read as meant."""
    texts = {cell for row in cells for cell in row if not cell.isascii()}
    western = [text.encode("latin-1") for text in texts if _is_western(text)]
    if len(western) < len(texts) / 2 or not western:
        return cells, "utf-8"
    encoding = certain(guess(western))
    if encoding not in _LEGACY:
        return cells, "utf-8"
    read = {text: decode_view(text, encoding, errors="replace") for text in texts if _is_western(text)}
    return [[read.get(cell, cell) for cell in row] for row in cells], encoding


def _is_western(text: str) -> bool:
    return all(ord(letter) < 256 for letter in text)


def _row(line: int, cells: Sequence[str], columns: dict[str, int], default_unit: str) -> SheetRow:
    def cell(field: str) -> str:
        place = columns.get(field)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    serial = plain_key(cell("serial"))
    issued, bad_day = _day(cell("issued_on"))
    problem = ""
    if serial and not SERIAL.fullmatch(serial):
        problem = "serial_malformed"
    elif bad_day:
        problem = "day_malformed"
    return SheetRow(
        line=line,
        unit_code=_unit(cell("unit_code")) or default_unit,
        serial=serial,
        serial_text=cell("serial"),
        book_number=plain_key(cell("book_number")),
        book_text=cell("book_number"),
        issued_on=issued,
        holder=cell("holder"),
        identity=re.sub(r"\D", "", cell("identity")),
        address=cell("address"),
        role=cell("role"),
        parcel_code=cell("parcel_code").lower(),
        sheet=_number(cell("sheet")),
        number=_number(cell("number")),
        sheet_certificate=_number(cell("sheet_certificate")),
        number_certificate=_number(cell("number_certificate")),
        area=cell("area"),
        land_use=cell("land_use"),
        origin=cell("origin"),
        term=cell("term"),
        dossier_code=plain_key(cell("dossier_code")),
        shelf=(cell("store"), cell("row"), cell("rack"), cell("box"), cell("slot")),
        problem=problem,
    )


def plain_key(text: str) -> str:
    """A serial, book number or code for comparison, capitals, letters and digits only: "AA 016.957" → "AA016957"."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _number(text: str) -> str:
    """Sheet or parcel number without leading zeros."""
    return text.lstrip("0") if text.isdigit() else text


def _unit(text: str) -> str:
    """A unit code of five digits; Excel drops leading zeros."""
    return text.zfill(5) if text.isdigit() and len(text) <= 5 else ""


def _day(text: str) -> tuple[date | None, bool]:
    """A day of the sheet, and whether there is a text that is none."""
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date(), False
        except ValueError:
            continue
    return None, bool(text)


def groups_of(rows: Iterable[SheetRow]) -> dict[str, list[SheetRow]]:
    """Key of the certificate → its rows, in the order of the sheet; rows that name nothing are left out."""
    groups: dict[str, list[SheetRow]] = {}
    for row in rows:
        if row.key:
            groups.setdefault(row.key, []).append(row)
    return groups


def _no_key_column(header: Sequence[str]) -> ImportRefused:
    seen = ", ".join(name for name in header if name.strip())[:200] or "–"
    usual = ", ".join(NAMES[field][0] for field in KEYS)
    return ImportRefused(
        "Bảng kê không có cột nào cho biết giấy chứng nhận: số phát hành, số vào sổ, hoặc số tờ và số thửa.",
        "No column of the spreadsheet names certificates: serial, book number, or sheet and parcel.",
        hint_vi=f"Đặt tên cột như: {usual}. Các cột đọc được: {seen}.",
        hint_en=f"Name the columns such as: {usual}. Columns found: {seen}.",
        code="sheet_without_keys",
    )
