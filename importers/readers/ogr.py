"""Shapefile, GeoPackage, GeoJSON, DXF and GPX: what GDAL reads, plus the checks GDAL leaves out."""

import json
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

from importers.readers import survey
from importers.readers.companions import data_set
from importers.readers.errors import DamagedFile, ImpossibleCoordinates, MissingCompanion, TruncatedFile
from importers.readers.ogr_source import (
    GDAL_PROBLEMS,
    OgrLayer,
    describe,
    layer_names,
    layer_table,
    read_layer,
    sample_of,
)
from importers.readers.protocol import FileInfo, RawReading, sliced

DBF_LANGUAGE = {0x57: "cp1252", 0x58: "cp1252", 0x03: "cp1252", 0x78: "cp950", 0x7D: "cp1255", 0x01: "cp437"}


def _reading(info: FileInfo, layers: list[OgrLayer], with_blocks: bool, source: str, **extra: Any) -> RawReading:
    describe(info, layers)
    reading = RawReading(info, iter(()), sample_of(layers))
    if with_blocks:
        reading.blocks = _blocks(layers, source, extra)
    return reading


def _blocks(layers: list[OgrLayer], source: str, extra: dict[str, Any]) -> Iterator[pa.Table]:
    start = 0
    for layer in layers:
        yield from sliced(layer_table(layer, source, start, extra))
        start += len(layer.geometry)


class ShapefileReader:
    """ESRI Shapefile; .dbf is required, a missing .shx or .prj is told."""

    code = "shp"

    def read(self, path: Path, *, with_blocks: bool = True) -> RawReading:
        """Read geometry and fields with the table's texts as bytes."""
        companions = data_set(path).companions
        check_shapefile(path, companions)
        info = FileInfo(format="ESRI Shapefile", driver="ESRI Shapefile", companions=sorted(companions))
        _note_shp_companions(path, companions, info)
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None if ".shx" in companions else "YES"})
        layer = _read_with_or_without_prj(path, companions, info)
        info.crs_wkt = layer.crs
        return _reading(info, [layer], with_blocks, path.name)


def _read_with_or_without_prj(path: Path, companions: dict[str, Path], info: FileInfo) -> OgrLayer:
    """A .prj that cannot be read must not hide the parcels."""
    try:
        return read_layer(path, None, encoding="ISO-8859-1")
    except DamagedFile:
        if ".prj" not in companions:
            raise
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        for extension, companion in {path.suffix: path, **companions}.items():
            if extension != ".prj":
                copy.with_suffix(extension).symlink_to(companion.resolve())
        layer = read_layer(copy, None, encoding="ISO-8859-1")
    info.note(
        "crs_unreadable",
        "warn",
        f"Không hiểu được “{path.stem}.prj”: phải chọn hệ tọa độ khi nhập.",
        f"“{path.stem}.prj” cannot be understood: choose the coordinate system at import.",
    )
    return layer


def check_shapefile(path: Path, companions: dict[str, Path]) -> None:
    """Refuse a missing attribute table and a .shp shorter than its header says."""
    if ".dbf" not in companions:
        raise MissingCompanion(
            f"Thiếu tệp thuộc tính “{path.stem}.dbf” đi cùng “{path.name}”.",
            f"The attribute table “{path.stem}.dbf” that belongs to “{path.name}” is missing.",
            hint_vi="Bộ Shapefile gồm .shp, .shx, .dbf và .prj; hãy nén tất cả vào một tệp zip.",
            hint_en="A Shapefile is .shp, .shx, .dbf and .prj; pack them all into one zip file.",
        )
    with path.open("rb") as file:
        head = file.read(100)
    announced = struct.unpack(">i", head[24:28])[0] * 2 if len(head) == 100 else -1
    actual = path.stat().st_size
    if announced > actual or announced < 100:
        raise TruncatedFile(
            f"Tệp .shp bị cắt: phần đầu ghi {announced} byte, tệp chỉ có {actual} byte.",
            f"The .shp file is cut off: its header says {announced} bytes, the file has {actual}.",
            hint_vi="Hãy sao chép lại tệp gốc.",
            hint_en="Copy the original file again.",
        )


