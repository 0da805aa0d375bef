"""Survey files: named, counted, and politely not drawn.

Field observations become parcels in the survey room, with reductions and adjustments; here it is enough to say
which instrument or program wrote the file and what is in it, so that nobody takes it for a broken drawing.
"""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from importers.readers.errors import DamagedFile, UnsafeReference, UnsupportedFormat
from importers.readers.protocol import FileInfo
from importers.readers.signatures import LANDXML, text_of

LARGEST_BYTES = 64 * 1024 * 1024
"""Survey files are texts of a few megabytes; more is something else."""

GSI_WORD = re.compile(r"\*?(?:\d{2,3}[.\d]{1,4}[.\d]?)[+-][0-9A-Za-z .?]{8,16}")
NUMBER = r"[+-]?\d+(?:[.,]\d+)*"


def recognise(path: Path) -> FileInfo | None:
    """Describe a survey file, or None when the content is none."""
    if path.stat().st_size > LARGEST_BYTES:
        return None
    content = path.read_bytes()
    text = text_of(content)
    lines = [line for line in re.split(r"\r\n|\r|\n", text.strip("\x00\x02\x03 \t")) if line.strip()]
    if not lines or text.count("\x00") > len(text) // 100:
        return None
    for test in TESTS:
        info = test(lines, path)
        if info is not None:
            info.kind = "survey"
            info.facts.setdefault("lines", len(lines))
            return info
    return None


def landxml(path: Path) -> FileInfo:
    """Describe a LandXML file; a document type declaration is refused before anything is parsed."""
    refuse_declarations(path)
    try:
        root = ElementTree.fromstring(path.read_bytes())  # noqa: S314 - declarations are refused above
    except ElementTree.ParseError as problem:
        raise not_well_formed(problem) from problem
    counts: dict[str, int] = {}
    for element in root.iter():
        name = str(element.tag).rsplit("}", 1)[-1]
        if name in {"CgPoint", "Parcel", "InstrumentSetup", "RawObservation", "Monument", "Surface"}:
            counts[name] = counts.get(name, 0) + 1
    info = FileInfo(format=LANDXML.name, version=root.get("version") or "", kind="survey")
    info.facts = {"namespace": str(root.tag)[1:].split("}")[0] if "}" in str(root.tag) else "", "records": counts}
    if "}" not in str(root.tag):
        info.note(
            "namespace_missing", "warn", "Tệp LandXML không khai báo không gian tên.", "The LandXML has no namespace."
        )
    return info


def refuse_declarations(path: Path) -> None:
    """Refuse XML with a DOCTYPE or entities: they can open other files, the network, or fill the memory."""
    text = path.read_bytes().replace(b"\x00", b"")
    if re.search(rb"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise UnsafeReference(
            "Tệp XML có khai báo DOCTYPE/ENTITY, có thể trỏ tới tệp hay địa chỉ khác; hệ thống không mở.",
            "The XML file carries a DOCTYPE/ENTITY declaration, which can point at other files or addresses.",
            hint_vi="Hãy xuất lại tệp bằng phần mềm gốc, không có phần khai báo này.",
            hint_en="Export the file again from the original program, without the declaration.",
        )


def not_well_formed(problem: ElementTree.ParseError) -> DamagedFile:
    """The refusal of a broken XML file, with line and column."""
    line, column = problem.position
    return DamagedFile(
        f"Tệp XML hỏng hoặc bị cắt ở dòng {line}, cột {column}.",
        f"The XML file is broken or cut off at line {line}, column {column}.",
        hint_vi="Hãy xuất hoặc sao chép lại tệp.",
        hint_en="Export or copy the file again.",
    )


def _gsi(lines: list[str], _path: Path) -> FileInfo | None:
    blocks = [line for line in lines if re.match(r"\*?11[.\d]{4}[+-]", line.lstrip())]
    if not blocks or len(blocks) < len(lines) // 3:
        return None
    wide = sum(1 for line in blocks if line.lstrip().startswith("*"))
    version = "GSI-16" if wide == len(blocks) else "GSI-8" if not wide else "GSI-8/16"
    points = {match.group(1) for line in blocks if (match := re.match(r"\s*\*?11[.\d]{4}[+-](\w+)", line))}
    words: dict[str, int] = {}
    for line in blocks:
        for word in re.findall(r"(?:^|\s)\*?(\d{2})[.\d]{4}[+-]", line):
            words[word] = words.get(word, 0) + 1
    info = FileInfo(format="Leica GSI", version=version)
    info.facts = {"blocks": len(blocks), "points": len(points), "words": words, "other_lines": len(lines) - len(blocks)}
    return info


