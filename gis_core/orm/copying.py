"""Feed a table by COPY from columns: the only way rows enter the database in numbers, and its fastest door.

Columns are Arrow arrays of texts in COPY's own format, made and joined by Arrow over whole columns: a file has
hundreds of thousands of elements and most of the time would otherwise go into single cells.
"""

import binascii
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from django.db import Error, connection

NULL = "\\N"
ROWS_AT_ONCE = 20_000
"""Rows joined into one piece of text: keeps memory bounded however long the table is."""

Columns = dict[str, pa.Array]
"""Column name → its cells in COPY's text format."""

_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
_SPECIAL = "[\\\\\t\n\r]"
_EWKB_SRID_FLAG = b"\x20"
_TO_THE_END = 2**31 - 1  # Arrow miscounts a slice without an end


def text_column(values: Iterable[Any]) -> pa.Array:
    """Values in COPY's text format; None, NA and NaN become NULL."""
    if not isinstance(values, pd.Series | np.ndarray):
        values = list(values)
    try:
        found = pa.array(values, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # cells of several types
        found = pa.array([None if pd.isna(value) else str(value) for value in values], pa.large_string())
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    texts = found.cast(pa.large_string())
    if pa.types.is_string(found.type) or pa.types.is_large_string(found.type):
        texts = _escaped(texts)
    return texts.fill_null(NULL)


def _escaped(texts: pa.Array) -> pa.Array:
    if not pc.any(pc.match_substring_regex(texts, _SPECIAL)).as_py():
        return texts
    for character, escape in _ESCAPES:
        texts = pc.replace_substring(texts, character, escape)
    return texts


def bytes_column(values: Iterable[bytes | None]) -> pa.Array:
    """bytea in COPY's text format."""
    raw = pa.array(values, pa.large_binary(), from_pandas=True)
    return _joined([_text("\\\\x"), _hex(raw)], "").fill_null(NULL)


def geometry_column(geometries: np.ndarray, srid: int) -> pa.Array:
    """EWKB hex of plane shapes; None becomes NULL."""
    missing = shapely.is_missing(geometries)
    written = np.array(shapely.to_wkb(geometries, byte_order=1, output_dimension=2), dtype=object)
    written[missing] = bytes(9)  # something to cut in every row: Arrow's slices stumble over missing ones
    wkb = pa.array(written, pa.large_binary())
    # the SRID goes in behind the type, whose highest byte says so: cheaper than marking every shape
    head, rest = pc.binary_slice(wkb, 0, 4), pc.binary_slice(wkb, 5, _TO_THE_END)
    srid_bytes = pa.scalar(_EWKB_SRID_FLAG + srid.to_bytes(4, "little"), pa.large_binary())
    marked = pc.binary_join_element_wise(head, srid_bytes, rest, pa.scalar(b"", pa.large_binary()))
    return pc.if_else(pa.array(missing), _text(NULL), _hex(marked))


def _hex(raw: pa.Array) -> pa.Array:
    """Bytes as hex digits, in one piece; missing stays missing."""
    raw = pa.concat_arrays([raw])  # without an offset into a larger buffer
    validity, offsets, data = raw.buffers()
    begin = np.frombuffer(offsets, np.int64, len(raw) + 1) if offsets else np.zeros(1, np.int64)
    digits = pa.py_buffer(binascii.hexlify(memoryview(data)[: begin[-1]]) if data else b"")
    return pa.Array.from_buffers(pa.large_string(), len(raw), [validity, pa.py_buffer(begin * 2), digits])


def _text(value: str) -> pa.Scalar:
    return pa.scalar(value, pa.large_string())


def _joined(parts: Sequence[pa.Array | pa.Scalar], separator: str) -> pa.Array:
    """Row by row one text of all parts; missing where a part is missing."""
    return pc.binary_join_element_wise(*parts, _text(separator))


def array_column(values: Iterable[Sequence[str]]) -> pa.Array:
    """text[] in COPY's text format."""
    quoted = [
        "{" + ",".join('"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"' for item in row) + "}"
        for row in values
    ]
    return _escaped(pa.array(quoted, pa.large_string()))


def next_ids(table: str, count: int) -> list[int]:
    """`count` fresh primary keys of a table, in one round trip; gaps are no harm."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [f"public.{table}", count]
        )
        return [row[0] for row in cursor.fetchall()]


def constant(value: Any, count: int) -> pa.Array:
    """The same value for every row."""
    return pa.repeat(text_column([value])[0], count)


class _Pieces:
    """A file to read from, made piece by piece; `fault` is what went wrong while one was made."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.fault: Exception | None = None

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        if not self._rest:
            try:
                self._rest = memoryview(next(self._pieces, b""))
            except Exception as fault:
                self.fault = fault
                raise
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


def _rows(table: str, columns: Columns) -> Iterator[bytes]:
    """The text of all rows, some thousands at a time."""
    if len({len(column) for column in columns.values()}) != 1:
        raise ValueError(f"columns of {table} differ in length")
    for start in range(0, len(next(iter(columns.values()))), ROWS_AT_ONCE):
        cells = [column.slice(start, ROWS_AT_ONCE) for column in columns.values()]
        lines = _joined([_joined(cells, "\t"), _text("\n")], "")
        yield lines.buffers()[2].to_pybytes()


def _ahead(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces; while the taker is busy with one, a second thread makes the next."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="copy") as maker:
        coming = maker.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = maker.submit(next, pieces, None)
            yield piece


def copy_columns(table: str, columns: Columns) -> int:
    """COPY columns (already in text format) into `table`; returns the number of rows.

    `table` and the column names come from code, never from a file.
    """
    if not len(next(iter(columns.values()))):
        return 0
    return _copy(table, list(columns), _rows(table, columns))


def copy_pieces(table: str, names: Sequence[str], pieces: Iterable[Columns]) -> None:
    """COPY a long table piece by piece, each made in a second thread while the database takes the one before.

    Every piece has the columns `names`; making them must not ask the database.
    """
    _copy(
        table, names, _ahead(row for columns in pieces for row in _rows(table, {name: columns[name] for name in names}))
    )


def _copy(table: str, names: Sequence[str], rows: Iterator[bytes]) -> int:
    listed = ", ".join(f'"{name}"' for name in names)
    pieces = _Pieces(rows)
    # Django wraps execute(), not copy_expert(): without this a lost connection comes up as psycopg2's own error
    try:
        with connection.wrap_database_errors, connection.cursor() as cursor:
            cursor.copy_expert(f'COPY public."{table}" ({listed}) FROM STDIN', pieces, size=1 << 20)
            return int(cursor.rowcount)
    except Error:
        # a piece that could not be made comes up as a failure of the database, its text quoted: say what it was
        if pieces.fault is not None:
            raise pieces.fault from None
        raise
