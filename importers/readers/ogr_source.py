"""Layers through GDAL (pyogrio), with texts as the bytes of the file.

GDAL is told that texts are ISO-8859-1, so that every byte comes through as one letter; the bytes are taken back
before anybody looks at them. Formats that are Unicode by definition (GeoPackage, GeoJSON, GPX) are read as UTF-8.
"""

import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from pyogrio import raw

from importers.readers.counts import reader_entry
from importers.readers.errors import DamagedFile
from importers.readers.protocol import ATTRIBUTE_PREFIX, FileInfo, LayerInfo, block
from importers.readers.summary import note_coordinates

GDAL_VERSION = ".".join(str(part) for part in pyogrio.__gdal_version__)
KINDS = {
    0: "point",
    1: "linestring",
    2: "linestring",
    3: "polygon",
    4: "multipoint",
    5: "multilinestring",
    6: "multipolygon",
    7: "collection",
    -1: "none",
}
"""Geometry type of shapely to kind; a feature without geometry is of kind 'none'."""

GDAL_PROBLEMS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.GeometryError,
    pyogrio.errors.FieldError,
    pyogrio.errors.CRSError,
    RuntimeError,
    ValueError,
)


@dataclass(slots=True)
class OgrLayer:
    """One layer: geometries, fields (text fields as bytes), the CRS text GDAL gives, GDAL's warnings."""

    name: str
    geometry: np.ndarray
    fields: dict[str, Any]
    crs: str | None
    announced: int
    warnings: list[str]
    geometry_type: str | None


def damaged(problem: Exception, name: str) -> DamagedFile:
    """The refusal for what GDAL cannot open."""
    return DamagedFile(
        f"Không đọc được “{name}”: tệp hỏng hoặc không đầy đủ.",
        f"“{name}” cannot be read, it is damaged or incomplete: {problem}"[:300],
        hint_vi="Hãy xuất lại tệp từ phần mềm gốc rồi gửi lại.",
        hint_en="Export the file again from the original program.",
    )


def layer_names(path: Path) -> list[str]:
    """Names of the layers in file order."""
    try:
        return [str(name) for name, _ in pyogrio.list_layers(path)]
    except GDAL_PROBLEMS as problem:
        raise damaged(problem, path.name) from problem


