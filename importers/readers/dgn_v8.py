"""DGN V8: ezdgn reads, cadkit witnesses.

GDAL has no V8 driver without a vendor's library. Both readers are independent clean-room work; until their counts
agree on a file, the file's description says so and nothing of it enters unseen. Levels are numbered and named by the
file's own level table.
"""

import math
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cadkit
import ezdgn
import numpy as np
import pyarrow as pa
import shapely

from importers.readers.counts import differences, reader_entry, tally
from importers.readers.dgn_v7 import CHORD_ERROR_M, note_scaled
from importers.readers.errors import DamagedFile
from importers.readers.protocol import FileInfo, RawReading, block, sliced
from importers.readers.summary import describe_layers, note_coordinates, sample_texts
from importers.readers.v7_decode import METRES_OF_UNIT, Arcs
from importers.readers.v7_scan import CONTAINER_KINDS, KIND_OF_TYPE, PART_KINDS

BY_LEVEL = 0xFFFFFFFF
"""Symbology taken from the level."""

EXTRA_KINDS = {34: "shared_cell_definition", 105: "mesh", 106: "extended"}


@dataclass(slots=True)
class Rows:
    """Columns of the elements of all models, in file order."""

    source: list[str] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    layer: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    leaf: list[bool] = field(default_factory=list)
    container: list[int | None] = field(default_factory=list)
    color: list[int | None] = field(default_factory=list)
    weight: list[int | None] = field(default_factory=list)
    style: list[int | None] = field(default_factory=list)
    text: list[bytes | None] = field(default_factory=list)
    font: list[str | None] = field(default_factory=list)
    text_height: list[float | None] = field(default_factory=list)
    rotation: list[float | None] = field(default_factory=list)
    cell: list[str | None] = field(default_factory=list)
    linkage: list[bytes | None] = field(default_factory=list)
    arc: list[list[float] | None] = field(default_factory=list)
    geometry: list[shapely.Geometry | None] = field(default_factory=list)


class DgnV8Reader:
    """Reader of MicroStation V8 drawings."""

    code = "dgn_v8"

    def read(self, path: Path, *, with_blocks: bool = True) -> RawReading:
        """Read all models; refuses OLE files whose streams are broken."""
        began = time.perf_counter()
        try:
            document = ezdgn.read_v8file(str(path))
        except ezdgn.DgnError as problem:
            raise _unreadable(problem) from problem
        info = FileInfo(format="DGN", version="V8", driver="ezdgn")
        levels = {level.level_id: (level.number, level.name) for level in document.levels}
        factor = _unit_factor(document, info)
        rows = Rows()
        for model in document.models:
            _collect(model, levels, factor, rows, info)
        leaf = np.array(rows.leaf, dtype=bool)
        kinds, numbers = np.array(rows.kind, dtype=object), np.array(rows.level, dtype=np.int64)
        own = tally(numbers[leaf], kinds[leaf])
        seconds = time.perf_counter() - began
        info.readers.append(reader_entry("ezdgn", ezdgn.__version__, own, role="reader", seconds=seconds))
        _compare_cadkit(path, levels, own, info)
        _describe(info, rows, leaf, own, levels)
        reading = RawReading(info, iter(()), sample_texts(rows.text, rows.font))
        if with_blocks and rows.kind:
            reading.blocks = sliced(_block(rows))
        return reading


def _unreadable(problem: Exception) -> DamagedFile:
    return DamagedFile(
        "Tệp là DGN V8 (OLE) nhưng nội dung hỏng hoặc không đầy đủ, không đọc được.",
        f"The file is DGN V8 (OLE), but its content is damaged or incomplete: {problem}"[:300],
        hint_vi="Hãy mở trong MicroStation và lưu thành DGN V7: File > Save As > MicroStation V7 DGN.",
        hint_en="Open it in MicroStation and save it as V7: File > Save As > MicroStation V7 DGN.",
    )


