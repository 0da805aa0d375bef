"""MapInfo MIF/MID and native TAB: geometry through GDAL, texts as bytes, the CoordSys read by ourselves.

GDAL would decode texts by the declared charset, which in Vietnamese files is seldom true (`WindowsLatin1` over
TCVN3 bytes) or which it does not know (`WindowsVietnamese`). It is given a copy of the header that says `Neutral`,
so the bytes of the file come through; what the file declared is told in the description.
"""

import re
import struct
import tempfile
from pathlib import Path

import pyarrow as pa

from importers.readers import mapinfo_coordsys, mapinfo_text
from importers.readers.companions import data_set
from importers.readers.errors import DamagedFile, MissingCompanion, UnsupportedFormat
from importers.readers.ogr_source import OgrLayer, describe, layer_table, read_layer, sample_of
from importers.readers.protocol import FileInfo, RawReading, sliced

DRIVER = "MapInfo File"
MIF_KINDS = {"region": "polygon", "pline": "linestring", "rect": "polygon", "roundrect": "polygon"}
"""Object words of a .MIF to our kinds; others keep their word."""

DATUM_SPREAD = 180.0
"""Degrees: larger numbers cannot be longitudes."""


class MifReader:
    """MapInfo interchange files."""

    code = "mif"

    def read(self, path: Path, *, with_blocks: bool = True) -> RawReading:
        """Check the objects against what they announce, then read."""
        companions = data_set(path).companions
        content = path.read_bytes()
        header = mapinfo_text.parse_mif_header(content, path.name)
        objects = mapinfo_text.check_objects(content, header, path.name)
        if ".mid" not in companions:
            raise _missing(path, [".mid"], "MIF")
        rows = mapinfo_text.parse_mid(companions[".mid"].read_bytes(), header.delimiter)
        info = FileInfo(format="MapInfo MIF", version=header.version, driver=DRIVER, companions=[".mid"])
        info.declared_encoding = header.charset
        _note_charset(info, header.charset, rows)
        delimiter = _true_delimiter(header, companions[".mid"], rows, info)
        rows = mapinfo_text.parse_mid(companions[".mid"].read_bytes(), delimiter)
        layer = _read_neutral_mif(path, content, header, objects, rows)
        _note_mif(info, objects, layer, len(rows), len(header.columns))
        system = mapinfo_coordsys.parse(header.coordsys) if header.coordsys else None
        _describe_crs(info, layer, mapinfo_coordsys.declared(system, header.coordsys))
        describe(info, [layer])
        _note_degrees(info)
        extra = _text_columns(objects)
        fonts = [(text, objects.fonts.get(at)) for at, text in objects.texts.items() if not text.isascii()]
        reading = RawReading(info, iter(()), fonts + sample_of([layer]))
        if with_blocks:
            reading.blocks = sliced(layer_table(layer, path.name, 0, extra))
        return reading


def _true_delimiter(header: mapinfo_text.MifHeader, mid: Path, rows: list[list[bytes]], info: FileInfo) -> str:
    """The delimiter the rows really use: a header may lie."""
    wanted = len(header.columns)
    if not rows or len(rows[0]) == wanted:
        return header.delimiter
    for candidate in ",;\t|":
        found = mapinfo_text.parse_mid(mid.read_bytes(), candidate)
        if found and all(len(row) == wanted for row in found):
            info.note(
                "delimiter_differs",
                "warn",
                f"Phần đầu ghi dấu phân cách “{header.delimiter}” nhưng tệp .mid dùng “{candidate}”; "
                "đã đọc theo tệp .mid.",
                f"The header says delimiter “{header.delimiter}”, but the .mid uses “{candidate}”; read that way.",
            )
            return candidate
    return header.delimiter


def _read_neutral_mif(
    path: Path,
    content: bytes,
    header: mapinfo_text.MifHeader,
    objects: mapinfo_text.MifObjects,
    rows: list[list[bytes]],
) -> OgrLayer:
    """Let GDAL read a copy whose header says Neutral.

    Objects that miss vertices become `None` and missing rows empty ones, so that GDAL does not give up on the rest;
    both are noted.
    """
    head = re.sub(rb'(?im)^([ \t]*charset[ \t]+)"[^"]*"', rb'\1"Neutral"', content[: header.data_at])
    head = re.sub(rb'(?im)^([ \t]*delimiter[ \t]+)"[^"]*"', rb'\1","', head)
    body = content[header.data_at :]
    if objects.incomplete:
        broken = set(objects.incomplete)
        body = b"\r\n" + b"".join(
            b"none\r\n" if at in broken else content[start:end] for at, (start, end) in enumerate(objects.spans)
        )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"{path.stem}.mif"
        copy.write_bytes(head + body)
        copy.with_suffix(".mid").write_bytes(_mid_copy(header, rows, len(objects.kinds)))
        return read_layer(copy, None, encoding="ISO-8859-1")