def _note_shp_companions(path: Path, companions: dict[str, Path], info: FileInfo) -> None:
    if ".shx" not in companions:
        info.note(
            "companion_missing",
            "warn",
            f"Thiếu “{path.stem}.shx”; chỉ mục được dựng lại khi đọc.",
            f"“{path.stem}.shx” is missing; the index was rebuilt while reading.",
        )
    if ".prj" not in companions:
        info.note(
            "crs_missing",
            "warn",
            f"Thiếu “{path.stem}.prj”: tệp không nói hệ tọa độ, phải chọn khi nhập.",
            f"“{path.stem}.prj” is missing: the file does not say its coordinate system; choose it at import.",
        )
    if ".cpg" in companions:
        info.declared_encoding = companions[".cpg"].read_text("latin-1").strip()[:40]
    else:
        with companions[".dbf"].open("rb") as file:
            head = file.read(32)
        code = head[29] if len(head) == 32 else 0
        info.declared_encoding = DBF_LANGUAGE.get(code, f"LDID 0x{code:02X}") if code else None


class GeoPackageReader:
    """OGC GeoPackage with one or several layers."""

    code = "gpkg"

    def read(self, path: Path, *, with_blocks: bool = True) -> RawReading:
        """Read every vector layer."""
        info = FileInfo(format="GeoPackage", driver="GPKG", declared_encoding="utf-8")
        layers = [read_layer(path, name, encoding=None) for name in layer_names(path)]
        systems = {layer.crs for layer in layers if layer.crs}
        info.crs_wkt = next(iter(systems)) if len(systems) == 1 else None
        if len(systems) > 1:
            info.note(
                "crs_differ",
                "warn",
                f"Các lớp dùng {len(systems)} hệ tọa độ khác nhau.",
                f"The layers use {len(systems)} different coordinate systems.",
            )
        return _reading(info, layers, with_blocks, path.name)


class GeoJsonReader:
    """GeoJSON, with the old `crs` member respected."""

    code = "geojson"

    def read(self, path: Path, *, with_blocks: bool = True) -> RawReading:
        """Read the features; says line and column of broken JSON and counts unclosed rings."""
        try:
            document = json.loads(path.read_text("utf-8-sig"))
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as problem:
            where = (
                f" (dòng {problem.lineno}, cột {problem.colno})" if isinstance(problem, json.JSONDecodeError) else ""
            )
            raise DamagedFile(
                f"Tệp JSON hỏng hoặc bị cắt{where}.",
                f"The JSON is broken or cut off: {problem}"[:200],
                hint_vi="Hãy xuất lại tệp GeoJSON (UTF-8).",
                hint_en="Export the GeoJSON again (UTF-8).",
            ) from problem
        info = FileInfo(format="GeoJSON", driver="GeoJSON", declared_encoding="utf-8")
        unclosed = sum(_unclosed_rings(item.get("geometry")) for item in _features(document))
        if unclosed:
            info.note(
                "ring_unclosed",
                "warn",
                f"{unclosed} vòng không khép kín; đã nối đỉnh cuối với đỉnh đầu.",
                f"{unclosed} rings do not close; the last vertex was joined to the first.",
                unclosed,
            )
        layer = read_layer(path, None, encoding=None)
        info.crs_wkt = layer.crs
        reading = _reading(info, [layer], with_blocks, path.name)
        _refuse_collapsed(layer)
        return reading


def _features(document: Any) -> Iterator[dict[str, Any]]:
    items = document.get("features") if isinstance(document, dict) else None
    for item in items if isinstance(items, list) else [document]:
        if isinstance(item, dict):
            yield item


def _unclosed_rings(geometry: Any) -> int:
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return 0
    rings = geometry.get("coordinates") or []
    if geometry["type"] == "MultiPolygon":
        rings = [ring for polygon in rings if isinstance(polygon, list) for ring in polygon]
    return sum(1 for ring in rings if isinstance(ring, list) and ring and ring[0] != ring[-1])


def _refuse_collapsed(layer: OgrLayer) -> None:
    """A layer whose every polygon has no area holds nothing to register."""
    polygons = np.isin(shapely.get_type_id(layer.geometry), (3, 6))
    if polygons.any() and polygons.all() and not (shapely.area(layer.geometry) > 0).any():
        raise DamagedFile(
            f"Cả {len(layer.geometry)} vùng trong tệp đều có diện tích bằng 0.",
            f"All {len(layer.geometry)} polygons of the file have no area.",
            hint_vi="Hãy kiểm tra khi xuất: các đỉnh của vùng trùng nhau hoặc thẳng hàng.",
            hint_en="Check the export: the corners coincide or lie on one line.",
        )


