"""Arrow tables of a reader as GeoDataFrames (contract of the reader blocks)."""

from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from importers.readers.protocol import ARC_FIELDS, ATTRIBUTE_PREFIX

INTEGERS = ("level", "container", "color", "weight", "style")
OBJECTS = ("text", "font", "cell", "linkage")
NUMBERS = ("text_height", "rotation")


def as_frame(table: pa.Table) -> geopandas.GeoDataFrame:
    """One block: texts and linkages as bytes, missing values None, NA or NaN, geometry without a CRS."""
    columns: dict[str, Any] = {"element": table["element"].to_numpy()}
    for name in ("source", "layer", "kind"):
        columns[name] = _words(table[name])
    columns["leaf"] = table["leaf"].to_numpy(zero_copy_only=False) if table.num_rows else np.array([], dtype=bool)
    for name in INTEGERS:
        columns[name] = _integers(table[name])
    for name in OBJECTS:
        columns[name] = _objects(table[name])
    for name in NUMBERS:
        columns[name] = table[name].to_numpy(zero_copy_only=False).astype(float)
    columns["arc"] = _arcs(table["arc"])
    columns["attrs"] = _attributes(table)
    wkb = table["geometry"].to_numpy(zero_copy_only=False)
    columns["geometry"] = shapely.from_wkb(wkb, on_invalid="ignore")
    return geopandas.GeoDataFrame(columns, geometry="geometry")


def _words(column: pa.ChunkedArray) -> pd.Series:
    """Few distinct words over many rows: decode each once."""
    coded = column.combine_chunks().dictionary_encode()
    words = np.array([*coded.dictionary.to_pylist(), None], dtype=object)
    codes = coded.indices.fill_null(len(words) - 1).to_numpy(zero_copy_only=False)
    return pd.Series(words[codes], dtype=object)


def _integers(column: pa.ChunkedArray) -> pd.Series:
    missing = column.is_null().to_numpy(zero_copy_only=False)
    values = column.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    return pd.Series(pd.arrays.IntegerArray(values, np.asarray(missing, dtype=bool)))


def _objects(column: pa.ChunkedArray) -> pd.Series:
    if column.null_count == len(column):
        return pd.Series([None] * len(column), dtype=object)
    return pd.Series(np.array([*column.to_pylist(), None], dtype=object)[:-1], dtype=object)


def _arcs(column: pa.ChunkedArray) -> pd.Series:
    arcs = np.full(len(column), None, dtype=object)
    if column.null_count < len(column):
        for row, values in enumerate(column.to_pylist()):
            if values is not None:
                arcs[row] = dict(zip(ARC_FIELDS, values, strict=True))
    return pd.Series(arcs, dtype=object)


def _attributes(table: pa.Table) -> pd.Series:
    names = [name for name in table.column_names if name.startswith(ATTRIBUTE_PREFIX)]
    rows = np.full(table.num_rows, None, dtype=object)
    if names:
        keys = [name.removeprefix(ATTRIBUTE_PREFIX) for name in names]
        values = zip(*(table[name].to_pylist() for name in names), strict=True)
        for row, cells in enumerate(values):
            rows[row] = dict(zip(keys, cells, strict=True))
    return pd.Series(rows, dtype=object)
