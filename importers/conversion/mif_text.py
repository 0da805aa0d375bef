"""MIF and MID text, built for whole columns at once: lines of numbers joined by Arrow, never point by point."""

import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import shapely

from gis_core.text.names import fold
from importers.conversion.measuring import Measure
from importers.conversion.texts import is_text, longest

LONGEST_CHAR = 254
BLOCK = 50_000
"""Objects whose text is built at once; Arrow's string columns end at 2 GB."""
_TYPES = (
    (pa.types.is_boolean, "Logical"),
    (pa.types.is_floating, "Float"),
    (pa.types.is_date, "Date"),
)


def write(
    out: Path, shapes: np.ndarray, attributes: pa.Table, clause: str, measure: Measure, *, geographic: bool
) -> None:
    """Write `out` and its .mid; texts in UTF-8 (MapInfo Pro 15.2 and later)."""
    attributes = _mif_types(attributes, measure)
    names = column_names(attributes.column_names)
    head = _head(clause, [f"  {n} {_declaration(attributes.column(i))}" for i, n in enumerate(names)])
    with out.open("wb") as sink:
        sink.write(head.encode("ascii"))
        for start in range(0, len(shapes), BLOCK):
            sink.write("".join(objects(shapes[start : start + BLOCK], 10 if geographic else 5)).encode("ascii"))
    with out.with_suffix(".mid").open("wb") as sink:
        pyarrow.csv.write_csv(attributes, sink, pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed"))


def write_pattern(out: Path, clause: str) -> None:
    """A MIF of one point: GDAL reads the coordinate system from it."""
    out.write_text(_head(clause, ["  id Integer"]) + "Point 0 0\r\n", "ascii", newline="")
    out.with_suffix(".mid").write_bytes(b"0\r\n")


def _head(clause: str, columns: list[str]) -> str:
    lines = [
        "Version 1520",
        'Charset "UTF-8"',
        'Delimiter ","',
        clause,
        f"Columns {len(columns)}",
        *columns,
        "Data",
        "",
    ]
    return "\r\n".join([*lines, ""])


def column_names(names: list[str]) -> list[str]:
    """Names MapInfo accepts: letters, digits, underscore, at most 31, each once."""
    out: list[str] = []
    for name in names:
        plain = re.sub(r"\W+", "_", fold(name), flags=re.ASCII).strip("_")[:31] or "c"
        plain = f"c_{plain}"[:31] if plain[0].isdigit() else plain
        base, number = plain, 1
        while plain.lower() in {o.lower() for o in out}:
            number += 1
            plain = f"{base[:28]}_{number}"
        out.append(plain if not re.fullmatch(r"\w{1,31}", name, re.ASCII) else name)
    return out


def _mif_types(attributes: pa.Table, measure: Measure) -> pa.Table:
    """Cast what MapInfo has no type for to text, times included."""
    for place, name in enumerate(attributes.column_names):
        column = attributes.column(place)
        kind = column.type
        if pa.types.is_integer(kind) or any(test(kind) for test, _ in _TYPES if test is not pa.types.is_boolean):
            if pa.types.is_date(kind):
                attributes = attributes.set_column(place, name, pc.strftime(column, "%Y%m%d"))
            continue
        text = column if is_text(kind) else column.cast(pa.string()) if not pa.types.is_binary(kind) else None
        if text is None:
            text = pa.chunked_array([pa.array([v.hex() if v else None for v in column.to_pylist()], pa.string())])
        if text.num_chunks and max((longest(chunk) for chunk in text.chunks), default=0) > LONGEST_CHAR:
            measure.note(
                f"Cột “{name}” có chữ dài hơn 254 byte: MapInfo cắt bớt.",
                f"Column “{name}” holds texts longer than 254 bytes: MapInfo cuts them.",
            )
            text = pc.utf8_slice_codeunits(text, 0, LONGEST_CHAR // 3)
        text = pc.replace_substring_regex(text, r"[\r\n]+", " ")
        attributes = attributes.set_column(place, name, text)
    return attributes


def _declaration(column: pa.ChunkedArray) -> str:
    kind = column.type
    if pa.types.is_integer(kind):
        return "Integer" if kind.bit_width <= 32 else "Decimal(20,0)"
    if pa.types.is_floating(kind):
        return "Float"
    size = max((longest(chunk) for chunk in column.chunks), default=1)
    return f"Char({min(max(size, 1), LONGEST_CHAR)})"


def objects(shapes: np.ndarray, digits: int) -> list[str]:
    """The object text of every shape, in order."""
    out = np.full(len(shapes), "none\r\n", dtype=object)
    kinds = shapely.get_type_id(shapes)
    kinds[shapely.is_empty(shapes)] = -1
    rows = np.flatnonzero(kinds == 0)
    if len(rows):
        out[rows] = [f"Point {line}\r\n" for line in coordinate_lines(shapes[rows], digits).to_pylist()]
    rows = np.flatnonzero(kinds == 4)
    if len(rows):
        out[rows] = _multipoints(shapes[rows], digits)
    rows = np.flatnonzero(np.isin(kinds, (1, 2, 5)))
    if len(rows):
        parts, owner = shapely.get_parts(shapes[rows], return_index=True)
        out[rows] = _plines(parts, owner, len(rows), digits)
    rows = np.flatnonzero(np.isin(kinds, (3, 6)))
    if len(rows):
        parts, part_owner = shapely.get_parts(shapes[rows], return_index=True)
        rings, ring_owner = shapely.get_rings(parts, return_index=True)
        out[rows] = _regions(rings, part_owner[ring_owner], len(rows), digits)
    return out.tolist()


def coordinate_lines(shapes: np.ndarray, digits: int) -> pa.Array:
    """`x y` of every vertex, rounded, with the fewest digits that say it."""
    xy = np.round(shapely.get_coordinates(shapes), digits)
    numbers = [pc.cast(pa.array(np.ascontiguousarray(xy[:, k])), pa.string()) for k in (0, 1)]
    return pc.binary_join_element_wise(*numbers, " ")


def _rings_text(rings: np.ndarray, digits: int) -> pa.Array:
    """Vertex count and lines of every ring or line."""
    counts = shapely.get_num_coordinates(rings)
    ends = pa.array(np.concatenate(([0], np.cumsum(counts))), pa.int64())
    lines = pc.binary_join(pa.LargeListArray.from_arrays(ends, coordinate_lines(rings, digits)), "\r\n")
    return pc.binary_join_element_wise(pc.cast(pa.array(counts), pa.string()), lines, "\r\n")


def _grouped(texts: pa.Array, owner: np.ndarray, groups: int) -> tuple[pa.Array, np.ndarray]:
    counts = np.bincount(owner, minlength=groups)
    ends = pa.array(np.concatenate(([0], np.cumsum(counts))), pa.int64())
    return pc.binary_join(pa.LargeListArray.from_arrays(ends, texts), "\r\n"), counts


def _regions(rings: np.ndarray, owner: np.ndarray, groups: int, digits: int) -> list[str]:
    joined, counts = _grouped(_rings_text(rings, digits), owner, groups)
    heads = pc.binary_join_element_wise("Region", pc.cast(pa.array(counts), pa.string()), " ")
    return _texts(pc.binary_join_element_wise(heads, joined, "Pen (1,2,0)", "Brush (1,0,16777215)", "", "\r\n"))


def _plines(parts: np.ndarray, owner: np.ndarray, groups: int, digits: int) -> list[str]:
    joined, counts = _grouped(_rings_text(parts, digits), owner, groups)
    heads = np.where(counts > 1, np.char.add("Pline Multiple ", counts.astype(str)), "Pline")
    heads = pa.array([f"{head}\r\n" if count > 1 else f"{head} " for head, count in zip(heads, counts, strict=True)],
                     pa.string())  # fmt: skip
    return _texts(
        pc.binary_join_element_wise(pc.binary_join_element_wise(heads, joined, ""), "Pen (1,2,0)", "", "\r\n")
    )


def _multipoints(shapes: np.ndarray, digits: int) -> list[str]:
    counts = shapely.get_num_coordinates(shapes)
    ends = pa.array(np.concatenate(([0], np.cumsum(counts))), pa.int64())
    lines = pc.binary_join(pa.LargeListArray.from_arrays(ends, coordinate_lines(shapes, digits)), "\r\n")
    heads = pc.binary_join_element_wise("Multipoint", pc.cast(pa.array(counts), pa.string()), " ")
    return _texts(pc.binary_join_element_wise(heads, lines, "", "\r\n"))


def _texts(array: pa.Array) -> list[str]:
    return array.to_pylist()