def _mid_copy(header: mapinfo_text.MifHeader, rows: list[list[bytes]], objects: int) -> bytes:
    """The rows with commas and every text quoted, as many as there are objects."""
    width = len(header.columns)
    lines = []
    for row in (rows + [[]] * max(objects - len(rows), 0))[:objects]:
        cells = (row + [b""] * width)[:width]
        lines.append(b",".join(b'"' + cell.replace(b'"', b'""') + b'"' for cell in cells))
    return b"\r\n".join(lines) + b"\r\n"


def _note_mif(info: FileInfo, objects: mapinfo_text.MifObjects, layer: OgrLayer, rows: int, columns: int) -> None:
    drawn = len(objects.kinds)
    info.facts |= {"objects": drawn, "rows": rows, "columns": columns}
    if drawn != rows:
        info.note(
            "rows_differ",
            "quarantine",
            f"Tệp .mif có {drawn} đối tượng nhưng tệp .mid có {rows} dòng: hình và thuộc tính không còn đi đôi.",
            f"The .mif holds {drawn} objects and the .mid {rows} rows: shapes and attributes no longer pair up.",
            abs(drawn - rows),
        )
    if objects.incomplete:
        broken = len(objects.incomplete)
        info.note(
            "object_incomplete",
            "quarantine",
            f"{broken} đối tượng thiếu đỉnh so với số đã khai báo; chỉ giữ thuộc tính, không giữ hình.",
            f"{broken} objects hold fewer vertices than they announce; their attributes are kept without a shape.",
            broken,
        )
    if objects.not_finite:
        info.note(
            "coordinates_not_finite",
            "quarantine",
            f"{objects.not_finite} dòng có tọa độ không phải là số (NaN hoặc vô cực).",
            f"{objects.not_finite} lines hold coordinates that are no numbers (NaN or infinite).",
            objects.not_finite,
        )
    if len(layer.geometry) != drawn:
        info.disagreements.append({"reader": "GDAL", "objects": drawn, "read": len(layer.geometry)})


def _text_columns(objects: mapinfo_text.MifObjects) -> dict[str, pa.Array]:
    """Text objects keep their bytes and font name; GDAL gives them only as points."""
    count = len(objects.kinds)
    if not objects.texts:
        return {}
    return {
        "text": pa.array([objects.texts.get(at) for at in range(count)], pa.binary()),
        "font": pa.array([objects.fonts.get(at) for at in range(count)], pa.string()),
        "kind": pa.array([MIF_KINDS.get(kind, kind) for kind in objects.kinds], pa.string()),
    }


class TabReader:
    """Native MapInfo tables; raster tables are pictures, views and seamless tables are refused."""

    code = "tab"

    def read(self, path: Path, *, with_blocks: bool = True) -> RawReading:
        """Check that the set is whole, then read."""
        table = mapinfo_text.parse_tab(path)
        if table.kind == "RASTER":
            return _raster_table(path)
        if table.kind not in {"NATIVE", "DBF"}:
            raise UnsupportedFormat(
                f"Bảng MapInfo loại “{table.kind or '?'}” chưa được đọc.",
                f"MapInfo tables of type “{table.kind or '?'}” are not read.",
                hint_vi="Hãy dùng Save Copy As để lưu thành bảng MapInfo thường (NATIVE).",
                hint_en="Use Save Copy As to make an ordinary MapInfo table (NATIVE).",
            )
        companions = data_set(path).companions
        data = ".dbf" if table.kind == "DBF" else ".dat"
        missing = [extension for extension in (data, ".map", ".id") if extension not in companions]
        if missing:
            raise _missing(path, missing, "TAB")
        info = FileInfo(format="MapInfo TAB", version=_version(table.text), driver=DRIVER)
        info.companions = sorted(companions)
        info.declared_encoding = table.charset
        whole_size = _check_dat(companions[data], info)
        layer = _read_neutral_tab(path, companions, table, whole_size)
        system = _map_system(companions[".map"])
        _describe_crs(info, layer, mapinfo_coordsys.declared(system, "(.MAP)"))
        describe(info, [layer])
        _note_charset(info, table.charset, None, layer)
        _note_degrees(info)
        reading = RawReading(info, iter(()), sample_of([layer]))
        if with_blocks:
            reading.blocks = sliced(layer_table(layer, path.name, 0))
        return reading


def _version(text: str) -> str:
    found = re.search(r"(?im)^!version\s+(\d+)", text)
    return found.group(1) if found else ""


def _missing(path: Path, missing: list[str], what: str) -> MissingCompanion:
    names = ", ".join(f"“{path.stem}{extension}”" for extension in missing)
    whole = ".TAB, .DAT, .MAP, .ID" if what == "TAB" else ".MIF, .MID"
    return MissingCompanion(
        f"Thiếu {names} đi cùng “{path.name}”.",
        f"{names} missing beside “{path.name}”.",
        hint_vi=f"Bộ {what} gồm {whole} cùng tên; hãy nén tất cả vào một tệp zip.",
        hint_en=f"A {what} set is {whole} of one name; pack them all into one zip file.",
    )


