"""Merge parcels that lie side by side: one ring, and only the corners the ground still needs.

On the millimetre grid of the official zone. Where the common boundary met the outer border it leaves a vertex; the
vertex goes when the border runs straight through it (within the grid) and no neighbour uses it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point, Polygon

from gis_core.errors import GeometryError
from gis_core.topology.coverage import OVERLAP_WIDTH_M
from gis_core.topology.cut_refusals import Place, place_said

Floats = NDArray[np.float64]

_GRID_M = 0.001
LEAST_COMMON_SIDE_M = 0.01
"""Parcels that share less border than this only touch."""


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The merged parcel, the vertices that went with the common boundary's ends, the common length in metres."""

    polygon: Polygon
    dropped_vertices: tuple[Point, ...]
    common_length_m: float


def merge_polygons(polygons: Sequence[Polygon], *, neighbours: Sequence[Polygon] = ()) -> MergeResult:
    """Merge two or more parcels. `neighbours` are the polygons around, whose vertices stay.

    Raises GeometryError: `merge_needs_two`, `invalid_polygon`, `parcels_overlap`, `parcels_share_no_side` (names the
    parcel by its place in the list), `merge_leaves_gap`.
    """
    parcels = np.array(list(polygons), dtype=object)
    _check(parcels)
    common = _common_borders(parcels)
    _check_connected(parcels, common)
    whole = shapely.union_all(parcels, grid_size=_GRID_M)
    if whole.geom_type != "Polygon":
        raise _share_no_side(len(parcels))
    _check_gaps(parcels, whole)
    lengths = [line.length for line in common.values()]
    needless = _needless(whole, parcels, neighbours)
    return MergeResult(_without(whole, needless), tuple(shapely.points(needless)), float(sum(lengths)))


def _check(parcels: NDArray[np.object_]) -> None:
    if len(parcels) < 2:
        raise GeometryError(
            "Cần ít nhất hai thửa để hợp thửa.",
            "Merging needs at least two parcels.",
            hint_vi="Chọn thêm thửa liền kề.",
            hint_en="Choose another adjoining parcel.",
            code="merge_needs_two",
        )
    for number, parcel in enumerate(parcels, start=1):
        if not isinstance(parcel, Polygon) or parcel.is_empty or not shapely.is_valid(parcel):
            raise GeometryError(
                f"Thửa thứ {number} trong danh sách không có hình hợp lệ.",
                f"Parcel {number} of the list has no valid shape.",
                hint_vi="Sửa hình thửa trước khi hợp thửa.",
                hint_en="Repair the parcel before merging it.",
                code="invalid_polygon",
            )


def _common_borders(parcels: NDArray[np.object_]) -> dict[tuple[int, int], Any]:
    """Border shared by each pair, on the grid. Refuses pairs that overlap wider than the register allows."""
    left, right = shapely.STRtree(parcels).query(parcels, predicate="dwithin", distance=_GRID_M)
    common: dict[tuple[int, int], Any] = {}
    for first, second in sorted((int(a), int(b)) for a, b in zip(left, right, strict=True) if a < b):
        both = shapely.intersection(parcels[first], parcels[second])
        wide = shapely.buffer(both, -OVERLAP_WIDTH_M / 2)
        if not wide.is_empty:
            raise _overlap(first, second, _place(shapely.point_on_surface(wide)))
        lines = shapely.intersection(
            shapely.boundary(parcels[first]), shapely.boundary(parcels[second]), grid_size=_GRID_M
        )
        if lines.length >= LEAST_COMMON_SIDE_M:
            common[first, second] = lines
    return common


def _check_connected(parcels: NDArray[np.object_], common: dict[tuple[int, int], Any]) -> None:
    reached = {0}
    while True:
        more = {b for a, b in common if a in reached} | {a for a, b in common if b in reached}
        if more <= reached:
            break
        reached |= more
    lonely = sorted(set(range(len(parcels))) - reached)
    if lonely:
        raise _share_no_side(lonely[0] + 1)


def _check_gaps(parcels: NDArray[np.object_], whole: Polygon) -> None:
    """Holes the parcels did not have: narrow gaps between them, or land of somebody else in the middle."""
    filled = shapely.union_all([Polygon(parcel.exterior) for parcel in parcels])
    for ring in whole.interiors:
        hole = Polygon(ring)
        if hole.buffer(-OVERLAP_WIDTH_M / 2).is_empty and not shapely.covers(filled, shapely.point_on_surface(hole)):
            where = _place(shapely.point_on_surface(hole))
            raise GeometryError(
                f"Giữa các thửa có khe hở hẹp tại {place_said(where)}.",
                f"There is a narrow gap between the parcels at {place_said(where)}.",
                hint_vi="Chỉnh ranh giới chung cho khớp rồi hợp thửa.",
                hint_en="Correct the common boundary first, then merge.",
                code="merge_leaves_gap",
            )


def _needless(whole: Polygon, parcels: NDArray[np.object_], neighbours: Sequence[Polygon]) -> Floats:
    """Vertices of the merged border used by two or more parcels, straight within the grid, used by no neighbour."""
    used = np.concatenate([np.unique(_vertices(parcel), axis=0) for parcel in parcels])
    places, times = np.unique(used, axis=0, return_counts=True)
    needed = {tuple(vertex) for other in neighbours for vertex in _vertices(other)}
    shared = {tuple(place) for place in places[times > 1]} - needed
    needless = []
    for ring in shapely.get_rings(whole):
        points = _vertices(ring)[:-1]
        before, after = np.roll(points, 1, axis=0), np.roll(points, -1, axis=0)
        chord = shapely.linestrings(np.stack([before, after], axis=1))
        straight = shapely.dwithin(chord, shapely.points(points), _GRID_M)
        needless += [point for point, flat in zip(points, straight, strict=True) if flat and tuple(point) in shared]
    return np.array(needless).reshape(-1, 2)


def _without(whole: Polygon, needless: Floats) -> Polygon:
    """The polygon without some vertices; as it was when that would break it."""
    gone = {tuple(place) for place in needless}
    rings = []
    for ring in shapely.get_rings(whole):
        points = _vertices(ring)[:-1]
        rings.append([point for point in points if tuple(point) not in gone])
    thinned = Polygon(rings[0], rings[1:])
    return thinned if shapely.is_valid(thinned) else whole


def _vertices(shape: Any) -> Floats:
    return np.asarray(np.round(shapely.get_coordinates(shape), 3), dtype=np.float64)


def _place(point: Any) -> Place:
    return float(point.x), float(point.y)


def _overlap(first: int, second: int, where: Place) -> GeometryError:
    return GeometryError(
        f"Thửa thứ {first + 1} và thứ {second + 1} chồng lên nhau tại {place_said(where)}.",
        f"Parcels {first + 1} and {second + 1} of the list overlap at {place_said(where)}.",
        hint_vi="Xử lý phần chồng lấn trước khi hợp thửa.",
        hint_en="Settle the overlap before merging.",
        code="parcels_overlap",
    )


def _share_no_side(number: int) -> GeometryError:
    return GeometryError(
        f"Thửa thứ {number} trong danh sách không có cạnh chung với các thửa còn lại.",
        f"Parcel {number} of the list shares no side with the others.",
        hint_vi="Chỉ hợp các thửa liền kề có chung cạnh; chung một điểm là chưa đủ.",
        hint_en="Only adjoining parcels with a common side can be merged; a common point is not enough.",
        code="parcels_share_no_side",
    )
