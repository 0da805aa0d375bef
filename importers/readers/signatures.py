"""What a file is, by its content: the first kilobytes decide, the name is only compared with them."""

import re
from dataclasses import dataclass
from pathlib import Path

HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Signature:
    """A recognised format: `code`, the name people know, `kind` and the extensions that name it honestly."""

    code: str
    name: str
    kind: str
    extensions: tuple[str, ...] = ()


def _s(code: str, name: str, kind: str, *extensions: str) -> Signature:
    return Signature(code, name, kind, extensions)


DGN_V7 = _s("dgn_v7", "DGN V7", "vector", ".dgn", ".cel")
DGN_V8 = _s("dgn_v8", "DGN V8", "vector", ".dgn")
MIF = _s("mif", "MapInfo MIF", "vector", ".mif")
TAB = _s("tab", "MapInfo TAB", "vector", ".tab")
SHAPEFILE = _s("shp", "ESRI Shapefile", "vector", ".shp")
GEOPACKAGE = _s("gpkg", "GeoPackage", "vector", ".gpkg")
GEOJSON = _s("geojson", "GeoJSON", "vector", ".geojson", ".json")
DXF = _s("dxf", "DXF", "vector", ".dxf")
GPX = _s("gpx", "GPX", "vector", ".gpx")
ZIP = _s("zip", "ZIP", "archive", ".zip")
TIFF = _s("tiff", "GeoTIFF", "raster", ".tif", ".tiff")
JPEG = _s("jpeg", "JPEG", "raster", ".jpg", ".jpeg")
PNG = _s("png", "PNG", "raster", ".png")
LANDXML = _s("landxml", "LandXML", "survey", ".xml", ".landxml")
EMPTY = _s("empty", "empty file", "empty")

FOREIGN = (
    (b"%PDF-", _s("pdf", "PDF", "foreign", ".pdf")),
    (b"Rar!\x1a\x07", _s("rar", "RAR", "foreign", ".rar")),
    (b"7z\xbc\xaf\x27\x1c", _s("7z", "7-Zip", "foreign", ".7z")),
    (b"\x1f\x8b", _s("gzip", "GZIP", "foreign", ".gz", ".tgz")),
    (b"AC10", _s("dwg", "DWG (AutoCAD)", "foreign", ".dwg")),
    (b"<MIFFile", _s("framemaker", "Adobe FrameMaker MIF", "foreign")),
    (b"MZ", _s("exe", "Windows program", "foreign", ".exe", ".dll")),
    (b"\x7fELF", _s("elf", "Linux program", "foreign")),
    (b"{\\rtf", _s("rtf", "RTF", "foreign", ".rtf")),
)

DWG_RELEASES = {b"AC1012": "R13", b"AC1014": "R14", b"AC1015": "R2000", b"AC1018": "R2004", b"AC1021": "R2007",
                b"AC1024": "R2010", b"AC1027": "R2013", b"AC1032": "R2018"}  # fmt: skip

HTML = _s("html", "HTML page", "foreign", ".html", ".htm")
KML = _s("kml", "KML", "foreign", ".kml")
XML = _s("xml", "XML", "unknown", ".xml")
OLE = _s("ole", "OLE document (Office or other)", "foreign", ".doc", ".xls", ".msi")
SQLITE = _s("sqlite", "SQLite database", "foreign", ".sqlite", ".db", ".gtp")
FIXED = (
    (b"\x08\x09", DGN_V7),
    (b"\xc8\x09", DGN_V7),
    (b"\x08\x05\x17\x00", DGN_V7),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\x00\x00\x27\x0a", SHAPEFILE),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"AutoCAD Binary DXF", DXF),
)


def sniff(path: Path) -> Signature | None:
    """The format of a file, or None when nothing matches; survey texts are told apart in `survey.py`."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        return EMPTY
    for magic, signature in FIXED:
        if head.startswith(magic):
            return signature
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _ole(path)
    if head.startswith(b"SQLite format 3\x00"):
        return GEOPACKAGE if head[68:72] in {b"GPKG", b"GP10", b"GP11"} else SQLITE
    for magic, signature in FOREIGN:
        if head.startswith(magic):
            return _dwg_release(head, signature)
    return _text_signature(head)


def _ole(path: Path) -> Signature:
    """DGN V8 keeps its model streams in an OLE file; a bare header with a .dgn name is V8 as well."""
    content = path.read_bytes()[: 32 * 1024 * 1024]
    if "Dgn".encode("utf-16-le") in content or path.suffix.lower() == ".dgn":
        return DGN_V8
    return OLE


def _dwg_release(head: bytes, signature: Signature) -> Signature:
    release = DWG_RELEASES.get(head[:6])
    if signature.code != "dwg" or release is None:
        return signature
    return Signature("dwg", f"DWG {release}", signature.kind, signature.extensions)


def text_of(head: bytes) -> str:
    """The head as text for pattern tests only: UTF-16 and UTF-8 marks understood, otherwise one byte per letter."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return head.decode("utf-16", errors="replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _text_signature(head: bytes) -> Signature | None:
    text = text_of(head).lstrip()
    lowered = text[:4096].lower()
    if lowered.startswith(("<!doctype html", "<html")):
        return HTML
    if lowered.startswith("<"):
        return _xml_signature(lowered)
    if lowered.startswith("!table") or re.search(r"^\s*definition table", lowered, re.MULTILINE):
        return TAB
    if re.match(r"version\s+\d+\s", lowered) or re.search(r"^columns\s+\d+\s*$", lowered, re.MULTILINE):
        return MIF
    if re.match(r"(999\s*\r?\n.*\r?\n\s*)*0\s*\r?\n\s*section", lowered):
        return DXF
    if lowered.startswith(("{", "[")):
        return GEOJSON if '"type"' in text_of(head) and _has_features(text_of(head)) else None
    return None


def _has_features(text: str) -> bool:
    return (
        re.search(r'"(FeatureCollection|Feature|Point|LineString|Polygon|Multi\w+|GeometryCollection)"', text)
        is not None
    )


def _xml_signature(lowered: str) -> Signature:
    body = re.sub(r"<\?.*?\?>|<!--.*?-->", "", lowered, flags=re.DOTALL)
    body = re.sub(r"<!doctype[^\[>]*(\[.*?\])?\s*>", "", body, flags=re.DOTALL)
    root = re.search(r"<([a-z0-9_.-]+:)?([a-z0-9_.-]+)", body)
    name = root.group(2) if root else ""
    return {"gpx": GPX, "landxml": LANDXML, "kml": KML, "html": HTML}.get(name, XML)
