"""DGN V7: GDAL reads, ezdgn (2D) or cadkit (3D) witnesses, and our own scan says what both leave out.

Our scan walks every record (so a cut-off file is noticed), decodes level, symbology, texts as bytes, fonts, cells,
linkages and the coordinates of all simple kinds. GDAL reads the same file independently: its features must match
the scan one by one in type, level and extent, through the table of equivalences; it also supplies the geometry of
kinds the scan does not draw (curves, B-spline poles). The witness counts every record a third time.
"""

import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from importers.readers import v7_decode, v7_witness
from importers.readers.counts import reader_entry, tally_codes
from importers.readers.errors import DamagedFile
from importers.readers.protocol import FileInfo, RawReading, block, sliced
from importers.readers.summary import describe_layers, note_coordinates, sample_texts
from importers.readers.v7_scan import CONTAINER_KINDS, KIND_OF_TYPE, Records, parents, scan
from importers.readers.v7_shapes import Drawn, draw

OWN_VERSION = "1"
CHORD_ERROR_M = 0.001
"""Arcs are drawn so that no chord leaves the curve by more (contract of the reader blocks)."""


class DgnV7Reader:
    """Reader of MicroStation/FAMIS drawings up to version 7."""

    code = "dgn_v7"

    def read(self, path: Path, *, with_blocks: bool = True) -> RawReading:
        """Read the drawing; refuses cut-off files and headers that contradict the elements."""
        began = time.perf_counter()
        content = path.read_bytes()
        records = scan(content)
        plane = v7_decode.design_plane(records)
        parent, broken = parents(records)
        rows = np.flatnonzero(records.graphic)
        info = FileInfo(format="DGN", version="V7 2D" if plane.dimension == 2 else "V7 3D", driver="DGN")
        _describe(info, records, plane, broken)
        factor = _unit_factor(info, plane)
        drawn = draw(records, plane, rows, _local(parent, rows), CHORD_ERROR_M / (plane.metres_per_unit or 1.0))
        if len(rows) and drawn.damaged.mean() > 0.5:
            raise _contradiction(plane.dimension, int(drawn.damaged.sum()), len(rows))
        own_seconds = time.perf_counter() - began
        container = _local(parent, rows)
        kinds = _kind_names(records.type[rows])
        levels = records.level[rows].astype(np.int64)
        leaf = ~np.isin(records.type[rows], list(CONTAINER_KINDS))
        own = tally_codes(levels[leaf], records.type[rows][leaf], KIND_OF_TYPE)
        info.readers.append(reader_entry("thodia", OWN_VERSION, own, role="scan", seconds=own_seconds))
        table = v7_witness.OwnTable(kinds, levels, records.type[rows].astype(np.int64), container, leaf, drawn.geometry)
        gdal_counts = v7_witness.compare_gdal(path, table, info)
        v7_witness.compare_witness(content, plane.dimension, table, info)
        _finish(info, table, gdal_counts, drawn, factor)
        reading = RawReading(info, iter(()), sample_texts(drawn.text, drawn.font))
        if with_blocks and len(rows):
            columns = _columns(path.name, records, rows, table, drawn, factor)
            reading.blocks = sliced(block(columns, len(rows)))
        return reading


def _kind_names(types: np.ndarray) -> np.ndarray:
    names = np.array([KIND_OF_TYPE.get(code, str(code)) for code in range(128)], dtype=object)
    return np.asarray(names[types])


