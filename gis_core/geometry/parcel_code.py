"""The national parcel code (mã định danh thửa đất): GeoHash of the parcel's characteristic point.

Source: Circular 19/2026/TT-BNNMT Article 11.3 and Annex I, in force 2026-03-30. The point is the pole of
inaccessibility in the official zone of the map sheet, carried to WGS-84 by EPSG:6960 and written with twelve
characters. A cell measures about 1.9 cm by 3.7 cm, so the code depends on the tolerance, on the datum formula and
on ties: compute it once, store it with ALGORITHM, never recompute it for an unchanged parcel.
"""

from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gis_core.crs.geohash import encode_many
from gis_core.crs.transform import round_coordinates, transform_xy
from gis_core.crs.zones import zone
from gis_core.errors import CrsError, GeometryError
from gis_core.geometry.inscribed import largest_circles

ALGORITHM = "polylabel-1mm/6960/gh12/2"
"""Stored beside every code: pole within 1 mm, datum operation EPSG:6960, GeoHash of 12, edition 2."""

POLE_TOLERANCE_M = 0.001
CODE_LENGTH = 12
_PARALLEL = 1e-9
_TOUCH_M = 0.002

Floats = NDArray[np.float64]


def parcel_codes(geoms_official: ArrayLike, srid: int) -> tuple[NDArray[np.str_], NDArray[Any]]:
    """Codes and characteristic points of parcels in their official VN-2000 plane zone `srid`.

    The point is rounded to 1 mm like every official coordinate, so that the code can be verified from the printed
    point. Where a whole stretch of the parcel ties (two parallel sides), the point lowest in (N, E) is taken. Ring
    start, ring direction and order of parts do not matter. Raises GeometryError on empty or non-polygonal shapes.
    """
    official = zone(srid)
    if official.datum != "vn2000" or official.is_geographic:
        raise CrsError(
            f"Mã thửa đất chỉ tính trong múi VN-2000 của tờ bản đồ, không phải {official.name}.",
            f"Parcel codes are computed in the sheet's VN-2000 plane zone, not in {official.name}.",
            code="crs_refused",
        )
    array = np.atleast_1d(np.asarray(geoms_official, dtype=object))
    if not len(array):
        return np.empty(0, dtype=f"<U{CODE_LENGTH}"), np.empty(0, dtype=object)
    _require_polygons(array)
    centres = round_coordinates(_characteristic_points(shapely.force_2d(array)))
    lon, lat = transform_xy(centres[:, 0], centres[:, 1], srid, 4326)
    return encode_many(lat, lon, CODE_LENGTH), shapely.points(centres)


def _require_polygons(array: NDArray[Any]) -> None:
    kinds = shapely.get_type_id(array)
    bad = np.flatnonzero(~np.isin(kinds, (3, 6)) | shapely.is_empty(array))
    if len(bad):
        raise GeometryError(
            f"{len(bad)} thửa không có hình vùng, không tính được mã thửa (thứ tự đầu tiên {bad[0]}).",
            f"{len(bad)} parcels have no polygon, no code can be computed (first at position {bad[0]}).",
        )


def _characteristic_points(array: NDArray[Any]) -> Floats:
    """Poles (x, y).

    Each part is searched by itself: GEOS starts its search elsewhere for a MultiPolygon, and a parcel must not change
    its code because one program calls it Polygon and another MultiPolygon. Of several parts the widest counts.
    """
    parts, owner = shapely.get_parts(array, return_index=True)
    solid = ~shapely.is_empty(parts)
    parts, owner = shapely.normalize(parts[solid]), owner[solid]
    centre, radius = largest_circles(parts, POLE_TOLERANCE_M)
    centre = _break_ties(parts, centre, radius)
    # widest first, to the micrometre; equal parts by lowest (N, E)
    order = np.lexsort((centre[:, 0], centre[:, 1], -np.round(radius, 6), owner))
    return centre[order][np.searchsorted(owner[order], np.arange(len(array)))]