MOST_PADDING = 64 << 20


def _check_dat(path: Path, info: FileInfo) -> int:
    """A .DAT says how many records of which length it holds; returns the whole size when the file is shorter, or 0.

    Raises DamagedFile for a header that promises absurd sizes.
    """
    with path.open("rb") as file:
        head = file.read(32)
    if len(head) < 32:
        raise DamagedFile(f"“{path.name}” rỗng hoặc bị cắt.", f"“{path.name}” is empty or cut off.")
    records, header, length = struct.unpack_from("<IHH", head, 4)
    held = max(path.stat().st_size - header, 0) // length if length else 0
    info.facts |= {"rows": records}
    if held < records:
        info.note(
            "rows_missing",
            "quarantine",
            f"“{path.name}” khai báo {records} dòng thuộc tính nhưng chỉ chứa {held}.",
            f"“{path.name}” announces {records} rows of attributes and holds {held}.",
            records - held,
        )
        whole = header + records * length + 1
        if whole - path.stat().st_size > MOST_PADDING:
            raise DamagedFile(f"“{path.name}” khai báo {records} dòng.", f"“{path.name}” announces {records} rows.")
        return whole
    return 0


def _pad(link: Path, size: int) -> None:
    """Replace the link to a cut-off .DAT by a copy filled with blanks: GDAL then reads the rows that are there."""
    content = link.read_bytes()
    link.unlink()
    link.write_bytes(content.ljust(size, b" "))


def _read_neutral_tab(path: Path, companions: dict[str, Path], table: mapinfo_text.TabTable, short_of: int) -> OgrLayer:
    text = re.sub(r"(?im)^(!charset[ \t]+)\S+", r"\1Neutral", table.text)
    text = re.sub(r'(?im)^([ \t]*type[ \t]+\S+[ \t]+charset[ \t]+)"[^"]*"', r'\1"Neutral"', text)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"{path.stem}.tab"
        copy.write_bytes(text.encode("latin-1"))
        for extension, companion in companions.items():
            copy.with_suffix(extension).symlink_to(companion.resolve())
        if short_of:
            _pad(copy.with_suffix(".dat"), short_of)
        return read_layer(copy, None, encoding="ISO-8859-1")


def _map_system(path: Path) -> mapinfo_coordsys.CoordSys | None:
    with path.open("rb") as file:
        return mapinfo_coordsys.from_map_header(file.read(1024))


def _raster_table(path: Path) -> RawReading:
    """A raster .TAB given by itself: refuse what it must not name, otherwise point at the picture."""
    picture = next(
        (p for p in sorted(path.parent.iterdir()) if p.stem.casefold() == path.stem.casefold() and p != path), None
    )
    mapinfo_text.parse_raster_tab(path, picture)
    name = picture.name if picture else ""
    raise UnsupportedFormat(
        f"“{path.name}” chỉ định vị ảnh “{name}”; hãy mở tệp ảnh.",
        f"“{path.name}” only places the picture “{name}”; open the picture itself.",
        hint_vi=f"Hãy gửi “{name}” cùng với “{path.name}”.",
        hint_en=f"Send “{name}” together with “{path.name}”.",
        code="companion_file",
    )


def _describe_crs(info: FileInfo, layer: OgrLayer, declared: dict[str, object]) -> None:
    info.crs_wkt = layer.crs
    info.declared_crs = declared
    warning = mapinfo_coordsys.WARNINGS.get(str(declared["how"]))
    if warning:
        info.note(f"crs_{declared['how']}", "warn" if declared["how"] != "rounded" else "info", *warning)


def _note_degrees(info: FileInfo) -> None:
    """Degrees are declared, metres are held."""
    longlat = (info.declared_crs or {}).get("kind") in {"earth", "missing"} and "GEOGCRS" in (info.crs_wkt or "")[:8]
    longlat = longlat or (info.crs_wkt or "").startswith("GEOGCS")
    if longlat and info.extent and max(abs(v) for v in info.extent) > DATUM_SPREAD * 2:
        info.note(
            "crs_impossible",
            "warn",
            "Tệp khai báo kinh vĩ độ nhưng tọa độ là mét: khai báo hệ tọa độ sai.",
            "The file declares degrees, but its coordinates are metres: the declared system is wrong.",
        )


def _note_charset(
    info: FileInfo, charset: str | None, rows: list[list[bytes]] | None, layer: OgrLayer | None = None
) -> None:
    """UTF-8 can be proved wrong; all other charsets fit any bytes and are judged by the encoding guess."""
    if (charset or "").upper().replace("-", "") != "UTF8":
        return
    cells = [cell for row in rows or [] for cell in row]
    if layer is not None:
        cells = [text for text, _ in sample_of([layer])]
    if any(not _is_utf8(cell) for cell in cells):
        info.note(
            "charset_wrong",
            "warn",
            "Tệp khai báo bảng mã UTF-8 nhưng chữ bên trong không phải UTF-8.",
            "The file declares UTF-8, but its texts are not UTF-8.",
        )


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