def _unit_factor(document: ezdgn.V8Document, info: FileInfo) -> float:
    """Metres per master unit; one factor for the file, differing models are a reason to stop and ask."""
    units = {(m.metadata.master_unit or "").lower() for m in document.models if m.elements} or {
        (m.metadata.master_unit or "").lower() for m in document.models
    }
    label = sorted(units)[0] if units else ""
    factor = METRES_OF_UNIT.get(label)
    info.unit = {"name": label, "metres_per_unit": factor, "scaled_to_metres": factor not in {None, 1.0}}
    if len(units) > 1:
        info.note(
            "units_differ",
            "quarantine",
            f"Các mô hình trong tệp dùng đơn vị khác nhau: {', '.join(sorted(units))}.",
            f"The models of the file use different units: {', '.join(sorted(units))}.",
        )
    if factor not in {None, 1.0}:
        note_scaled(info, label, float(factor or 1.0))
    return factor or 1.0


def _collect(
    model: ezdgn.V8Model, levels: dict[int, tuple[int, str]], factor: float, rows: Rows, info: FileInfo
) -> None:
    """Append a model's elements; unknown ones keep their bytes' place in the counts, never a geometry."""
    place: dict[int, int] = {}
    for element in model.elements:
        code = element.raw.element_type
        if code in PART_KINDS or element.kind.startswith("MATRIX"):
            continue
        kind = KIND_OF_TYPE.get(code) or EXTRA_KINDS.get(code)
        if kind is None:
            key = f"{code}"
            info.other_elements[key] = info.other_elements.get(key, 0) + 1
            continue
        number, name = levels.get(element.common.level, (element.common.level, f"Level {element.common.level}"))
        place[element.index] = len(rows.kind)
        parent = element.parent_index
        rows.source.append(model.metadata.name)
        rows.level.append(number)
        rows.layer.append(name)
        rows.kind.append(kind)
        rows.leaf.append(code not in CONTAINER_KINDS)
        rows.container.append(place.get(parent) if parent is not None else None)
        for column, value in (
            (rows.color, element.common.color_index),
            (rows.weight, element.common.line_weight),
            (rows.style, element.common.line_style),
        ):
            column.append(None if value >= BY_LEVEL or value > 0x7FFFFFFF else value)
        _append_native(element, factor, rows)
    _join_chains(rows, place)


def _append_native(element: ezdgn.V8Element, factor: float, rows: Rows) -> None:
    data = element.data
    turn = data.rotation_degrees
    if turn is None and data.text_bytes is not None and len(data.orientation) >= 6:
        turn = _turn(data.orientation)
    arc = _arc(data, factor)
    rows.text.append(data.text_bytes)
    rows.font.append(None if data.font_id is None else str(data.font_id))
    rows.text_height.append(None if data.height_master is None else data.height_master * factor)
    rows.rotation.append(turn)
    rows.cell.append(data.name)
    rows.linkage.append(element.raw.attribute_bytes or None)
    rows.arc.append(arc)
    rows.geometry.append(_geometry(element.kind, data, arc, factor))


def _turn(orientation: tuple[float, ...]) -> float | None:
    """Degrees from the quaternion behind the two multipliers of a 3D text."""
    scalar, _, _, z = orientation[2:6]
    if not (scalar or z):
        return None
    return math.degrees(2.0 * math.atan2(-z, scalar)) % 360.0


def _arc(data: ezdgn.V8ElementData, factor: float) -> list[float] | None:
    if data.center is None or data.primary_axis_master is None or data.secondary_axis_master is None:
        return None
    x, y = data.center.master[:2]
    return [
        x * factor,
        y * factor,
        data.primary_axis_master * factor,
        data.secondary_axis_master * factor,
        data.rotation_degrees or 0.0,
        data.start_angle_degrees or 0.0,
        data.sweep_angle_degrees if data.sweep_angle_degrees is not None else 360.0,
    ]


def _geometry(kind: str, data: ezdgn.V8ElementData, arc: list[float] | None, factor: float) -> shapely.Geometry | None:
    if arc is not None:
        xy, _ = Arcs(np.array([arc])).stroked(CHORD_ERROR_M)
        return shapely.linestrings(xy)
    if data.vertices:
        xy = np.array([v.master[:2] for v in data.vertices]) * factor
        if kind == "SHAPE" and len(np.unique(xy, axis=0)) >= 3:
            return shapely.polygons(shapely.linearrings(xy))
        if kind == "POINT_STRING":
            return shapely.multipoints(xy)
        return shapely.linestrings(xy) if len(xy) > 1 else shapely.points(xy[0])
    point = data.origin or data.anchor or data.center
    return None if point is None else shapely.points(np.array(point.master[:2]) * factor)


