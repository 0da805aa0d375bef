"""Areas, widths, label points and the area tolerance that follows from the accuracy of the vertices.

All plane geometries in metres. Legal areas are Decimals with one place, half up (Circular 25/2014/TT-BTNMT Art 8:
areas are printed to 0.1 m²); floats stay inside geometry.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

DETAIL_ACCURACY_M: dict[int, float] = {200: 0.05, 500: 0.07, 1000: 0.15, 2000: 0.30, 5000: 1.5, 10000: 3.0}
"""Map scale denominator → permitted position error of a detail point in metres (Circular 25/2014 Art 8)."""

_ONE_PLACE = Decimal("0.1")


def areas(geoms: ArrayLike) -> Floats:
    """Plane areas in m²; NaN for None."""
    return np.asarray(shapely.area(np.asarray(geoms, dtype=object)), dtype=np.float64)


def rounded_area(area_m2: float | Decimal) -> Decimal:
    """One area to 0.1 m², half up. A float is taken by its shortest decimal form (135.25 → 135.3)."""
    return Decimal(str(area_m2)).quantize(_ONE_PLACE, rounding=ROUND_HALF_UP)


def rounded_areas(areas_m2: Iterable[float]) -> list[Decimal]:
    """Many areas to 0.1 m², half up, judged at 1e-6 m² so that noise of the last float bits decides nothing."""
    tenths = np.floor(np.round(np.asarray(list(areas_m2), dtype=np.float64), 6) * 10 + 0.5 + 1e-9).astype(np.int64)
    return [Decimal(int(value)).scaleb(-1) for value in tenths]


def short_side_m(geoms: ArrayLike) -> Floats:
    """Width for labels: the smaller of the minimum rotated rectangle's short side and the widest inner circle.

    A label is drawn when the parcel is wider on screen than the text. The rectangle's side is right for tube
    houses; for L-shaped parcels and rings it says too much, there the diameter of the largest inner circle rules.
    """
    array = np.asarray(geoms, dtype=object)
    boxes = shapely.oriented_envelope(array)
    rectangle = _short_sides(boxes)
    width = rectangle.copy()
    filled = ~(shapely.is_missing(array) | shapely.is_empty(array))
    # the inner circle costs twenty times the rectangle: ask for it only where the shape fills its box badly
    box_area = shapely.area(boxes)
    with np.errstate(invalid="ignore", divide="ignore"):
        ragged = filled & (shapely.area(array) < 0.9 * box_area)
    if ragged.any():
        tolerance = np.maximum(rectangle[ragged] * 0.02, 0.01)
        width[ragged] = np.minimum(rectangle[ragged], 2 * _inner_radius(array[ragged], tolerance))
    return np.round(width, 2)


LONG_RATIO = 2.5
"""From this ratio of its sides a shape has a long way worth writing along."""


def long_way_deg(geoms: ArrayLike) -> Floats:
    """Direction of a long shape, degrees anticlockwise from east, above −90 to 90; 0 for compact ones."""
    array = np.atleast_1d(np.asarray(geoms, dtype=object))
    result = np.zeros(len(array))
    boxes = shapely.oriented_envelope(array)
    polygons = np.flatnonzero(shapely.get_type_id(boxes) == 3)
    if len(polygons):
        corners = shapely.get_coordinates(boxes[polygons]).reshape(-1, 5, 2)
        one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 1]
        first, second = np.hypot(*one.T), np.hypot(*two.T)
        way = np.where((first >= second)[:, None], one, two)
        angle = 90.0 - (90.0 - np.degrees(np.arctan2(way[:, 1], way[:, 0]))) % 180.0
        long = np.maximum(first, second) > LONG_RATIO * np.minimum(first, second)
        result[polygons] = np.where(long, angle, 0.0)
    return result


def area_tolerance(geoms: ArrayLike, point_accuracy_m: ArrayLike) -> Floats:
    """Largest honest difference in m² between a computed and a stated area: two standard deviations.

    With every vertex independently uncertain by m in each axis, the area's standard deviation is
    σ = (m/2)·√(Σ d²), d being the chord between the two
    neighbours of each vertex. `point_accuracy_m` is one number or one per geometry (DETAIL_ACCURACY_M).
    """
    array = np.atleast_1d(np.asarray(geoms, dtype=object))
    rings, owner = _rings(array)
    coordinates, ring_of = shapely.get_coordinates(rings, return_index=True)
    sums: Floats = np.zeros(len(array))
    if len(coordinates):
        counts = np.bincount(ring_of, minlength=len(rings))
        starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
        open_vertex = np.ones(len(coordinates), dtype=bool)
        open_vertex[(starts + counts - 1)[counts > 0]] = False  # the closing vertex repeats the first
        position = np.arange(len(coordinates)) - starts[ring_of]
        size = np.maximum(counts[ring_of] - 1, 1)
        following = starts[ring_of] + (position + 1) % size
        preceding = starts[ring_of] + (position - 1) % size
        chord = coordinates[following] - coordinates[preceding]
        square = np.where(open_vertex, (chord**2).sum(axis=1), 0.0)
        sums = np.asarray(np.bincount(owner[ring_of], weights=square, minlength=len(array)), dtype=np.float64)
    return np.asarray(point_accuracy_m, dtype=np.float64) * np.sqrt(sums)


def label_points(geoms: ArrayLike) -> NDArray[Any]:
    """One point per polygon for its label: the centroid when inside, else the pole of inaccessibility (1 cm)."""
    array = np.atleast_1d(np.asarray(geoms, dtype=object))
    points = np.array(shapely.centroid(array), dtype=object, ndmin=1)
    usable = ~(shapely.is_missing(array) | shapely.is_empty(array))
    outside = usable & ~shapely.contains_properly(array, points)
    if outside.any():
        points[outside] = pole(array[outside], tolerance=0.01)[0]
    return points


def pole(geoms: ArrayLike, tolerance: float | Floats) -> tuple[NDArray[Any], Floats]:
    """Centres and radii of the largest inner circles; of a multipolygon's parts the one with the largest circle."""
    array = np.atleast_1d(np.asarray(geoms, dtype=object))
    circles = shapely.maximum_inscribed_circle(array, tolerance)
    return shapely.get_point(circles, 0), np.asarray(shapely.length(circles), dtype=np.float64)


def _inner_radius(geoms: NDArray[Any], tolerance: Floats) -> Floats:
    return pole(geoms, tolerance)[1]


def _short_sides(boxes: NDArray[Any]) -> Floats:
    """Short sides of rotated rectangles; 0 for degenerate ones."""
    result = np.zeros(np.shape(boxes))
    polygons = shapely.get_type_id(boxes) == 3
    if polygons.any():
        corners = shapely.get_coordinates(boxes[polygons]).reshape(-1, 5, 2)
        sides = np.hypot(*np.moveaxis(corners[:, 1:3] - corners[:, 0:2], 2, 0))
        result[polygons] = sides.min(axis=1)
    return result


def _rings(array: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """All rings of all polygons, and the index of the geometry each belongs to."""
    parts, part_owner = shapely.get_parts(array, return_index=True)
    polygonal = shapely.get_type_id(parts) == 3
    rings, ring_owner = shapely.get_rings(parts[polygonal], return_index=True)
    return rings, part_owner[polygonal][ring_owner]
