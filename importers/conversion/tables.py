"""Vector files with attribute tables, converted as Arrow streams: block in, coordinates replaced, block out.

GDAL reads and writes whole columns; coordinates are changed inside the WKB column, attributes never become Python
objects unless their bytes need an alphabet.
"""

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
from pyogrio import raw

from gis_core.crs.operations import Conversion
from importers.conversion import own_tables
from importers.conversion.errors import ConversionError, nothing_written, unreadable
from importers.conversion.formats import Target
from importers.conversion.measuring import Measure
from importers.conversion.texts import Alphabet, as_binary, decode_column, is_text
from importers.conversion.wkb import has_curves, open_column
from importers.conversion.written_systems import crs_text

KEEPS_CURVES = {"gpkg"}
OWN_HAND = {"mif", "csv", "shp", "tab"}
CANNOT_READ = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.GeometryError,
    RuntimeError,
    OSError,
)
GEOGRAPHIC_DIGITS, PLANE_DIGITS = 10, 5
"""Decimals in text formats: 0.01 mm in degrees and in metres."""


@dataclass(slots=True)
class Source:
    """One layer to convert, as GDAL opens it. `legacy`: its texts are bytes of an unstated alphabet."""

    path: Path
    layer: str | None
    options: dict[str, Any] = field(default_factory=dict)
    legacy: bool = False


@dataclass(slots=True)
class Written:
    """What came out of a layer: files and features."""

    files: list[Path]
    rows: int


@dataclass(slots=True)
class Layer:
    """An opened layer: schema facts and the blocks still to come."""

    name: str
    geometry: str
    geometry_type: str
    batches: Iterator[pa.RecordBatch]
    schema: pa.Schema
    curves: bool = False


@contextmanager
def opened(source: Source, *, straight: bool) -> Iterator[Layer]:
    """Open a layer as a stream, curves made straight when asked; raises ConversionError `damaged_file`."""
    with ExitStack() as stack:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                stream = raw.open_arrow(source.path, layer=source.layer, use_pyarrow=True, **source.options)
                meta, reader = stack.enter_context(stream)
        except CANNOT_READ as problem:
            raise unreadable(source.path.name, type(problem).__name__) from problem
        geometry = meta["geometry_name"] or "wkb_geometry"
        name, kind = source.layer or source.path.stem, meta["geometry_type"] or "Unknown"
        blocks = _told(reader, source.path.name)
        first = next(blocks, None)
        if first is not None and has_curves(first.column(first.schema.get_field_index(geometry))):
            if straight:
                yield _linearised(source)
                return
            kind = "Unknown"
        yield Layer(name, geometry, kind, chain([first] if first is not None else [], blocks), reader.schema)


def _told(reader: pa.RecordBatchReader, name: str) -> Iterator[pa.RecordBatch]:
    """The blocks; a fault of the file is told as one."""
    try:
        yield from reader
    except (*CANNOT_READ, pa.ArrowException) as problem:
        raise unreadable(name, type(problem).__name__) from problem


def _linearised(source: Source) -> Layer:
    """Layers of curves: GDAL strokes them (4° a step), because no table format of ours keeps them."""
    meta, _, wkb, values = raw.read(source.path, layer=source.layer)
    columns = {str(name): pa.array(v, from_pandas=True) for name, v in zip(meta["fields"], values, strict=True)}
    batch = pa.RecordBatch.from_pydict({**columns, "wkb_geometry": pa.array(wkb, pa.binary())})
    return Layer(source.layer or source.path.stem, "wkb_geometry", "Unknown", iter([batch]), batch.schema, curves=True)


def convert_layer(
    source: Source, target: Target, out: Path, measure: Measure, alphabet: Alphabet, *, append: bool
) -> Written:
    """Convert one layer into `out` and read back what was written."""
    with opened(source, straight=target.code not in KEEPS_CURVES) as layer:
        if layer.curves:
            measure.note(
                "Đường cong được chia thành đoạn thẳng theo bước 4°.",
                "Curves were stroked into straight pieces, 4° a step.",
            )
        blocks = _converted(layer, measure, alphabet if source.legacy else None)
        return write_layer(blocks, layer, target, out, measure, append=append)


