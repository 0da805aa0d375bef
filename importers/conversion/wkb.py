"""Coordinates inside WKB columns, found and replaced in place for a whole block at once.

Building a geometry object per feature costs as much as the transformation itself; a WKB is only walked to learn
where its numbers stand. All types of ISO 19125 and SQL/MM, two to four dimensions, little-endian as GDAL writes them.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_CURVES, _LOOKED_AT = frozenset(range(8, 13)), 1000
_POINT, _LINES, _POLYGONS = 1, (2, 8), (3, 17)


@dataclass(slots=True)
class CoordinateColumn:
    """A writable copy of a WKB column: `xy` gives and takes all vertices, `owner` names their rows."""

    data: NDArray[np.uint8]
    offsets: Ints
    validity: pa.Buffer | None
    places: Ints
    owner: Ints

    @property
    def xy(self) -> NDArray[np.float64]:
        """Vertices (n × 2) in file order of their kinds; NaN for empty points."""
        return _pairs(self.data)[self.places].view(np.float64).reshape(-1, 2)

    def put(self, xy: NDArray[np.float64]) -> None:
        """Replace all vertices."""
        _pairs(self.data)[self.places] = np.ascontiguousarray(xy).view(np.complex128).ravel()

    def as_array(self, like: pa.DataType) -> pa.Array:
        """The column again as Arrow, of the type it came in."""
        large = pa.types.is_large_binary(like)
        offsets = pa.py_buffer(self.offsets.astype(np.int64 if large else np.int32))
        kind = pa.large_binary() if large else pa.binary()
        return pa.Array.from_buffers(
            kind, len(self.offsets) - 1, [self.validity, offsets, pa.py_buffer(self.data)], offset=0
        )


def open_column(column: pa.Array) -> CoordinateColumn:
    """Copy a binary WKB array and find its coordinates. Rows without geometry have none."""
    if column.offset:
        column = pa.concat_arrays([column])
    validity, offset_buffer, data_buffer = column.buffers()
    width = np.int64 if pa.types.is_large_binary(column.type) else np.int32
    offsets = np.frombuffer(offset_buffer, dtype=width)[: len(column) + 1].astype(np.int64)
    raw = np.frombuffer(data_buffer, dtype=np.uint8) if data_buffer is not None else np.empty(0, np.uint8)
    # room behind the last number: the unaligned views below reach up to 15 bytes ahead
    data = np.zeros(len(raw) + 16, dtype=np.uint8)
    data[: len(raw)] = raw
    rows = np.flatnonzero(np.diff(offsets) > 0)
    walk = _Walk(data)
    walk.geometries(offsets[rows], rows)
    return CoordinateColumn(data, offsets, validity, *walk.places())


def has_curves(column: pa.Array) -> bool:
    """True when the column holds arcs, compound curves or curve polygons."""
    return any(value is not None and value[1] in _CURVES for value in column.slice(0, _LOOKED_AT).to_pylist())


def _pairs(data: NDArray[np.uint8]) -> NDArray[np.complex128]:
    """A pair of doubles at every byte offset."""
    return np.ndarray((len(data) - 15,), dtype="<c16", buffer=data.data, strides=(1,))


class _Walk:
    """Walks all geometries of a level at once; a loop turns only over the parts of the largest one."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self._words = np.ndarray((len(data) - 3,), dtype="<u4", buffer=data.data, strides=(1,))
        self._runs: list[tuple[Ints, Ints, Ints, Ints]] = []

    def places(self) -> tuple[Ints, Ints]:
        """Byte offset and row of every vertex."""
        if not self._runs:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        start, count, stride, row = (np.concatenate(parts) for parts in zip(*self._runs, strict=True))
        which = np.repeat(np.arange(len(start)), count)
        within = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        return start[which] + stride[which] * within, row[which]

    def geometries(self, at: Ints, row: Ints) -> Ints:
        """Walk the geometries that begin at these offsets; returns where each ends."""
        code = self._words[at + 1].astype(np.int64)
        dimension = 2 + ((code // 1000) % 4 == 1) + ((code // 1000) % 4 == 2) + 2 * ((code // 1000) % 4 == 3)
        # GDAL's old 2.5D types set the highest bit instead
        dimension = np.where(code >> 31, 3, dimension)
        kind = (code & 0xFFFF) % 1000
        end = at.copy()
        for mask, step in (
            (kind == _POINT, self._points),
            (np.isin(kind, _LINES), self._lines),
            (np.isin(kind, _POLYGONS), self._polygons),
        ):
            if mask.any():
                end[mask] = step(at[mask] + 5, 8 * dimension[mask], row[mask])
        rest = ~((kind == _POINT) | np.isin(kind, (*_LINES, *_POLYGONS)))
        if rest.any():
            end[rest] = self._collections(at[rest] + 5, row[rest])
        return end

    def _points(self, at: Ints, stride: Ints, row: Ints) -> Ints:
        self._runs.append((at, np.ones(len(at), np.int64), stride, row))
        return at + stride

    def _lines(self, at: Ints, stride: Ints, row: Ints) -> Ints:
        count = self._words[at].astype(np.int64)
        self._runs.append((at + 4, count, stride, row))
        return at + 4 + count * stride

    def _polygons(self, at: Ints, stride: Ints, row: Ints) -> Ints:
        rings, cursor = self._words[at].astype(np.int64), at + 4
        for number in range(int(rings.max(initial=0))):
            more = np.flatnonzero(rings > number)
            cursor[more] = self._lines(cursor[more], stride[more], row[more])
        return cursor

    def _collections(self, at: Ints, row: Ints) -> Ints:
        parts, cursor = self._words[at].astype(np.int64), at + 4
        for number in range(int(parts.max(initial=0))):
            more = np.flatnonzero(parts > number)
            cursor[more] = self.geometries(cursor[more], row[more])
        return cursor