def read_layer(path: Path, layer: str | None, *, encoding: str | None, where: str | None = None) -> OgrLayer:
    """Read a whole layer; geometries that GEOS cannot hold come out as None."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            announced = int(pyogrio.read_info(path, layer=layer, encoding=encoding)["features"])
            meta, _, wkb, fields = raw.read(path, layer=layer, encoding=encoding, force_2d=True, where=where)
        except GDAL_PROBLEMS as problem:
            raise damaged(problem, path.name) from problem
    count = len(fields[0]) if fields else len(wkb) if wkb is not None else 0
    geometry = np.full(count, None, dtype=object) if wkb is None else shapely.from_wkb(wkb, on_invalid="fix")
    names = [str(name) for name in meta["fields"]]
    return OgrLayer(
        name=layer or path.stem,
        geometry=geometry,
        fields={name: _field(values, encoding or "utf-8") for name, values in zip(names, fields, strict=True)},
        crs=meta.get("crs"),
        announced=announced if announced >= 0 else count,
        warnings=sorted({str(item.message) for item in caught}),
        geometry_type=meta.get("geometry_type"),
    )


def _field(values: np.ndarray, encoding: str) -> pa.Array:
    """Text as bytes, numbers and times as they are."""
    if values.dtype == object:
        return pa.array([_as_bytes(value, encoding) for value in values], pa.binary())
    if np.issubdtype(values.dtype, np.floating):
        return pa.array(values, mask=np.isnan(values))
    return pa.array(values)


def _as_bytes(value: Any, encoding: str) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value
    return str(value).encode(encoding, errors="surrogateescape" if encoding.lower().startswith("utf") else "replace")


def kinds_of(geometry: np.ndarray) -> np.ndarray:
    """Kind names of geometries."""
    codes = shapely.get_type_id(geometry)
    return np.array([KINDS.get(int(code), "collection") for code in codes], dtype=object)


def layer_table(layer: OgrLayer, source: str, start: int, extra: dict[str, Any] | None = None) -> pa.Table:
    """A block table of a layer; elements are numbered from `start`."""
    count = len(layer.geometry)
    columns: dict[str, Any] = {
        "element": np.arange(start, start + count),
        "source": [source] * count,
        "layer": [layer.name] * count,
        "kind": kinds_of(layer.geometry),
        "leaf": np.ones(count, dtype=bool),
        "geometry": shapely.to_wkb(layer.geometry),
        **(extra or {}),
    }
    columns |= {ATTRIBUTE_PREFIX + name: values for name, values in layer.fields.items()}
    return block(columns, count)


def describe(info: FileInfo, layers: list[OgrLayer]) -> None:
    """Layers, counts, extent and notes for a file read through GDAL."""
    total: Counter[tuple[int, str]] = Counter()
    for layer in layers:
        types = Counter(kinds_of(layer.geometry).tolist())
        texts = any(pa.types.is_binary(values.type) for values in layer.fields.values())
        info.layers.append(LayerInfo(layer.name, None, layer.announced, dict(sorted(types.items())), texts))
        info.features += len(layer.geometry)
        for kind, count in types.items():
            total[(0, kind)] += count
        if layer.announced != len(layer.geometry):
            info.disagreements.append(
                {"reader": "GDAL", "layer": layer.name, "announced": layer.announced, "read": len(layer.geometry)}
            )
        _note_geometry(info, layer)
    entry = reader_entry("GDAL", GDAL_VERSION, total, role="reader")
    entry["counts"] = {"total": info.features, "by_layer": {layer.name: len(layer.geometry) for layer in layers}}
    info.readers.append(entry)
    geometries = [layer.geometry for layer in layers if len(layer.geometry)]
    info.facts["fields"] = {layer.name: list(layer.fields) for layer in layers}
    if geometries:
        note_coordinates(info, _bounds_with_odd(np.concatenate(geometries)))


def _bounds_with_odd(geometry: np.ndarray) -> np.ndarray:
    """Bounds, with infinity where any vertex is no finite number (GEOS skips NaN, nobody else may)."""
    bounds = shapely.bounds(geometry)
    coordinates, owner = shapely.get_coordinates(geometry, return_index=True)
    odd = np.unique(owner[~np.isfinite(coordinates).all(axis=1)])
    bounds[odd, 0] = np.inf
    bounds[odd, 1:] = 0.0
    return bounds


def _note_geometry(info: FileInfo, layer: OgrLayer) -> None:
    geometry = layer.geometry
    missing = shapely.is_missing(geometry)
    empty = int((missing | shapely.is_empty(geometry)).sum())
    if empty and layer.geometry_type is not None:
        info.note(
            "geometry_missing",
            "warn" if info.format == "GPX" else "quarantine",
            f"Lớp “{layer.name}”: {empty} đối tượng không có hình.",
            f"Layer “{layer.name}”: {empty} features have no geometry.",
            empty,
        )
    if any("closed ring" in text.lower() for text in layer.warnings):
        info.note(
            "ring_unclosed",
            "warn",
            f"Lớp “{layer.name}” có vòng không khép kín; GDAL đã khép lại.",
            f"Layer “{layer.name}” has rings that do not close; GDAL closed them.",
        )
    collections = int((shapely.get_type_id(geometry) == 7).sum())
    if collections:
        info.note(
            "geometry_collection",
            "quarantine",
            f"Lớp “{layer.name}”: {collections} đối tượng là tập hợp nhiều loại hình.",
            f"Layer “{layer.name}”: {collections} features are geometry collections.",
            collections,
        )
    invalid = int((~missing & ~shapely.is_valid(geometry)).sum())
    if invalid:
        info.note(
            "geometry_invalid",
            "quarantine",
            f"Lớp “{layer.name}”: {invalid} vùng tự cắt hoặc sai cấu trúc.",
            f"Layer “{layer.name}”: {invalid} geometries cross themselves or are malformed.",
            invalid,
        )


def sample_of(layers: list[OgrLayer]) -> list[tuple[bytes, str | None]]:
    """Text bytes of all layers for the encoding guess, each once."""
    seen: dict[bytes, None] = {}
    for layer in layers:
        for values in layer.fields.values():
            if pa.types.is_binary(values.type):
                seen |= {text: None for text in values.to_pylist() if text and not text.isascii()}
    return [(text, None) for text in list(seen)[:4000]]