def write_layer(
    blocks: Iterator[pa.RecordBatch], layer: Layer, target: Target, out: Path, measure: Measure, *, append: bool
) -> Written:
    """Write blocks that already stand in the target system, by GDAL or by our own hand."""
    if target.code in OWN_HAND:
        done = own_tables.write(blocks, layer.geometry, measure.conversion.target, target, out, measure)
        return Written(done.files, done.rows)
    return _write_stream(blocks, layer, measure.conversion, target, out, append=append)


def _converted(layer: Layer, measure: Measure, alphabet: Alphabet | None) -> Iterator[pa.RecordBatch]:
    """Blocks with new coordinates; rejected rows are left out."""
    for batch in layer.batches:
        first = measure.rows_in
        measure.rows_in += batch.num_rows
        place = batch.schema.get_field_index(layer.geometry)
        column = open_column(batch.column(place))
        image, gone = measure.convert(column.xy, column.owner, first_row=first)
        column.put(image)
        columns = list(batch.columns)
        columns[place] = column.as_array(batch.column(place).type)
        if alphabet is not None:
            _settle(columns, alphabet)
        columns = [_readable(value, alphabet) for value in columns]
        names = batch.schema.names
        fresh = pa.RecordBatch.from_arrays(columns, names=names)
        if len(gone):
            keep = np.ones(batch.num_rows, dtype=bool)
            keep[gone] = False
            fresh = fresh.filter(pa.array(keep))
        yield fresh


def _settle(columns: list[pa.Array], alphabet: Alphabet) -> None:
    for column in columns:
        if is_text(column.type):
            alphabet.settle(as_binary(column).to_pylist()[:4000])


def _readable(column: pa.Array, alphabet: Alphabet | None) -> pa.Array:
    if alphabet is None or not is_text(column.type):
        return column
    return decode_column(column, alphabet)


def _write_stream(
    blocks: Iterator[pa.RecordBatch], layer: Layer, conversion: Conversion, target: Target, out: Path, *, append: bool
) -> Written:
    """Let GDAL write the stream; the first block tells the schema (texts may have changed their type)."""
    rows = 0

    def counted(first: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        nonlocal rows
        rows += first.num_rows
        yield first
        for block in blocks:
            rows += block.num_rows
            yield block.cast(first.schema) if block.schema != first.schema else block

    start = next(blocks, None)
    if start is None:
        start = pa.RecordBatch.from_pylist([], schema=layer.schema)
    stream = pa.RecordBatchReader.from_batches(start.schema, counted(start))
    options = _layer_options(target, conversion)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.write_arrow(
            stream, out, layer=layer.name if target.many_layers else None, driver=target.driver,
            geometry_name=layer.geometry, geometry_type=layer.geometry_type, crs=crs_text(conversion.target),
            layer_options=options, append=append and not target.many_layers,
        )  # fmt: skip
    _read_back(out, layer.name if target.many_layers else None, rows)
    return Written([out], rows)


def _layer_options(target: Target, conversion: Conversion) -> dict[str, str] | None:
    if target.code == "geojson":
        digits = GEOGRAPHIC_DIGITS if conversion.target.is_geographic else PLANE_DIGITS
        return {"COORDINATE_PRECISION": str(digits)}
    return None


def _read_back(out: Path, layer: str | None, rows: int) -> None:
    """The number of features in the file must be the number that was written."""
    found = int(pyogrio.read_info(out, layer=layer, force_feature_count=True)["features"])
    if found != rows:
        raise nothing_written(out.name, rows, found)


__all__ = ["ConversionError", "Source", "Written", "convert_layer", "opened"]
