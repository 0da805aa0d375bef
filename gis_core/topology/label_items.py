"""Label texts as items on places: every number, area, land type and label point of a file, read in bulk."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis_core.topology.labels import LabelParts, parse_label

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NUMBER, AREA, LAND_USE, POINT = 0, 1, 2, 3
"""Kinds of items."""

TEXT_ROLES = ("number", "area", "land_use", "mixed")
_NO_PARTS = LabelParts()


@dataclass(slots=True)
class Items:
    """One row per part of a label: a one-line label gives several. `row` is the label's row in the input.

    `text` holds parcel numbers (int) and land types (str), `area` m² (NaN elsewhere). `unsure` marks
    whole numbers of one-level labels that may be a number or an area.
    """

    kind: NDArray[np.int8]
    text: NDArray[np.object_]
    area: Floats
    unsure: NDArray[np.bool_]
    row: Ints
    xy: Floats
    height: Floats
    rotation: Floats

    def of(self, kind: int) -> Ints:
        """Indices of the items of one kind."""
        return np.flatnonzero(self.kind == kind)


def read_items(labels: pd.DataFrame) -> tuple[Items, NDArray[np.bool_]]:
    """Read all labels; also tells which text labels say nothing recognisable.

    Columns: x, y, text, role ('number', 'area', 'land_use', 'mixed', 'label_point', others are passed over);
    optional height (m) and rotation (degrees).
    """
    role = labels["role"].to_numpy(dtype=object)
    text = labels["text"].to_numpy(dtype=object) if "text" in labels else np.full(len(labels), None)
    columns: list[tuple[Ints, int, NDArray[np.object_], Floats, NDArray[np.bool_]]] = []
    rest = np.isin(role, TEXT_ROLES)
    for reader in (_plain_numbers, _plain_areas, _land_types):
        rows, part = reader(role, text)
        columns.append(part)
        rest[rows] = False
    unread = np.zeros(len(labels), dtype=bool)
    others = np.flatnonzero(rest)
    parts = [parse_label(t) if isinstance(t, str) else _NO_PARTS for t in text[others]]
    unread[others] = [p.is_empty() for p in parts]
    columns += _parts_as_columns(parts, others, role)
    points = np.flatnonzero(role == "label_point")
    columns.append(_column(points, POINT, np.full(len(points), None)))
    row = np.concatenate([c[0] for c in columns])
    xy = np.column_stack([labels["x"].to_numpy(dtype=float), labels["y"].to_numpy(dtype=float)])
    items = Items(
        np.concatenate([np.full(len(c[0]), c[1], dtype=np.int8) for c in columns]),
        np.concatenate([c[2] for c in columns]),
        np.concatenate([c[3] for c in columns]),
        np.concatenate([c[4] for c in columns]),
        row,
        xy[row],
        _optional(labels, "height")[row],
        _optional(labels, "rotation")[row],
    )
    return items, unread


def _optional(labels: pd.DataFrame, column: str) -> Floats:
    if column not in labels:
        return np.zeros(len(labels))
    return np.nan_to_num(pd.to_numeric(labels[column], errors="coerce").to_numpy(dtype=float))


Column = tuple[Ints, int, NDArray[np.object_], Floats, NDArray[np.bool_]]


def _column(
    rows: Ints, kind: int, text: NDArray[np.object_], area: Floats | None = None, unsure: bool = False
) -> Column:
    filled = np.full(len(rows), np.nan) if area is None else area
    return rows, kind, text, filled, np.full(len(rows), unsure)


def _plain_numbers(role: NDArray[np.object_], text: NDArray[np.object_]) -> tuple[Ints, Column]:
    rows = np.flatnonzero(role == "number")
    values = pd.Series(text[rows], dtype="str").str.strip()
    plain = values.str.fullmatch(r"\d{1,6}").fillna(False).to_numpy(dtype=bool)
    return rows[plain], _column(rows[plain], NUMBER, pd.to_numeric(values[plain]).to_numpy(dtype=object))


def _plain_areas(role: NDArray[np.object_], text: NDArray[np.object_]) -> tuple[Ints, Column]:
    rows = np.flatnonzero(role == "area")
    values = pd.Series(text[rows], dtype="str").str.strip()
    plain = values.str.fullmatch(r"\d+(?:[.,]\d{1,2})?").fillna(False).to_numpy(dtype=bool)
    areas = pd.to_numeric(values[plain].str.replace(",", ".", regex=False)).to_numpy(dtype=float)
    return rows[plain], _column(rows[plain], AREA, np.full(len(areas), None), areas)


def _land_types(role: NDArray[np.object_], text: NDArray[np.object_]) -> tuple[Ints, Column]:
    rows = np.flatnonzero(role == "land_use")
    which, distinct = pd.factorize(text[rows], use_na_sentinel=True)
    parts = [parse_label(t) if isinstance(t, str) else _NO_PARTS for t in distinct]
    use = np.array([p.land_use if p.number is None and p.area is None else None for p in parts] + [None], dtype=object)
    found = use[which]
    plain = np.array([f is not None for f in found], dtype=bool)
    return rows[plain], _column(rows[plain], LAND_USE, found[plain])


def _parts_as_columns(parts: list[LabelParts], rows: Ints, role: NDArray[np.object_]) -> list[Column]:
    """Columns for texts that hold several parts or stand on a level with mixed parts."""
    numbers = [k for k, p in enumerate(parts) if p.number is not None]
    alone = np.array([parts[k].area is None and role[rows[k]] in ("mixed", "area") for k in numbers], dtype=bool)
    areas = [k for k, p in enumerate(parts) if p.area is not None]
    uses = [k for k, p in enumerate(parts) if p.land_use is not None]
    number_column = _column(rows[numbers], NUMBER, np.array([parts[k].number for k in numbers], dtype=object))
    area_values = np.array([float(parts[k].area or 0) for k in areas])
    return [
        (*number_column[:4], alone),
        _column(rows[areas], AREA, np.full(len(areas), None), area_values),
        _column(rows[uses], LAND_USE, np.array([parts[k].land_use for k in uses], dtype=object)),
    ]