def _join_chains(rows: Rows, place: dict[int, int]) -> None:
    """Chains and complex shapes take the joined line of their parts."""
    wanted = {at for at in place.values() if rows.kind[at] in {"complex_chain", "complex_shape"}}
    parts: dict[int, list[int]] = {at: [] for at in wanted}
    for at in place.values():
        owner = rows.container[at]
        if owner in parts:
            parts[owner].append(at)
    for owner, members in parts.items():
        lines = [g for at in members if (g := rows.geometry[at]) is not None and g.geom_type == "LineString"]
        if not lines:
            continue
        xy = np.concatenate([shapely.get_coordinates(line) for line in lines])
        keep = np.ones(len(xy), dtype=bool)
        keep[1:] = (xy[1:] != xy[:-1]).any(axis=1)
        closed = rows.kind[owner] == "complex_shape" and len(np.unique(xy, axis=0)) >= 3
        joined = shapely.linestrings(xy[keep])
        rows.geometry[owner] = shapely.polygons(shapely.linearrings(xy[keep])) if closed else joined


def _compare_cadkit(
    path: Path, levels: dict[int, tuple[int, str]], own: Counter[tuple[int, str]], info: FileInfo
) -> None:
    began = time.perf_counter()
    try:
        document = cadkit.read(str(path))
    except cadkit.CadkitError as problem:
        info.disagreements.append({"reader": "cadkit", "reason": f"cadkit cannot read the file: {problem}"[:300]})
        return
    found: Counter[tuple[int, str]] = Counter()
    for number in range(len(document.models)):
        for entity in document.entities(number):
            for level, kind in _cadkit_rows(entity):
                found[(levels.get(level, (level, ""))[0], kind)] += 1
    seconds = time.perf_counter() - began
    info.readers.append(reader_entry("cadkit", cadkit.__version__, found, role="witness", seconds=seconds))
    info.disagreements += differences("cadkit", own, found)


def _cadkit_rows(entity: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Level id and kind of the leaves of an entity, container headers opened."""
    pending = [entity]
    while pending:
        item = pending.pop()
        properties = item.get("props") or {}
        code = properties.get("dgn.type")
        if code is not None and int(code) not in CONTAINER_KINDS and int(code) not in PART_KINDS:
            kind = KIND_OF_TYPE.get(int(code)) or EXTRA_KINDS.get(int(code))
            if kind:
                yield int(properties.get("dgn.level_id", 0)), kind
        pending += (item.get("kind") or {}).get("children") or []


def _describe(
    info: FileInfo,
    rows: Rows,
    leaf: np.ndarray,
    own: Counter[tuple[int, str]],
    levels: dict[int, tuple[int, str]],
) -> None:
    info.leaf_elements, info.containers, info.deleted_elements = int(leaf.sum()), int((~leaf).sum()), 0
    info.features = info.leaf_elements
    kinds, numbers = np.array(rows.kind, dtype=object), np.array(rows.level, dtype=np.int64)
    with_text = {level for level, text in zip(rows.level, rows.text, strict=True) if text is not None}
    info.layers = describe_layers(levels=numbers[leaf], kinds=kinds[leaf], feature_counts=own, with_text=with_text)
    names = dict(levels.values())
    for layer in info.layers:
        layer.name = names.get(layer.level, layer.name) if layer.level is not None else layer.name
    undrawn = sum(1 for g, is_leaf in zip(rows.geometry, rows.leaf, strict=True) if g is None and is_leaf)
    if undrawn:
        info.note(
            "geometry_unknown",
            "quarantine",
            f"{undrawn} phần tử được đếm nhưng chưa vẽ được.",
            f"{undrawn} elements are counted but could not be drawn.",
            undrawn,
        )
    bounds = shapely.bounds(np.array(rows.geometry, dtype=object)) if rows.geometry else np.empty((0, 4))
    note_coordinates(info, bounds)
    factor = (info.unit or {}).get("metres_per_unit")
    if info.extent and factor not in {None, 1.0}:
        info.extent_in_master_units = [v / float(factor or 1.0) for v in info.extent]


def _block(rows: Rows) -> pa.Table:
    columns: dict[str, Any] = {name: getattr(rows, name) for name in Rows.__slots__ if name != "geometry"}  # type: ignore[attr-defined]
    columns["element"] = np.arange(len(rows.kind))
    columns["geometry"] = shapely.to_wkb(np.array(rows.geometry, dtype=object))
    return block(columns, len(rows.kind))
