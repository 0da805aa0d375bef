"""The elements of a drawing in one shape, whatever format they came from: the ground for writing any other.

Coordinates are already the target's; texts are Unicode (and the bytes they came as); angles are anticlockwise
degrees; arcs carry their parameters where they are still arcs in the target.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from importers.conversion.measuring import Measure
from importers.conversion.texts import Alphabet
from importers.conversion.wkb import open_column
from importers.readers.protocol import ARC_FIELDS, ATTRIBUTE_PREFIX
from importers.readers.v7_decode import Arcs

JOINED = {"complex_chain", "complex_shape"}
HEADERS = {"cell", "text_node", "surface", "solid", "shared_cell_definition", "bspline_surface"}
CX, CY, PRIMARY, SECONDARY, ROTATION = (ARC_FIELDS.index(n) for n in ("cx", "cy", "primary", "secondary", "rotation"))


@dataclass(slots=True)
class Elements:
    """Columns of equal length; `geometry` holds shapely shapes, `arc` parameters or None."""

    geometry: np.ndarray
    kind: list[str]
    layer: list[str]
    level: list[int | None]
    color: list[int | None]
    weight: list[int | None]
    style: list[int | None]
    text: list[str | None]
    raw_text: list[bytes | None]
    height: list[float | None]
    rotation: list[float | None]
    cell: list[str | None]
    group: list[int | None]
    arc: list[list[float] | None]
    attributes: list[dict[str, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.kind)


def from_blocks(blocks: Iterable[pa.Table], measure: Measure, alphabet: Alphabet, tolerance_m: float) -> Elements:
    """Carry the reader's blocks to the target: places, text turns and heights, arcs.

    Chains and complex shapes go as one element, cells and text nodes as their parts with the cell's name.
    """
    table = pa.concat_tables(blocks).combine_chunks()
    whole = _whole(table)
    names = _cell_names(table)
    table = table.filter(pa.array(whole))
    groups = [names.get(c) for c in table["container"].to_pylist()]
    first = measure.rows_in
    measure.rows_in += table.num_rows
    column = open_column(table["geometry"].combine_chunks() if table.num_rows else pa.array([], pa.binary()))
    lost = set(np.flatnonzero(np.diff(column.offsets) == 0).tolist())
    source_xy, owner = column.xy.copy(), column.owner
    image, gone = measure.convert(source_xy, owner, first_row=first)
    for row in sorted(lost):
        measure.reject(first + row, "no_geometry")
    column.put(image)
    keep = np.setdiff1d(np.arange(table.num_rows), np.union1d(gone, sorted(lost)).astype(np.int64))
    anchor = np.full((table.num_rows, 2), np.nan)
    anchor[owner[::-1]] = source_xy[::-1]
    shapes = shapely.from_wkb(column.as_array(pa.binary()).to_numpy(zero_copy_only=False), on_invalid="ignore")
    return _columns(table, shapes, keep, anchor, groups, measure, alphabet, tolerance_m)


def _whole(table: pa.Table) -> np.ndarray:
    """Rows that stand for themselves: no headers of cells and text nodes, no pieces of chains and shapes."""
    kind = np.array(table["kind"].to_pylist(), dtype=object)
    number = {element: row for row, element in enumerate(table["element"].to_pylist())}
    inside = [number.get(c) if c is not None else None for c in table["container"].to_pylist()]
    joined = np.isin(kind, list(JOINED))
    piece = np.array([row is not None and bool(joined[row]) for row in inside], dtype=bool)
    return ~np.isin(kind, list(HEADERS)) & ~piece


def _cell_names(table: pa.Table) -> dict[int, tuple[int, str]]:
    """Element number of each cell header: its number and name."""
    rows = zip(table["element"].to_pylist(), table["kind"].to_pylist(), table["cell"].to_pylist(), strict=True)
    return {element: (element, cell or "") for element, kind, cell in rows if kind == "cell"}


def _columns(
    table: pa.Table, shapes: np.ndarray, keep: np.ndarray, anchor: np.ndarray, groups: list[tuple[int, str] | None],
    measure: Measure, alphabet: Alphabet, tolerance_m: float,
) -> Elements:  # fmt: skip
    table = table.take(pa.array(keep))
    turn = np.nan_to_num(measure.conversion.turn_deg(anchor[keep, 0], anchor[keep, 1]))
    ratio = np.nan_to_num(measure.conversion.length_ratio(anchor[keep, 0], anchor[keep, 1]), nan=1.0)
    raws, fonts = table["text"].to_pylist(), table["font"].to_pylist()
    alphabet.settle(raws, fonts)
    attributes = _attributes(table, alphabet)
    rotation, height = table["rotation"].to_pylist(), table["text_height"].to_pylist()
    found = Elements(
        geometry=shapes[keep],
        kind=table["kind"].to_pylist(),
        layer=[name or "0" for name in table["layer"].to_pylist()],
        level=table["level"].to_pylist(),
        color=table["color"].to_pylist(),
        weight=table["weight"].to_pylist(),
        style=table["style"].to_pylist(),
        text=[alphabet.text(raw, font) for raw, font in zip(raws, fonts, strict=True)],
        raw_text=raws,
        height=[None if h is None else h * r for h, r in zip(height, ratio.tolist(), strict=True)],
        rotation=[None if a is None else (a + t) % 360.0 for a, t in zip(rotation, turn.tolist(), strict=True)],
        cell=[groups[row][1] if groups[row] else None for row in keep.tolist()],  # type: ignore[index]
        group=[groups[row][0] if groups[row] else None for row in keep.tolist()],  # type: ignore[index]
        arc=[None] * len(keep),
        attributes=attributes,
    )
    _carry_arcs(found, table["arc"].to_pylist(), measure, tolerance_m)
    return found


def _attributes(table: pa.Table, alphabet: Alphabet) -> list[dict[str, Any]]:
    names = [name for name in table.column_names if name.startswith(ATTRIBUTE_PREFIX)]
    rows: list[dict[str, Any]] = [{} for _ in range(table.num_rows)]
    for name in names:
        values = table[name].to_pylist()
        if pa.types.is_binary(table[name].type):
            alphabet.settle(values)
            values = [alphabet.text(value) for value in values]
        for row, value in zip(rows, values, strict=True):
            if value is not None:
                row[name.removeprefix(ATTRIBUTE_PREFIX)] = value
    return rows


def _carry_arcs(found: Elements, arcs: list[list[float] | None], measure: Measure, tolerance_m: float) -> None:
    """An arc stays an arc when its image leaves the carried curve by no more than the tolerance."""
    rows = [row for row, arc in enumerate(arcs) if arc]
    if not rows:
        return
    before = np.array([arcs[row] for row in rows], dtype=float)
    x, y = measure.conversion.forward(before[:, CX], before[:, CY], impossible="mark")
    ratio = measure.conversion.length_ratio(before[:, CX], before[:, CY])
    turn = measure.conversion.turn_deg(before[:, CX], before[:, CY])
    after = before.copy()
    after[:, CX], after[:, CY] = x, y
    after[:, PRIMARY] *= ratio
    after[:, SECONDARY] *= ratio
    after[:, ROTATION] = (after[:, ROTATION] + turn) % 360.0
    stroked = 0
    for row, old, new in zip(rows, before, after, strict=True):
        carried, wanted = (Arcs(np.array([a])).stroked(max(old[PRIMARY] / 50, 1e-6))[0] for a in (old, new))
        image = np.column_stack(measure.conversion.forward(carried[:, 0], carried[:, 1], impossible="mark"))
        far = np.hypot(*(image - wanted[: len(image)]).T).max() if len(image) == len(wanted) else np.inf
        if far <= tolerance_m:
            found.arc[row] = new.tolist()
        else:
            stroked += 1
    if stroked:
        measure.note(
            f"{stroked} cung được chia thành đoạn thẳng (lệch cung không quá 1 mm).",
            f"{stroked} arcs were stroked (no chord leaves its curve by more than 1 mm).",
        )


def as_table(elements: Elements) -> pa.Table:
    """The elements as attribute table: one row each, drawing properties as columns, the file's own fields behind."""
    columns: dict[str, Any] = {
        "kind": pa.array(elements.kind, pa.string()),
        "layer": pa.array(elements.layer, pa.string()),
        "level": pa.array(elements.level, pa.int32()),
        "color": pa.array(elements.color, pa.int32()),
        "weight": pa.array(elements.weight, pa.int32()),
        "style": pa.array(elements.style, pa.int32()),
        "text": pa.array(elements.text, pa.string()),
        "height": pa.array(elements.height, pa.float64()),
        "rotation": pa.array(elements.rotation, pa.float64()),
        "cell": pa.array(elements.cell, pa.string()),
    }
    for name in dict.fromkeys(key for row in elements.attributes for key in row):
        own = name if name.lower() not in {c.lower() for c in columns} else f"{name}_1"
        columns[own] = _column([row.get(name) for row in elements.attributes])
    columns["geometry"] = pa.array(shapely.to_wkb(elements.geometry), pa.binary())
    return pa.table(columns)


def _column(values: list[Any]) -> pa.Array:
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values], pa.string())