def _break_ties(array: NDArray[Any], centre: Floats, radius: Floats) -> Floats:
    """Slide every centre that lies between two exactly parallel sides to the low (N, E) end of its tie."""
    direction, across = _parallel_sides(array, centre, radius)
    tied = np.flatnonzero(~np.isnan(direction[:, 0]))
    if not len(tied):
        return centre
    start = centre[tied] + across[tied]
    shape = array[tied]
    shapely.prepare(shape)
    edges = shapely.boundary(shape)
    best = _clearance(shape, edges, start)
    # the middle line must not be worse than what the search found, else the two sides are not the tie
    sound = best >= radius[tied] - 1e-6
    low, high = np.zeros(len(tied)), shapely.length(edges)
    for _ in range(60):  # halving: 60 steps bring any parcel below a nanometre
        middle = (low + high) / 2
        reached = _clearance(shape, edges, start + direction[tied] * middle[:, None]) >= best - 1e-9
        low, high = np.where(reached, middle, low), np.where(reached, high, middle)
    result = centre.copy()
    result[tied[sound]] = (start + direction[tied] * low[:, None])[sound]
    return result


def _clearance(shape: NDArray[Any], edges: NDArray[Any], at: Floats) -> Floats:
    """Distance to the boundary, −1 outside."""
    points = shapely.points(at)
    return np.where(shapely.contains(shape, points), shapely.distance(edges, points), -1.0)


def _parallel_sides(array: NDArray[Any], centre: Floats, radius: Floats) -> tuple[Floats, Floats]:
    """Per polygon: unit direction of the tie towards low (N, E) and the step onto its middle line, NaN without a tie.

    A tie is there when the circle touches two sides that run exactly parallel on opposite sides of its centre.
    """
    begin, step, owner = _sides(array)
    offset = centre[owner] - begin
    square = (step**2).sum(axis=1)
    along = np.clip((offset * step).sum(axis=1) / square, 0, 1)
    foot = begin + along[:, None] * step
    away = np.hypot(*(centre[owner] - foot).T)
    near = np.flatnonzero(away <= radius[owner] + _TOUCH_M)
    direction = np.full((len(array), 2), np.nan)
    across = np.zeros((len(array), 2))
    for polygon, first, second in _pairs(owner[near], near):
        one, two = step[first], step[second]
        cross = abs(one[0] * two[1] - one[1] * two[0])
        to_one, to_two = foot[first] - centre[polygon], foot[second] - centre[polygon]
        if cross > _PARALLEL * np.sqrt(square[first] * square[second]) or (to_one * to_two).sum() >= 0:
            continue
        unit = one / np.sqrt(square[first])
        downhill = -unit if (unit[1], unit[0]) > (0.0, 0.0) else unit
        normal = np.array([-unit[1], unit[0]])
        direction[polygon] = downhill
        across[polygon] = normal * ((to_one + to_two) @ normal) / 2
    return direction, across


def _pairs(owner: NDArray[np.intp], side: NDArray[np.intp]) -> list[tuple[int, int, int]]:
    """(polygon, side, side) for all pairs of touching sides of one polygon; few per polygon."""
    order = np.argsort(owner, kind="stable")
    owner, side = owner[order], side[order]
    limits = np.searchsorted(owner, np.unique(owner))
    pairs = []
    for start, stop in zip(limits, [*limits[1:], len(owner)], strict=True):
        for i in range(start, stop):
            pairs += [(int(owner[i]), int(side[i]), int(side[j])) for j in range(i + 1, stop)]
    return pairs


def _sides(array: NDArray[Any]) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Start point, vector and polygon of every side of every ring; sides of no length are left out."""
    coordinates, owner = shapely.get_coordinates(array, return_index=True)
    rings = shapely.get_rings(shapely.get_parts(array))
    lengths = shapely.get_num_coordinates(rings)
    last = np.cumsum(lengths) - 1
    keep = np.ones(len(coordinates), dtype=bool)
    keep[last] = False
    begin = coordinates[:-1][keep[:-1]]
    step = coordinates[1:][keep[:-1]] - begin
    long_enough = (step**2).sum(axis=1) > 0
    return begin[long_enough], step[long_enough], owner[:-1][keep[:-1]][long_enough]
