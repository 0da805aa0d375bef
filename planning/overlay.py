"""Areas of a piece of ground inside zones: drawn, certain and possible. Plain shapely, metres, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

ROUNDING_HALF_WIDTH_M = 0.001
"""Common ground not wider than 2 mm is rounding of coordinates (same figure as settings.OVERLAP_TOLERANCE_M / 2)."""

_ARC_SEGMENTS = 8
EMPTY = shapely.MultiPolygon()


@dataclass(frozen=True, slots=True)
class Extent:
    """Square metres of ground inside zones: `certain` ≤ `drawn` ≤ `possible`."""

    certain: float
    drawn: float
    possible: float


def surfaces(geometry: BaseGeometry) -> BaseGeometry:
    """Only the polygons of a geometry: touching edges and points are no common ground."""
    parts = shapely.get_parts(shapely.get_parts([geometry]))
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    if len(polygons) == 0:
        return EMPTY
    return shapely.multipolygons(polygons) if len(polygons) > 1 else polygons[0]


def common_ground(ground: BaseGeometry, zone: BaseGeometry) -> BaseGeometry:
    """The surface both share; empty when they only touch or the common strip is mere rounding."""
    shared = surfaces(shapely.intersection(ground, zone))
    if shapely.is_empty(shapely.buffer(shared, -ROUNDING_HALF_WIDTH_M)):
        return EMPTY
    return shared


def united(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """One surface of many; never fails on the slivers that coordinate rounding leaves."""
    parts = [surfaces(geometry) for geometry in geometries]
    return shapely.union_all(np.array(parts, dtype=object), grid_size=0.0001) if parts else EMPTY


def extent(ground: BaseGeometry, zones: Sequence[tuple[BaseGeometry, float]]) -> Extent:
    """How much of `ground` lies in the zones, given each zone's line accuracy in metres.

    A line drawn within ±m of its true place leaves the ground farther than m inside the zone certain, and makes
    all ground nearer than m possible. Zones of one accuracy are united first, so a line between two zones that
    both affect the ground costs no certainty.
    """
    if not zones:
        return Extent(0.0, 0.0, 0.0)
    drawn, certain, possible = [], [], []
    for accuracy in sorted({accuracy for _, accuracy in zones}):
        surface = united(geometry for geometry, other in zones if other == accuracy)
        drawn.append(common_ground(ground, surface))
        certain.append(shapely.intersection(ground, shapely.buffer(surface, -accuracy, quad_segs=_ARC_SEGMENTS)))
        possible.append(shapely.intersection(ground, shapely.buffer(surface, accuracy, quad_segs=_ARC_SEGMENTS)))
    whole = float(shapely.area(ground))
    inside = min(float(shapely.area(united(drawn))), whole)
    return Extent(
        certain=min(float(shapely.area(united(certain))), inside),
        drawn=inside,
        possible=max(min(float(shapely.area(united(possible))), whole), inside),
    )