class DxfReader:
    """AutoCAD DXF; layers are the drawing's layers, texts are bytes."""

    code = "dxf"

    def read(self, path: Path, *, with_blocks: bool = True) -> RawReading:
        """Read the entities GDAL opens (blocks inserted)."""
        info = FileInfo(format="DXF", driver="DXF")
        layer = read_layer(path, None, encoding="ISO-8859-1")
        names = layer.fields.get("Layer")
        reading = _reading(info, [layer], with_blocks, path.name)
        if names is not None:
            labels = [(n or b"").decode("utf-8", "replace") for n in names.to_pylist()]
            _split_layers(info, layer, labels)
            texts = layer.fields.get("Text")
            if with_blocks:
                extra = {"layer": labels, "text": texts if texts is not None else [None] * len(labels)}
                reading.blocks = sliced(layer_table(layer, path.name, 0, extra))
        return reading


def _split_layers(info: FileInfo, layer: OgrLayer, labels: list[str]) -> None:
    kept = info.layers[0]
    info.layers = []
    table = np.array(labels, dtype=object)
    types = shapely.get_type_id(layer.geometry)
    texts = layer.fields.get("Text")
    has = np.array([t is not None for t in texts.to_pylist()]) if texts is not None else np.zeros(len(table), bool)
    for name in sorted(set(labels)):
        inside = table == name
        counted = {int(t): int((types[inside] == t).sum()) for t in set(types[inside].tolist())}
        named = {str(k): v for k, v in sorted(_named(counted).items())}
        info.layers.append(type(kept)(name, None, int(inside.sum()), named, bool(has[inside].any())))
    info.layers = info.layers or [kept]


def _named(counted: dict[int, int]) -> dict[str, int]:
    names = {0: "point", 1: "linestring", 3: "polygon", 4: "multipoint", 5: "multilinestring", 6: "multipolygon"}
    return {names.get(code, "collection"): count for code, count in counted.items()}


class GpxReader:
    """GPX way points, routes and tracks, WGS-84 by definition."""

    code = "gpx"

    def read(self, path: Path, *, with_blocks: bool = True) -> RawReading:
        """Read all five layers; declarations are refused and positions outside the globe named."""
        survey.refuse_declarations(path)
        try:
            root = ElementTree.fromstring(path.read_bytes())  # noqa: S314 - declarations are refused above
        except ElementTree.ParseError as problem:
            raise survey.not_well_formed(problem) from problem
        info = FileInfo(format="GPX", version=root.get("version") or "", driver="GPX", declared_encoding="utf-8")
        _check_positions(root, info)
        names = list(layer_names(path))
        try:
            layers = [read_layer(path, name, encoding=None) for name in names]
        except GDAL_PROBLEMS as problem:
            raise DamagedFile("Không đọc được tệp GPX.", f"The GPX cannot be read: {problem}"[:200]) from problem
        layers = [layer for layer in layers if len(layer.geometry)]
        info.crs_wkt = next((layer.crs for layer in layers if layer.crs), None)
        return _reading(info, layers, with_blocks, path.name)


def _check_positions(root: ElementTree.Element, info: FileInfo) -> None:
    positions = [(e.get("lat"), e.get("lon")) for e in root.iter() if e.get("lat") is not None]
    bad = sum(1 for lat, lon in positions if not _on_globe(lat, 90) or not _on_globe(lon, 180))
    if positions and bad > len(positions) // 2:
        raise ImpossibleCoordinates(
            f"{bad} trong {len(positions)} điểm có vĩ độ ngoài ±90° (có thể vĩ độ và kinh độ bị đổi chỗ).",
            f"{bad} of {len(positions)} points have a latitude beyond ±90° (latitude and longitude may be swapped).",
            hint_vi="Hãy xuất lại với thứ tự đúng: lat là vĩ độ (8–24 ở Việt Nam), lon là kinh độ (102–110).",
            hint_en="Export again in the right order: lat 8–24 and lon 102–110 in Viet Nam.",
        )
    if bad:
        info.note(
            "coordinates_not_finite",
            "quarantine",
            f"{bad} điểm có tọa độ không hợp lệ.",
            f"{bad} points have impossible positions.",
            bad,
        )
    if not str(root.tag).startswith("{"):
        info.note("namespace_missing", "warn", "Tệp GPX không khai báo không gian tên.", "The GPX has no namespace.")


def _on_globe(value: str | None, limit: float) -> bool:
    try:
        return value is not None and abs(float(value)) <= limit
    except ValueError:
        return False
