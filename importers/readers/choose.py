"""Which reader opens a file: decided by content, with the name as a witness."""

from pathlib import Path

from importers.readers import survey
from importers.readers.companions import refuse_companion
from importers.readers.dgn_v7 import DgnV7Reader
from importers.readers.dgn_v8 import DgnV8Reader
from importers.readers.errors import EmptyFile, NoGeometry, UnknownFormat, UnsupportedFormat, WrongExtension
from importers.readers.mapinfo import MifReader, TabReader
from importers.readers.ogr import DxfReader, GeoJsonReader, GeoPackageReader, GpxReader, ShapefileReader
from importers.readers.protocol import FileInfo, RawReading, Reader
from importers.readers.raster import RasterReader
from importers.readers.signatures import SHAPEFILE, Signature, sniff
from importers.readers.survey_reader import LandXmlReader, SurveyReader

READERS: tuple[Reader, ...] = (
    DgnV7Reader(),
    DgnV8Reader(),
    MifReader(),
    TabReader(),
    ShapefileReader(),
    GeoPackageReader(),
    GeoJsonReader(),
    DxfReader(),
    GpxReader(),
    RasterReader("tiff"),
    RasterReader("jpeg"),
    RasterReader("png"),
    LandXmlReader(),
    SurveyReader(),
)
"""Every reader there is, each with its explicit GDAL drivers; nothing is found by trying."""

BY_CODE = {reader.code: reader for reader in READERS}

HOW_TO_CONVERT = {
    "dwg": (
        "Trong AutoCAD hãy lưu thành DXF (Save As > DXF), hoặc trong MicroStation lưu thành DGN V7.",
        "Save it as DXF in AutoCAD, or as DGN V7 in MicroStation.",
    ),
    "rar": ("Hãy giải nén rồi nén lại thành ZIP.", "Unpack it and pack it again as ZIP."),
    "7z": ("Hãy giải nén rồi nén lại thành ZIP.", "Unpack it and pack it again as ZIP."),
    "gzip": ("Hãy giải nén rồi nén lại thành ZIP.", "Unpack it and pack it again as ZIP."),
    "html": (
        "Có lẽ đường tải trả về một trang báo lỗi. Hãy tải lại tệp gốc.",
        "Probably a download returned an error page. Download the original file again.",
    ),
    "kml": ("Hãy xuất thành GeoPackage hoặc Shapefile.", "Export it as GeoPackage or Shapefile."),
}


def reader_for(path: Path) -> Reader:
    """The reader of a file.

    Raises EmptyFile, CompanionFile, MissingCompanion, WrongExtension (a known format that is not read here, under
    another name), UnsupportedFormat or UnknownFormat; each says what the content really is and what to do.
    """
    signature = sniff(path)
    if signature is not None and signature.kind == "empty":
        raise EmptyFile(
            f"Tệp “{path.name}” rỗng (0 byte).",
            f"The file “{path.name}” is empty (0 bytes).",
            hint_vi="Hãy kiểm tra tệp gốc rồi gửi lại.",
            hint_en="Check the original file and send it again.",
        )
    if signature is None or signature.kind == "unknown":
        return _without_signature(path)
    if signature.kind in {"foreign", "archive"}:
        raise _foreign(path, signature)
    if signature == SHAPEFILE and path.suffix.lower() == ".shx":
        refuse_companion(path)
    return BY_CODE[signature.code]


def _without_signature(path: Path) -> Reader:
    refuse_companion(path)
    if path.suffix.lower() in {".xml", ".gpx"}:
        survey.refuse_declarations(path)
    if survey.recognise(path) or survey.json_document(path) or survey.plain_text(path):
        if path.suffix.lower() in {".dgn", ".tab", ".mif", ".shp", ".gpkg", ".tif", ".jpg", ".zip"}:
            raise WrongExtension(
                f"“{path.name}” mang đuôi {path.suffix} nhưng nội dung chỉ là văn bản.",
                f"“{path.name}” is called {path.suffix}, but its content is plain text.",
                hint_vi="Hãy kiểm tra và gửi lại tệp gốc.",
                hint_en="Check and send the original file.",
            )
        return BY_CODE["survey"]
    raise UnknownFormat(
        f"Không nhận ra định dạng của “{path.name}” theo nội dung.",
        f"The format of “{path.name}” is not recognised from its content.",
        hint_vi="Các định dạng đọc được: DGN V7/V8, MapInfo TAB và MIF, Shapefile, GeoPackage, GeoJSON, DXF, GPX, ZIP.",
        hint_en="Formats that are read: DGN V7/V8, MapInfo TAB and MIF, Shapefile, GeoPackage, GeoJSON, DXF, GPX, ZIP.",
    )


def _foreign(path: Path, signature: Signature) -> UnsupportedFormat | WrongExtension:
    hint_vi, hint_en = HOW_TO_CONVERT.get(signature.code, ("Hãy gửi đúng tệp bản đồ.", "Send the map file itself."))
    if signature.kind == "archive":
        hint_vi, hint_en = "Hãy đổi tên thành .zip hoặc giải nén.", "Rename it to .zip or unpack it."
    if path.suffix.lower() in signature.extensions:
        return UnsupportedFormat(
            f"Tệp {signature.name} không được đọc trực tiếp.",
            f"{signature.name} files are not read directly.",
            hint_vi=hint_vi,
            hint_en=hint_en,
        )
    return WrongExtension(
        f"“{path.name}” mang đuôi {path.suffix or '(không có)'} nhưng nội dung là {signature.name}.",
        f"“{path.name}” is called {path.suffix or '(no extension)'}, but its content is {signature.name}.",
        hint_vi=hint_vi,
        hint_en=hint_en,
    )


def note_extension(path: Path, info: FileInfo) -> None:
    """Say when a readable file carries the wrong name."""
    signature = sniff(path)
    if signature and signature.extensions and path.suffix.lower() not in signature.extensions:
        info.note(
            "extension_differs",
            "warn",
            f"Nội dung là {signature.name} dù đuôi tệp là “{path.suffix}”; đã đọc theo nội dung.",
            f"The content is {signature.name} although the extension is “{path.suffix}”; read by content.",
        )


def read(path: Path, *, with_blocks: bool = True) -> RawReading:
    """Choose the reader and read; runs inside the child process."""
    reader = reader_for(path)
    reading = reader.read(path, with_blocks=with_blocks)
    note_extension(path, reading.info)
    _note_empty(reading.info, with_blocks)
    return reading


def _note_empty(info: FileInfo, with_blocks: bool) -> None:
    """A drawing without elements is described, but not read."""
    if info.kind != "vector" or info.features or info.leaf_elements:
        return
    deleted = info.deleted_elements or 0
    sentences = (
        f"Tệp {info.format} {info.version} không có đối tượng đồ họa nào ({deleted} phần tử đã xóa).".replace(
            "  ", " "
        ),
        f"The {info.format} {info.version} file holds no graphic element ({deleted} deleted).".replace("  ", " "),
    )
    if with_blocks:
        raise NoGeometry(
            *sentences,
            hint_vi="Hãy kiểm tra đã lưu đúng tệp bản đồ (có thể nội dung nằm ở tệp tham chiếu).",
            hint_en="Check that the right drawing was saved (its content may lie in a reference file).",
        )
    info.note("no_geometry", "warn", *sentences)