def _sdr(lines: list[str], _path: Path) -> FileInfo | None:
    records = [m.group(0) for line in lines if (m := re.match(r"\d{2}[A-Z0-9]{2}", line.lstrip("\x02")))]
    known = [r for r in records if r[2:] in {"NM", "KI", "TP", "CO", "F1", "F2", "MC", "PC", "OO", "CP", "XD"}]
    if len(known) < max(1, len(lines) * 2 // 3):
        return None
    header = re.search(r"SDR(20|2x|33)", lines[0])
    counts: dict[str, int] = {}
    for record in records:
        counts[record] = counts.get(record, 0) + 1
    info = FileInfo(format="Sokkia SDR", version=header.group(0) if header else "")
    info.facts = {"records": counts, "points": sum(n for r, n in counts.items() if r.startswith("08"))}
    return info


def _prefix(
    name: str, version: str, pattern: str, *, share: float = 0.0
) -> Callable[[list[str], Path], FileInfo | None]:
    expression = re.compile(pattern)

    def test(lines: list[str], _path: Path) -> FileInfo | None:
        hits = sum(1 for line in lines if expression.match(line))
        if not hits or hits < share * len(lines):
            return None
        info = FileInfo(format=name, version=version)
        info.facts = {"matching_lines": hits}
        return info

    return test


def _leica_report(lines: list[str], _path: Path) -> FileInfo | None:
    head = "\n".join(lines[:12])
    if not re.search(r"INS\. TYPE\.\s+\w+", head):
        return None
    return FileInfo(format="Leica TCR report", version=re.search(r"INS\. TYPE\.\s+(\w+)", head).group(1))  # type: ignore[union-attr]


def _famis_table(lines: list[str], _path: Path) -> FileInfo | None:
    rows = [line for line in lines if line.count("|") >= 4]
    if len(rows) < max(2, len(lines) // 2):
        return None
    info = FileInfo(format="FAMIS/VietMap parcel table")
    info.facts = {"rows": max(len(rows) - 1, 0), "columns": rows[0].count("|") + 1}
    return info


def _points_table(lines: list[str], _path: Path) -> FileInfo | None:
    best: tuple[int, str] = (0, "")
    body = [line for line in lines if not line.lstrip().startswith(("#", "//", ";"))]
    for mark in (";", "\t", ",", " "):
        rows = [cells for line in body if len(cells := [c.strip() for c in line.split(mark) if c.strip()]) >= 3]
        numeric = sum(1 for cells in rows if sum(1 for cell in cells if re.fullmatch(NUMBER, cell)) >= 2)
        if numeric > best[0]:
            best = (numeric, mark)
    if best[0] < max(1, len(body) // 2):
        return None
    info = FileInfo(format="Points table (CSV/TXT)")
    info.facts = {"rows": best[0], "delimiter": {"\t": "tab", " ": "blank"}.get(best[1], best[1])}
    return info


TESTS: tuple[Callable[[list[str], Path], FileInfo | None], ...] = (
    _gsi,
    _sdr,
    _prefix("Carlson RW5", "", r"(JB,NM|OC,OP|BK,OP|SS,OP|LS,H|MO,AD)", share=0.2),
    _prefix("Nikon RAW", "2.00", r"CO,Nikon RAW data format"),
    _prefix("Geodimeter/Trimble ARE, JOB", "", r"\d{1,2}=\S*", share=0.9),
    _prefix("Zeiss REC500", "", r"\s{0,3}\d{4} ", share=0.9),
    _leica_report,
    _famis_table,
    _points_table,
)
"""Tried in this order; the loosest pattern comes last."""


def plain_text(path: Path) -> FileInfo | None:
    """A text file of lines without coordinates: named as such, so that the encoding can still be told."""
    content = path.read_bytes()[: 4 * 1024 * 1024]
    if b"\x00" in content.replace(b"\xff\xfe", b"")[:4096] or any(byte < 9 for byte in content[:4096]):
        return None
    info = FileInfo(format="Plain text", kind="text")
    info.facts = {"lines": content.count(b"\n") + 1}
    return info


def json_document(path: Path) -> FileInfo | None:
    """A JSON file that is no GeoJSON."""
    head = path.read_bytes()[:64].lstrip()
    return FileInfo(format="JSON", kind="text") if head[:1] in {b"{", b"["} else None


def refused(info: FileInfo) -> UnsupportedFormat:
    """The polite refusal of a survey or text file as a drawing."""
    return UnsupportedFormat(
        f"Đây là tệp {info.format}{' ' + info.version if info.version else ''}, không phải bản vẽ: "
        "chưa thể dựng thửa đất trực tiếp từ tệp này.",
        f"This is a {info.format}{' ' + info.version if info.version else ''} file, not a drawing: "
        "parcels cannot be built from it directly.",
        hint_vi="Hãy tính tọa độ và vẽ thành DGN, MapInfo, Shapefile hoặc GeoPackage rồi gửi lại.",
        hint_en="Compute the coordinates and send them as DGN, MapInfo, Shapefile or GeoPackage.",
        code="survey_file" if info.kind == "survey" else "unsupported_format",
    )
