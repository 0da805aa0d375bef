"""Checks of a fabric that comes as polygons (MapInfo, GeoPackage): overlaps, gaps, slivers, numbers, areas.

A whole-frame test first says whether the fabric is a clean coverage; only polygons it names are compared pair by
pair. Two parcels overlap when their interiors meet and the common part is wider than OVERLAP_WIDTH_M, the
register's own rule; what is narrower is noise of rounding.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray

from gis_core.geometry.measure import area_tolerance
from gis_core.topology.finding import Finding, Severity

Geometries = NDArray[np.object_]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

OVERLAP_WIDTH_M = 0.002
"""Twice the grid step: transforming and rounding moves a border less than this."""
GAP_WIDTH_M = 0.10
"""A gap narrower than this is a boundary drawn twice, not land between parcels."""
SLIVER_WIDTH_M = 0.10
ROUNDING_M2 = 0.05


@dataclass(frozen=True, slots=True)
class _Fabric:
    polygons: Geometries
    usable: Flags
    names: list[str]

    def place(self, index: int | np.integer[Any]) -> tuple[float, float]:
        return _inside(self.polygons[index])


def check_polygons(
    geometries: ArrayLike,
    *,
    sheets: ArrayLike,
    numbers: ArrayLike,
    areas_labelled: ArrayLike | None = None,
    point_accuracy_m: float = 0.15,
    gap_width_m: float = GAP_WIDTH_M,
) -> list[Finding]:
    """Every fault of the polygons, in a fixed order; `between` names parcels as sheet/number (or #row).

    Polygons without number are checked like the others. Nothing is repaired.
    """
    polygons = np.asarray(geometries, dtype=object)
    sheet, number = (pd.Series(np.asarray(values, dtype=object)) for values in (sheets, numbers))
    names = [
        f"#{row}" if pd.isna(n) else f"{n}" if pd.isna(s) else f"{s}/{n}"
        for row, (s, n) in enumerate(zip(sheet, number, strict=True))
    ]
    polygonal = np.isin(shapely.get_type_id(polygons), (3, 6)) & ~shapely.is_empty(polygons)
    usable = polygonal & shapely.is_valid(polygons)
    fabric = _Fabric(polygons, usable, names)
    findings = [
        *_unusable(fabric, polygonal),
        *_overlaps_and_gaps(fabric, gap_width_m),
        *_slivers(fabric),
        *_numbers_twice(fabric, sheet, number),
    ]
    if areas_labelled is not None:
        findings += _areas(fabric, np.asarray(areas_labelled, dtype=float), point_accuracy_m)
    return sorted(findings, key=lambda f: (f.code, f.where or (0.0, 0.0), f.between))


def _inside(geometry: object) -> tuple[float, float]:
    point = shapely.point_on_surface(geometry)
    return float(shapely.get_x(point)), float(shapely.get_y(point))


def _unusable(fabric: _Fabric, polygonal: Flags) -> Iterator[Finding]:
    for row in np.flatnonzero(~fabric.usable):
        name, where = (fabric.names[row],), None
        reason = "no polygon"
        if polygonal[row]:
            reason = str(shapely.is_valid_reason(fabric.polygons[row]))
            match = re.search(r"\[(\S+) (\S+)\]", reason)
            where = (float(match[1]), float(match[2])) if match else None
            reason = reason.partition("[")[0].strip()
        yield Finding("GEOM-UNUSABLE", Severity.ERROR, where, None, name, {"reason": reason})


def _overlaps_and_gaps(fabric: _Fabric, gap_width_m: float) -> Iterator[Finding]:
    rows = np.flatnonzero(fabric.usable)
    polygons = fabric.polygons[rows]
    if not len(polygons) or shapely.coverage_is_valid(polygons, gap_width=gap_width_m):
        return
    edges = shapely.coverage_invalid_edges(polygons, gap_width=gap_width_m)
    doubtful = np.flatnonzero(~shapely.is_empty(edges))
    common: list[object] = []
    for one, two, part, kind in _overlapping_pairs(polygons, doubtful):
        common.append(part)
        names = tuple(sorted((fabric.names[rows[one]], fabric.names[rows[two]])))
        hint = {"kind": kind, "width": round(_width(part), 3)}
        yield Finding("TOPO-OVERLAP", Severity.ERROR, _inside(part), round(float(shapely.area(part)), 3), names, hint)
    tree = shapely.STRtree(polygons)
    around = np.unique(tree.query(polygons[doubtful], predicate="intersects")[1])
    for gap in _gaps(polygons[around], gap_width_m):
        beside = around[shapely.dwithin(polygons[around], gap, 0.001)]
        names = tuple(sorted(fabric.names[rows[row]] for row in beside))
        hint = {"width": round(_width(gap), 3)}
        yield Finding("TOPO-GAP", Severity.WARNING, _inside(gap), round(float(shapely.area(gap)), 3), names, hint)


def _overlapping_pairs(polygons: Geometries, doubtful: Ints) -> Iterator[tuple[int, int, object, str]]:
    """Pairs whose interiors meet in more than a hair, with the common part and what kind it is."""
    first, two = shapely.STRtree(polygons).query(polygons[doubtful], predicate="intersects")
    one = doubtful[first]
    once = (one < two) | ((one > two) & ~np.isin(two, doubtful))
    one, two = one[once], two[once]
    meet = shapely.relate_pattern(polygons[one], polygons[two], "T********")
    one, two = one[meet], two[meet]
    common = shapely.intersection(polygons[one], polygons[two])
    wide = ~shapely.is_empty(shapely.buffer(common, -OVERLAP_WIDTH_M / 2))
    equal = shapely.equals(polygons[one], polygons[two])
    contained = shapely.covers(polygons[one], polygons[two]) | shapely.covers(polygons[two], polygons[one])
    kinds = np.select([equal, contained], ["duplicate", "contained"], default="overlap")
    for k in np.flatnonzero(wide):
        yield int(one[k]), int(two[k]), common[k], str(kinds[k])


def _gaps(polygons: Geometries, gap_width_m: float) -> Iterator[object]:
    """Narrow holes of the union of the doubtful polygons."""
    union = shapely.union_all(polygons)
    holes = shapely.get_rings(shapely.get_parts(union))
    solid = shapely.get_parts(union)
    exterior = shapely.get_exterior_ring(solid)
    inner = shapely.polygons(holes[~np.isin(shapely.to_wkb(holes), shapely.to_wkb(exterior))])
    widths = 2 * shapely.area(inner) / np.maximum(shapely.length(inner), 1e-9)
    yield from inner[(widths < gap_width_m) & (widths > OVERLAP_WIDTH_M / 2)]


def _width(geometry: object) -> float:
    """Mean width of a narrow shape: area over half the border."""
    return float(2 * shapely.area(geometry) / max(float(shapely.length(geometry)), 1e-9))


def _slivers(fabric: _Fabric) -> Iterator[Finding]:
    area = shapely.area(fabric.polygons)
    width = 2 * area / np.maximum(shapely.length(fabric.polygons), 1e-9)
    for row in np.flatnonzero(fabric.usable & (width < SLIVER_WIDTH_M)):
        hint = {"area": round(float(area[row]), 3)}
        size = round(float(width[row]), 3)
        yield Finding("TOPO-SLIVER", Severity.ERROR, fabric.place(row), size, (fabric.names[row],), hint)


def _numbers_twice(fabric: _Fabric, sheet: pd.Series, number: pd.Series) -> Iterator[Finding]:
    known = number.notna()
    key = pd.DataFrame({"sheet": sheet[known].astype(str), "number": number[known].astype(str)})
    twice = key[key.duplicated(keep=False)]
    for (of_sheet, of_number), group in twice.groupby(["sheet", "number"]):
        rows = [row for row in group.index if fabric.usable[row]]
        where = fabric.place(rows[-1]) if rows else None
        hint = {"number": of_number, "sheet": of_sheet}
        between = tuple(fabric.names[row] for row in group.index)
        yield Finding("NUMBER-TWICE", Severity.ERROR, where, float(len(group)), between, hint)


def _areas(fabric: _Fabric, labelled: NDArray[np.float64], point_accuracy_m: float) -> Iterator[Finding]:
    computed = shapely.area(fabric.polygons)
    difference = np.abs(labelled - computed)
    doubtful = np.flatnonzero(fabric.usable & (difference > ROUNDING_M2))
    tolerance = area_tolerance(fabric.polygons[doubtful], point_accuracy_m) + ROUNDING_M2
    for row, allowed in zip(doubtful, tolerance, strict=True):
        if difference[row] > allowed:
            hint = {
                "labelled": round(float(labelled[row]), 2),
                "computed": round(float(computed[row]), 2),
                "tolerance": round(float(allowed), 2),
            }
            size = round(float(difference[row]), 2)
            yield Finding("AREA-DIFFERS", Severity.WARNING, fabric.place(row), size, (fabric.names[row],), hint)