def _local(parent: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Parents as positions within `rows`, -1 for none."""
    place = np.full(len(parent) + 1, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    return np.asarray(place[parent[rows]])


def _describe(info: FileInfo, records: Records, plane: v7_decode.DesignPlane, broken: list[dict[str, int]]) -> None:
    info.deleted_elements = int(records.deleted.sum())
    others = ~records.graphic & ~records.deleted
    others[:1] = False
    info.other_elements = {str(k): int(v) for k, v in sorted(Counter(records.type[others].tolist()).items())}
    info.facts["design"] = {
        "dimension": plane.dimension,
        "uor_per_master": plane.uor_per_master,
        "master_unit": plane.master_label,
        "sub_unit": plane.sub_label,
        "global_origin": [round(v / plane.uor_per_master, 3) for v in plane.origin],
    }
    if not records.ended_by_marker:
        info.note(
            "no_end_marker",
            "info",
            "Tệp không có dấu kết thúc (0xFFFF); mọi phần tử đều trọn vẹn.",
            "The file has no end marker (0xFFFF); every element is complete.",
        )
    for item in broken:
        info.note(
            "container_incomplete",
            "quarantine",
            f"Phần tử phức hợp loại {item['type']} khai báo {item['announced']} phần nhưng chỉ có {item['found']}.",
            f"A complex element of type {item['type']} announces {item['announced']} parts and holds {item['found']}.",
        )


def _unit_factor(info: FileInfo, plane: v7_decode.DesignPlane) -> float:
    """Metres per master unit where coordinates have to be scaled, otherwise 1."""
    factor = plane.metres_per_unit
    info.unit = {"name": plane.master_label, "metres_per_unit": factor, "scaled_to_metres": factor not in {None, 1.0}}
    if factor is None:
        info.note(
            "unit_unknown",
            "info",
            f"Đơn vị chính của bản vẽ ghi là “{plane.master_label}”: tọa độ được giữ nguyên như trong tệp.",
            f"The drawing's master unit is labelled “{plane.master_label}”: coordinates are kept as they are.",
        )
        return 1.0
    if factor != 1.0:
        note_scaled(info, plane.master_label, factor)
    return factor


def note_scaled(info: FileInfo, label: str, factor: float) -> None:
    """Say that coordinates were converted to metres."""
    info.note(
        "units_scaled",
        "warn",
        f"Đơn vị chính của bản vẽ là “{label}”; tọa độ đã được đổi sang mét (nhân {factor:g}). "
        "Hãy kiểm tra vị trí trên bản đồ trước khi dùng.",
        f"The drawing's master unit is “{label}”; coordinates were converted to metres (times {factor:g}). "
        "Check the place on the map before you go on.",
    )


def _contradiction(dimension: int, damaged: int, total: int) -> DamagedFile:
    return DamagedFile(
        f"Phần đầu tệp khai báo bản vẽ {dimension}D nhưng {damaged} trong {total} phần tử không đủ chỗ cho tọa độ "
        f"{dimension}D.",
        f"The header says {dimension}D, but {damaged} of {total} elements have no room for {dimension}D coordinates.",
        hint_vi="Hãy mở tệp trong MicroStation và lưu lại với seed 2D đúng.",
        hint_en="Open the file in MicroStation and save it again with the right 2D seed.",
    )


def _finish(
    info: FileInfo,
    table: v7_witness.OwnTable,
    gdal_counts: Counter[tuple[int, str]],
    drawn: Drawn,
    factor: float,
) -> None:
    info.leaf_elements = int(table.leaf.sum())
    info.containers = int((~table.leaf).sum())
    has_text = set(table.levels[[t is not None for t in drawn.text]].tolist()) if len(table.levels) else set()
    info.layers = describe_layers(
        levels=table.levels[table.leaf], kinds=table.kinds[table.leaf], feature_counts=gdal_counts, with_text=has_text
    )
    info.features = sum(gdal_counts.values())
    damaged, unclosed = int(drawn.damaged.sum()), drawn.unclosed
    if damaged:
        info.note(
            "element_damaged",
            "quarantine",
            f"{damaged} phần tử khai báo nhiều đỉnh hơn chỗ nó có; không vẽ được.",
            f"{damaged} elements announce more vertices than they hold; they were not drawn.",
            damaged,
        )
    if unclosed:
        info.note(
            "shape_unclosed",
            "warn",
            f"{unclosed} vùng (shape) không khép kín; đã nối đỉnh cuối với đỉnh đầu.",
            f"{unclosed} shapes do not close; their last vertex was joined to the first.",
            unclosed,
        )
    if drawn.out_of_range:
        info.note(
            "range_differs",
            "warn",
            f"{drawn.out_of_range} đường hoặc vùng vượt ra ngoài khung ghi ở đầu phần tử: tọa độ có thể đã bị hỏng.",
            f"{drawn.out_of_range} lines or shapes reach beyond the range in their header: coordinates may be damaged.",
            drawn.out_of_range,
        )
    wide = sum(1 for t in drawn.text if t is not None and t[:2] == b"\xff\xfd")
    if wide:
        info.note(
            "text_wide",
            "warn",
            f"{wide} chữ viết bằng mã hai byte (Unicode, bắt đầu FF FD).",
            f"{wide} texts are two-byte Unicode (they begin with FF FD).",
            wide,
        )
    bounds = shapely.bounds(drawn.geometry[table.leaf])
    note_coordinates(info, bounds, factor)


def _columns(
    source: str, records: Records, rows: np.ndarray, table: v7_witness.OwnTable, drawn: Drawn, factor: float
) -> dict[str, Any]:
    count = len(rows)
    symbol = records.octets[records.start[rows] + 34].astype(np.int64)
    geometry = drawn.geometry
    if factor != 1.0:
        geometry = shapely.transform(geometry, lambda xy: xy * factor)
    arcs = drawn.arcs if factor == 1.0 else [a and [v * factor for v in a[:4]] + a[4:] for a in drawn.arcs]
    levels = [f"Level {n}" for n in range(64)]
    codes = pa.array(table.levels, pa.int32())
    return {
        "element": pa.array(np.arange(count)),
        "source": pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), [source]).cast(pa.string()),
        "layer": pa.DictionaryArray.from_arrays(codes, levels).cast(pa.string()),
        "level": codes,
        "kind": pa.array(table.kinds, pa.string()),
        "leaf": pa.array(table.leaf),
        "container": pa.array(table.container, pa.int64(), mask=table.container < 0),
        "color": pa.array(records.octets[records.start[rows] + 35].astype(np.int32)),
        "weight": pa.array((symbol >> 3).astype(np.int32)),
        "style": pa.array((symbol & 7).astype(np.int32)),
        "text": pa.array(drawn.text, pa.binary()),
        "font": pa.array(drawn.font, pa.string()),
        "text_height": pa.array(drawn.text_height * factor, pa.float64(), mask=np.isnan(drawn.text_height)),
        "rotation": pa.array(drawn.rotation, pa.float64(), mask=np.isnan(drawn.rotation)),
        "cell": pa.array(drawn.cell, pa.string()),
        "linkage": pa.array(v7_decode.linkages(records, rows), pa.binary()),
        "arc": pa.array(arcs, pa.list_(pa.float64())),
        "geometry": pa.array(shapely.to_wkb(geometry), pa.binary()),
    }
