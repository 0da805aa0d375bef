"""The text side of MapInfo files: .MIF headers and objects, .MID rows, .TAB tables, with everything GDAL trusts
blindly checked first: announced vertex counts, decimal commas, row counts, references to other files.
"""

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from importers.readers import mapinfo_coordsys
from importers.readers.errors import DamagedFile, MissingCompanion, UnsafeReference

OBJECT = re.compile(
    rb"^[ \t]*(none|point|line|pline|region|arc|text|rect|roundrect|ellipse|multipoint|collection)\b", re.I | re.M
)
NOT_FINITE = re.compile(rb"^[^\"\r\n]*(?:\bnan\b|\binf\b|1\.#)[^\r\n]*$", re.I | re.M)
COMMA_PAIR = re.compile(rb"^[ \t]*-?\d+,\d+[ \t]+-?\d+,\d+[ \t]*\r?$", re.M)
PLAIN_COUNT = re.compile(rb"(\d+)")
SECTIONS = {b"region", b"pline", b"multipoint"}


@dataclass(slots=True)
class MifHeader:
    """The head of a .MIF: `data_at` is the byte where objects begin, `columns` are (name, type)."""

    version: str
    charset: str | None
    delimiter: str
    coordsys: str | None
    columns: list[tuple[str, str]]
    data_at: int


@dataclass(slots=True)
class MifObjects:
    """What the object part holds, before GDAL sees it."""

    kinds: list[str] = field(default_factory=list)
    texts: dict[int, bytes] = field(default_factory=dict)
    fonts: dict[int, str] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)
    not_finite: int = 0
    incomplete: list[int] = field(default_factory=list)


def parse_mif_header(content: bytes, name: str) -> MifHeader:
    """Parse up to `Data`; raises DamagedFile when there is no data section."""
    found = re.search(rb"^[ \t]*data[ \t]*\r?$", content, re.I | re.M)
    if found is None:
        raise DamagedFile(
            f"“{name}” không có phần Data: phần đầu tệp MIF không đầy đủ.",
            f"“{name}” has no Data section: the MIF header is incomplete.",
            hint_vi="Hãy xuất lại MIF/MID từ MapInfo.",
            hint_en="Export MIF/MID again from MapInfo.",
        )
    text = content[: found.start()].decode("latin-1")
    columns = re.findall(r"(?m)^[ \t]+(\S+)[ \t]+([A-Za-z]+(?:[ \t]*\([^)]*\))?)", text.partition("olumns")[2])
    coordsys = re.search(r"(?im)^[ \t]*(coordsys .*)$", text)
    return MifHeader(
        version=_value(text, r"version\s+(\d+)") or "",
        charset=_value(text, r'charset\s+"([^"]*)"'),
        delimiter=_value(text, r'delimiter\s+"([^"]*)"') or "\t",
        coordsys=coordsys.group(1).strip() if coordsys else None,
        columns=columns,
        data_at=found.end(),
    )


def _value(text: str, pattern: str) -> str | None:
    found = re.search(rf"(?im)^[ \t]*{pattern}", text)
    return found.group(1) if found else None


def check_objects(content: bytes, header: MifHeader, name: str) -> MifObjects:
    """Walk the objects.

    Raises DamagedFile for decimal commas and for vertex counts that the file cannot hold; other faults are counted.
    """
    data = content[header.data_at :]
    comma = COMMA_PAIR.search(data)
    if comma:
        line = content[: header.data_at + comma.start()].count(b"\n") + 1
        raise DamagedFile(
            f"“{name}”, dòng {line}: tọa độ dùng dấu phẩy thập phân, một đỉnh bị đọc thành hai số.",
            f"“{name}”, line {line}: coordinates use a decimal comma, so one vertex reads as two numbers.",
            hint_vi="Đặt dấu thập phân của Windows là dấu chấm (Region Settings) rồi xuất lại MIF.",
            hint_en="Set Windows' decimal mark to a point and export the MIF again.",
        )
    objects = MifObjects(not_finite=len(NOT_FINITE.findall(data)))
    matches = list(OBJECT.finditer(data))
    ends = [m.start() for m in matches[1:]] + [len(data)]
    inside = 0
    for found, end in zip(matches, ends, strict=True):
        kind = found.group(1).lower()
        if inside and kind in SECTIONS:
            inside -= 1
            objects.spans[-1] = (objects.spans[-1][0], header.data_at + end)
            continue
        inside = 0
        body = data[found.end() : end]
        if kind == b"collection":
            inside = int((re.match(rb"\s*(\d+)", body) or [0, 0])[1])
        if kind == b"text":
            _take_text(objects, body)
        if kind in SECTIONS and not _complete(kind, body, name):
            objects.incomplete.append(len(objects.kinds))
        objects.kinds.append(kind.decode())
        objects.spans.append((header.data_at + found.start(), header.data_at + end))
    return objects


def _take_text(objects: MifObjects, body: bytes) -> None:
    index = len(objects.kinds)
    quoted = re.search(rb'"((?:[^"]|"")*)"', body)
    if quoted:
        objects.texts[index] = quoted.group(1).replace(b'""', b'"').replace(b"\\n", b"\n")
    font = re.search(rb'(?im)^\s*font\s*\(\s*"([^"]*)"', body)
    if font:
        objects.fonts[index] = font.group(1).decode("latin-1")


