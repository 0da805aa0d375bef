"""The independent readers of DGN V7: GDAL feature by feature, ezdgn or cadkit record by record.

Measured on a drawing of 100,000 elements (6.4 MB): GDAL 0.35 s, ezdgn's record scan 0.25 s, ezdgn's full entities
3.8 s, cadkit 0.9 s and 2.7 s more to walk its entities. So GDAL compares every coordinate, ezdgn counts every record
of every 2D file, and cadkit walks 3D files (seeds and small drawings in practice).
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cadkit
import ezdgn
import numpy as np
import pyogrio
import shapely
from ezdgn import MAX_V7_RECORD_SIZE_BYTES
from ezdgn._core import scan_v7_records
from pyogrio import raw

from importers.readers.counts import delivered, differences, reader_entry, tally_codes
from importers.readers.protocol import FileInfo
from importers.readers.v7_scan import KIND_OF_TYPE, LEAF_KINDS, MAX_RECORDS

GDAL_VERSION = ".".join(str(part) for part in pyogrio.__gdal_version__)
AGREE = 1e-6
"""Relative to the unit of resolution: coordinates of two readers must be the same number."""
EXTENT_KINDS = ("line", "linestring", "shape", "text")
"""Kinds whose extent must be the same in both readers; curves are stroked differently."""


@dataclass(slots=True)
class OwnTable:
    """Our own rows: kind, level, record type, container row (-1), leaf, geometry."""

    kinds: np.ndarray
    levels: np.ndarray
    types: np.ndarray
    container: np.ndarray
    leaf: np.ndarray
    geometry: np.ndarray


def compare_gdal(path: Path, own: OwnTable, info: FileInfo) -> Counter[tuple[int, str]]:
    """Read with GDAL, compare one by one, take over what only GDAL draws; returns GDAL's count per level and kind.

    GDAL's quick feature count forgets the parts of a cell that follows a complex shape, and readers that trust it
    stop early. The filter makes GDAL walk the whole file; the returned count stays the one GDAL announces.
    """
    began = time.perf_counter()
    try:
        announced = int(pyogrio.read_info(path, encoding="ISO-8859-1")["features"])
        _, _, wkb, fields = raw.read(
            path, encoding="ISO-8859-1", columns=["Type", "Level"], force_2d=True, where="Type > 0"
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, RuntimeError) as problem:
        info.disagreements.append({"reader": "GDAL", "reason": f"GDAL cannot read the file: {problem}"[:300]})
        return Counter()
    types, levels = fields[0].astype(np.int64), fields[1].astype(np.int64)
    found = tally_codes(levels, types, KIND_OF_TYPE)
    seconds = time.perf_counter() - began
    info.readers.insert(0, reader_entry("GDAL", GDAL_VERSION, found, role="reader", seconds=seconds))
    usable = delivered("gdal", own.kinds, own.container)
    poles = Counter({key: n for key, n in found.items() if key[1] == "bspline_pole"})
    differing = differences("GDAL", tally_codes(own.levels[usable], own.types[usable], KIND_OF_TYPE), found - poles)
    info.disagreements += differing
    keep = types != 21
    aligned = np.flatnonzero(usable)
    if announced != len(types):
        info.note(
            "gdal_count_short",
            "info",
            f"GDAL tự đếm {announced} đối tượng nhưng đọc ra {len(types)}; mọi đối tượng đã được đọc.",
            f"GDAL's own count says {announced} features but it reads {len(types)}; all of them were read.",
        )
    same = keep.sum() == len(aligned) and (types[keep] == own.types[aligned]).all()
    if same and (levels[keep] == own.levels[aligned]).all():
        _compare_geometry(shapely.from_wkb(wkb[keep], on_invalid="ignore"), aligned, own, info)
    elif not differing:
        info.disagreements.append({"reader": "GDAL", "reason": "the same elements in another order"})
    return tally_codes(levels[:announced], types[:announced], KIND_OF_TYPE)


def _compare_geometry(theirs: np.ndarray, aligned: np.ndarray, own: OwnTable, info: FileInfo) -> None:
    missing = shapely.is_missing(own.geometry[aligned])
    own.geometry[aligned[missing]] = theirs[missing]
    check = ~missing & np.isin(own.kinds[aligned].astype(str), EXTENT_KINDS)
    mine, other = shapely.bounds(own.geometry[aligned[check]]), shapely.bounds(theirs[check])
    with np.errstate(invalid="ignore"):
        apart = np.abs(mine - other).max(axis=1) > AGREE
    points = shapely.get_num_coordinates(own.geometry[aligned[check]]) != shapely.get_num_coordinates(theirs[check])
    closed_by_us = own.kinds[aligned[check]] == "shape"
    wrong = apart | (points & ~closed_by_us)
    if wrong.any():
        first = int(aligned[check][np.argmax(wrong)])
        info.disagreements.append(
            {"reader": "GDAL", "reason": "coordinates differ", "elements": int(wrong.sum()), "first_element": first}
        )


def compare_witness(content: bytes, dimension: int, own: OwnTable, info: FileInfo) -> None:
    """Count every record with an independent reader: ezdgn for 2D, cadkit for 3D."""
    began = time.perf_counter()
    name = "ezdgn" if dimension == 2 else "cadkit"
    version = str(ezdgn.__version__ if name == "ezdgn" else cadkit.__version__)
    expected = tally_codes(own.levels[own.leaf], own.types[own.leaf], KIND_OF_TYPE)
    try:
        found = ezdgn_counts(content) if name == "ezdgn" else _cadkit_counts(content)
    except (ezdgn.DgnError, cadkit.CadkitError) as problem:
        info.disagreements.append({"reader": name, "reason": f"{name} cannot read the file: {problem}"[:300]})
        return
    info.readers.append(reader_entry(name, version, found, role="witness", seconds=time.perf_counter() - began))
    info.disagreements += differences(name, expected, found)


def ezdgn_counts(content: bytes) -> Counter[tuple[int, str]]:
    """Count the rows of ezdgn's own record scan.

    The rows of the compiled core are taken as they are: wrapping each in an object (`ezdgn.scan_records`) costs ten
    times as much and counts the same, which a test compares.
    """
    _, rows, *_ = scan_v7_records(content, len(content) + 1, MAX_RECORDS, MAX_V7_RECORD_SIZE_BYTES)
    return leaves_of(Counter((row[2], row[3]) for row in rows if not row[6]))


def leaves_of(found: Counter[tuple[int, int]]) -> Counter[tuple[int, str]]:
    """Only the types that draw something, by kind."""
    leaves: Counter[tuple[int, str]] = Counter()
    for (level, code), count in found.items():
        if code in LEAF_KINDS:
            leaves[(level, LEAF_KINDS[code])] += count
    return leaves


def _cadkit_counts(content: bytes) -> Counter[tuple[int, str]]:
    document = cadkit.read(content)
    found: Counter[tuple[int, int]] = Counter()
    for entity in document.entities(0):
        found.update(_cadkit_records(entity))
    return leaves_of(found)


def _cadkit_records(entity: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Level and record type of an entity and everything inside; parts without a type belong to their parent."""
    pending = [entity]
    while pending:
        item = pending.pop()
        properties = item.get("props") or {}
        if "dgn.type" in properties:
            yield int(properties.get("dgn.level_id", 0)), int(properties["dgn.type"])
        pending += (item.get("kind") or {}).get("children") or []
