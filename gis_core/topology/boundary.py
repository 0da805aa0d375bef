"""Correct a boundary between two parcels: both change at once, the border around both stays where it is.

On the millimetre grid of the official zone, plane metres.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon

from gis_core.errors import GeometryError
from gis_core.topology.coverage import OVERLAP_WIDTH_M
from gis_core.topology.cut_refusals import Place, more_parts, place_said
from gis_core.topology.cuts import LEAST_WIDTH_M, cut_by_points, divide
from gis_core.topology.merge import merge_polygons

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BoundaryCorrection:
    """Both parcels after the correction, in the order given, and how they changed.

    `gained_m2` is what the first won (the second lost as much). `new_vertices` lie on the border around both and
    must enter the neighbours there.
    """

    first: Polygon
    second: Polygon
    gained_m2: float
    new_vertices: tuple[Point, ...]
    line: LineString


def move_boundary(
    first: Polygon, second: Polygon, places: Sequence[Place], *, least_width_m: float = LEAST_WIDTH_M
) -> BoundaryCorrection:
    """Replace the whole common boundary by the line through `places` (east, north), from border to border.

    Every vertex of the border around both stays. Each parcel becomes the side that holds more of
    its old ground, as a share. Raises GeometryError: what merge_polygons and cut_by_points refuse,
    `cut_makes_more_parts` and `cut_leaves_sliver`.
    """
    around = merge_polygons([first, second], neighbours=[first, second]).polygon
    lines = cut_by_points(around, places)
    if len(lines) > 1:
        raise more_parts(len(lines) + 1)
    split = divide(around, lines, least_width_m=least_width_m)
    one, other = split.parts
    kept_first, lost_second = (shapely.intersection(one, old).area / old.area for old in (first, second))
    new_first, new_second = (one, other) if kept_first >= lost_second else (other, one)
    return BoundaryCorrection(new_first, new_second, float(new_first.area - first.area), split.new_vertices, lines[0])


def move_vertices(polygons: Sequence[Polygon], moves: Mapping[Place, Place]) -> tuple[Polygon, ...]:
    """Move vertices of common boundaries in every parcel that uses them; old places must be exact (1 mm).

    Raises GeometryError: `vertex_unknown` (no parcel has it), `outer_border_moved` (the ground of all together would
    change by more than the register's 2 mm), `correction_breaks_parcel` (a ring would cross itself, or two would
    overlap).
    """
    targets = {_rounded(old): _rounded(new) for old, new in moves.items()}
    vertices = {_rounded(place) for polygon in polygons for place in shapely.get_coordinates(polygon)}
    for old in targets:
        if old not in vertices:
            raise GeometryError(
                f"Không thửa nào có đỉnh tại {place_said(old)}.",
                f"No parcel has a vertex at {place_said(old)}.",
                hint_vi="Chọn đỉnh có trên ranh chung của các thửa.",
                hint_en="Choose a vertex on the common boundary of the parcels.",
                code="vertex_unknown",
            )
    moved = np.array([_moved(polygon, targets) for polygon in polygons], dtype=object)
    _check_parcels(moved)
    before, after = shapely.union_all(np.array(list(polygons), dtype=object)), shapely.union_all(moved)
    changed = shapely.buffer(shapely.symmetric_difference(before, after), -OVERLAP_WIDTH_M / 2)
    if not changed.is_empty:
        point = shapely.point_on_surface(changed)
        raise GeometryError(
            f"Chỉnh như vậy làm đổi ranh ngoài của các thửa, gần {place_said((point.x, point.y))}.",
            f"This would change the border around the parcels, near {place_said((point.x, point.y))}.",
            hint_vi="Chỉ dời đỉnh của ranh chung; muốn đổi ranh ngoài, thêm thửa liền kề vào hồ sơ.",
            hint_en="Move only vertices of the common boundary; to change the outer border include the neighbour.",
            code="outer_border_moved",
        )
    return tuple(moved)


def _moved(polygon: Polygon, targets: Mapping[Place, Place]) -> Polygon:
    rings = []
    for ring in shapely.get_rings(polygon):
        places = [_rounded(place) for place in shapely.get_coordinates(ring)]
        rings.append([targets.get(place, place) for place in places])
    return Polygon(rings[0], rings[1:])


def _check_parcels(parcels: NDArray[np.object_]) -> None:
    broken = np.flatnonzero(~shapely.is_valid(parcels))
    first, second = shapely.STRtree(parcels).query(parcels)
    pairs = first < second
    meetings = shapely.intersection(
        shapely.make_valid(parcels[first[pairs]]), shapely.make_valid(parcels[second[pairs]])
    )
    wide = shapely.buffer(meetings, -OVERLAP_WIDTH_M / 2)
    wide = wide[~shapely.is_empty(wide)]
    if not len(broken) and not len(wide):
        return
    point = shapely.point_on_surface(wide[0]) if len(wide) else shapely.centroid(parcels[broken[0]])
    raise GeometryError(
        f"Chỉnh như vậy làm hỏng hình thửa hoặc gây chồng lấn, gần {place_said((point.x, point.y))}.",
        f"This would break a parcel or make two overlap, near {place_said((point.x, point.y))}.",
        hint_vi="Kiểm tra tọa độ mới của từng đỉnh.",
        hint_en="Check the new coordinates of each vertex.",
        code="correction_breaks_parcel",
    )


def _rounded(place: Sequence[float] | Floats) -> Place:
    return round(float(place[0]), 3), round(float(place[1]), 3)