def _complete(kind: bytes, body: bytes, name: str) -> bool:
    """True when every announced vertex is there; only the counts' lines and line ends are looked at."""
    lines = body.split(b"\n")
    head = lines[0].split()
    if kind == b"multipoint" or (kind == b"pline" and (not head or head[0].lower() != b"multiple")):
        announced = int(head[0]) if head and head[0].isdigit() else _first_count(lines)
        _refuse_bomb(announced, len(body), name)
        return len([line for line in lines[1:] if line.strip()]) >= announced
    parts = int(head[-1]) if head and head[-1].isdigit() else 1
    at = 1
    for _ in range(parts):
        count = PLAIN_COUNT.fullmatch(lines[at].strip()) if at < len(lines) else None
        if count is None:
            return False
        announced = int(count.group(1))
        _refuse_bomb(announced, len(body), name)
        at += 1 + announced
        if at > len(lines) or (announced and len(lines[at - 1].split()) != 2):
            return False
    return True


def _first_count(lines: list[bytes]) -> int:
    return int(lines[1].strip()) if len(lines) > 1 and lines[1].strip().isdigit() else 0


def _refuse_bomb(announced: int, size: int, name: str) -> None:
    if announced > size:
        raise DamagedFile(
            f"“{name}”: một đối tượng khai báo {announced:,} đỉnh nhưng cả đối tượng chỉ có {size:,} byte.",
            f"“{name}”: an object announces {announced:,} vertices but is only {size:,} bytes long.",
            hint_vi="Tệp hỏng hoặc bị sửa tay. Hãy xuất lại MIF/MID.",
            hint_en="The file is damaged or was edited by hand. Export MIF/MID again.",
        )


def parse_mid(content: bytes, delimiter: str) -> list[list[bytes]]:
    """Rows of a .MID as bytes: quotes doubled inside quotes, one delimiter byte."""
    text = content.decode("latin-1")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter[:1] or "\t")
    return [[cell.encode("latin-1") for cell in row] for row in rows if row]


@dataclass(slots=True)
class TabTable:
    """A .TAB text: `kind` is NATIVE, RASTER, VIEW, SEAMLESS or another table type in capitals."""

    kind: str
    charset: str | None
    text: str
    fields: list[tuple[str, str]]
    coordsys: str | None


def parse_tab(path: Path) -> TabTable:
    """Parse a .TAB; refuses views and seamless tables, which open other tables by path."""
    text = path.read_bytes()[: 4 * 1024 * 1024].decode("latin-1")
    if re.search(r"(?im)^\s*(create\s+view|open\s+table)\b", text):
        raise _refers(path.name, "là bảng dạng view, mở các bảng khác", "is a view that opens other tables")
    if re.search(r'(?i)"?\\IsSeamless"?\s*=\s*"TRUE"', text):
        raise _refers(path.name, "là bảng ghép (seamless), mở các bảng khác", "is a seamless table that opens others")
    kind = re.search(r'(?im)^\s*type\s+"?([A-Za-z]+)', text)
    coordsys = re.search(r"(?im)^\s*(coordsys .*)$", text)
    return TabTable(
        kind=kind.group(1).upper() if kind else "",
        charset=_value(text, r"!charset\s+(\S+)") or _value(text, r'type\s+\S+\s+charset\s+"([^"]*)"'),
        text=text,
        fields=re.findall(r"(?m)^\s+(\S+)\s+([A-Za-z]+(?:\s*\([^)]*\))?)[^;\n]*;", text),
        coordsys=coordsys.group(1).strip() if coordsys else None,
    )


def _refers(name: str, vi: str, en: str) -> UnsafeReference:
    return UnsafeReference(
        f"“{name}” {vi} theo đường dẫn; hệ thống không mở tệp ngoài bộ tệp đã gửi.",
        f"“{name}” {en} by path; files outside the upload are not opened.",
        hint_vi="Hãy mở từng bảng gốc trong MapInfo và gửi (Save Copy As) thành bảng thường.",
        hint_en="Save each base table as an ordinary table (Save Copy As) and send that.",
    )


@dataclass(frozen=True, slots=True)
class RasterTable:
    """A raster .TAB: control points (x, y, column, row, label) and the declared CRS."""

    points: list[tuple[float, float, float, float, str]]
    coordsys: dict[str, Any]


CONTROL_POINT = re.compile(
    r'\(\s*([-+\d.eE]+)\s*,\s*([-+\d.eE]+)\s*\)\s*\(\s*([-+\d.eE]+)\s*,\s*([-+\d.eE]+)\s*\)(?:\s*label\s*"([^"]*)")?',
    re.I,
)


def parse_raster_tab(path: Path, picture: Path | None) -> RasterTable:
    """Control points of a raster .TAB.

    Raises UnsafeReference when it names a file outside its folder, MissingCompanion when the picture it names is not
    the one beside it.
    """
    table = parse_tab(path)
    named = re.search(r'(?im)^\s*file\s+"([^"]*)"', table.text)
    name = named.group(1) if named else ""
    if re.search(r"[\\/:]|^\.\.", name):
        raise _refers(path.name, "trỏ tới ảnh ở thư mục khác", "points at a picture in another folder")
    if picture is None or name.casefold() != picture.name.casefold():
        raise MissingCompanion(
            f"“{path.name}” dùng ảnh “{name}” nhưng không có tệp đó bên cạnh.",
            f"“{path.name}” uses the picture “{name}”, which does not lie beside it.",
            hint_vi=f"Hãy gửi “{name}” cùng với tệp .TAB.",
            hint_en=f"Send “{name}” together with the .TAB.",
        )
    points = [
        (float(x), float(y), float(c), float(r), label or f"Pt {i + 1}")
        for i, (x, y, c, r, label) in enumerate(CONTROL_POINT.findall(table.text))
    ]
    clause = table.coordsys
    system = mapinfo_coordsys.parse(clause) if clause else None
    return RasterTable(points, mapinfo_coordsys.declared(system, clause))
