"""Convert one file: choose the child by content, run it, move its result into place, tell what happened."""

import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gis_core.process.limits import Limits
from gis_core.process.parent import ChildDied, ChildTimedOut, answered
from importers.conversion.errors import ConversionError, unknown_target
from importers.conversion.formats import TARGETS, is_raster_name
from importers.readers.companions import data_set, refuse_companion
from importers.readers.errors import EmptyFile, UnsupportedFormat
from importers.readers.signatures import sniff

TABLES, DRAWINGS, RASTERS = (f"importers.conversion.{name}_child:main" for name in ("tables", "drawings", "rasters"))
DRAWING_CODES = {"dgn_v7", "dgn_v8", "dxf"}
DRAWING_TARGETS = {".dgn", ".dxf"}
LIMITS = Limits(cpu_seconds=3600, wall_seconds=5400.0, memory_bytes=12 << 30, output_bytes=16 << 30, file_bytes=8 << 30)
"""A whole province in one file is allowed; a child beyond this is stuck."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asks for: systems as people write them (`source` empty: as the file states), and choices."""

    target: str
    source: str = ""
    encoding: str = "auto"
    swap_axes: bool = False
    fit: dict[str, Any] | None = None
    retag: bool = False
    retag_pixels: float = 0.1
    cog: bool = False
    tolerance_m: float = 0.001


def convert_file(path: Path, result: Path, wish: Wish) -> dict[str, Any]:
    """Convert `path` into `result` and report; raises DomainError for refusals, leaving nothing behind."""
    code = format_code(path)
    entry = _entry(code, result)
    stem, suffix = _clean(path)
    files = {f"{stem}{suffix}": path}
    files |= {f"{stem}{extension}": companion for extension, companion in data_set(path).companions.items()}
    job = {
        "name": f"{stem}{suffix}",
        "result": f"{_clean(result)[0]}{result.suffix.lower()}",
        "format": code,
        "from": wish.source,
        "to": wish.target,
        "encoding": wish.encoding,
        "swap_axes": wish.swap_axes,
        "fit": wish.fit,
        "retag": wish.retag,
        "retag_pixels": wish.retag_pixels,
        "cog": wish.cog,
        "tolerance_m": wish.tolerance_m,
    }
    try:
        with answered(entry, files=files, job=job, limits=LIMITS) as (answer, out):
            made = [_move(out / "result" / name, result.parent) for name in answer["files"]]
    except ChildTimedOut as slow:
        raise _stopped(path, f"{slow.seconds:g} s") from slow
    except ChildDied as death:
        raise _stopped(path, death.reason) from death
    return {**_summed(answer), "source": path.name, "format": code, "files": [str(place) for place in made]}


def format_code(path: Path) -> str:
    """The format of a file by its content; raises EmptyFile, CompanionFile or UnsupportedFormat."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"fgb\x03fgb"):
        return "fgb"
    signature = sniff(path)
    if signature is not None and signature.kind == "empty":
        raise EmptyFile(
            f"Tệp “{path.name}” rỗng (0 byte).",
            f"The file “{path.name}” is empty (0 bytes).",
            hint_vi="Hãy kiểm tra tệp gốc rồi gửi lại.",
            hint_en="Check the original file and send it again.",
        )
    if signature is not None and signature.code == "kml":
        return "kml"
    if signature is not None and signature.code == "xml" and b"opengis.net/gml" in head:
        return "gml"
    if signature is not None and signature.kind in {"vector", "raster"}:
        return signature.code
    refuse_companion(path)
    name = signature.name if signature else path.suffix
    raise UnsupportedFormat(
        f"“{path.name}” ({name}) không phải tệp bản đồ hay ảnh chuyển được.",
        f"“{path.name}” ({name}) is no map or picture that can be converted.",
        hint_vi="Đọc được: DGN, DXF, TAB, MIF, SHP, GPKG, FGB, GeoJSON, KML, GML, GPX, TIFF, JPEG, PNG. "
        "Tệp DWG: lưu thành DXF.",
        hint_en="Read are DGN, DXF, TAB, MIF, SHP, GPKG, FGB, GeoJSON, KML, GML, GPX, TIFF, JPEG, PNG. "
        "Save a DWG as DXF.",
    )


def _entry(code: str, result: Path) -> str:
    if code in {"tiff", "jpeg", "png"}:
        if not is_raster_name(result):
            raise unknown_target(result.name, ".tif, .jpg, .png")
        return RASTERS
    if result.suffix.lower() not in TARGETS:
        raise unknown_target(result.name, ", ".join(TARGETS))
    same_mif = code == "mif" and result.suffix.lower() == ".mif"
    return DRAWINGS if code in DRAWING_CODES or result.suffix.lower() in DRAWING_TARGETS or same_mif else TABLES


def _clean(path: Path) -> tuple[str, str]:
    name = unicodedata.normalize("NFC", path.name)
    return Path(name).stem[:80] or "file", Path(name).suffix


def _move(made: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / made.name
    place.unlink(missing_ok=True)
    # the child's user owns what it made: a copy belongs to us
    shutil.copyfile(made, place)
    return place


def _summed(answer: dict[str, Any]) -> dict[str, Any]:
    """One report of a file with several layers: counts added, the worst residual, the widest extent."""
    layers = answer.pop("layers")
    first = layers[0]
    if len(layers) == 1:
        return {**first, **answer}
    total = {key: sum(layer["features"][key] for layer in layers) for key in ("in", "out", "rejected")}
    return {
        **first,
        "features": total,
        "balanced": all(layer["balanced"] for layer in layers),
        "vertices": sum(layer["vertices"] for layer in layers),
        "max_round_trip_m": max(layer["max_round_trip_m"] for layer in layers),
        "round_trip_vertices": sum(layer["round_trip_vertices"] for layer in layers),
        "extent": _union([layer["extent"] for layer in layers]),
        "source_extent": _union([layer["source_extent"] for layer in layers]),
        "rejected": [{"layer": layer["layer"], **row} for layer in layers for row in layer["rejected"]],
        "notes": [note for layer in layers for note in layer["notes"]],
        "layers": [{"layer": layer["layer"], "features": layer["features"]} for layer in layers],
        **answer,
    }


def _union(boxes: list[list[float] | None]) -> list[float] | None:
    known = [box for box in boxes if box]
    if not known:
        return None
    west, south, east, north = zip(*known, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _stopped(path: Path, reason: str) -> ConversionError:
    return ConversionError(
        f"Chuyển “{path.name}” bị dừng giữa chừng ({reason}); không có gì được ghi.",
        f"The conversion of “{path.name}” stopped in the middle ({reason}); nothing was written.",
        hint_vi="Hãy mở và lưu lại tệp trong phần mềm gốc; nếu vẫn lỗi, báo người quản trị.",
        hint_en="Open and save the file in its own program; if it fails again, tell the administrator.",
        code="conversion_stopped",
    )
