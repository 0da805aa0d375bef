"""Straight lines through a parcel: the sections inside it, the ground on one side, places on the border.

Plane metres. Sections come with exact ends; `on_grid` rounds them to the millimetre grid, where split_polygon takes
them into the border.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Place = tuple[float, float]

GRID_M = 0.001
TOUCH_M = 1e-6
"""Places closer than this are one place: far below the grid, far above the noise of doubles at 1,000 km."""
CORNER_REACH_M = 0.002
"""A typed cut that ends this near to a corner means the corner; the register calls less than 2 mm no width."""


def reach_m(polygon: Polygon, place: Place) -> float:
    """A length that takes a line from `place` in any direction beyond the polygon."""
    west, south, east, north = polygon.bounds
    aside = np.hypot(max(abs(place[0] - west), abs(place[0] - east)), max(abs(place[1] - south), abs(place[1] - north)))
    return float(aside) + 1.0


def chords(polygon: Polygon, place: Place, direction: Place) -> list[list[LineString]]:
    """Sections of the endless line through `place` inside the polygon, grouped.

    The sections of a group are parted only by holes; groups are parted by ground outside. In order along
    `direction` (a unit vector). Sections along the border do not count.
    """
    reach = reach_m(polygon, place)
    start, along = np.array(place), np.array(direction)
    line = LineString([start - reach * along, start + reach * along])
    filled = Polygon(polygon.exterior)
    groups: list[list[LineString]] = []
    for outer in _in_order(shapely.intersection(filled, line), start, along):
        sections = outer_sections(polygon, outer)
        sections.sort(key=lambda section: _run(section, start, along))
        if sections:
            groups.append(sections)
    return groups


def outer_sections(polygon: Polygon, line: LineString) -> list[LineString]:
    """The pieces of a line inside the polygon, without those that run along its border."""
    inside = shapely.line_merge(shapely.intersection(polygon, line))
    pieces = _lines(inside)
    return [piece for piece in pieces if piece.length > GRID_M and not _along_border(polygon, piece)]


def _along_border(polygon: Polygon, piece: LineString) -> bool:
    tests = shapely.line_interpolate_point(piece, [0.25, 0.5, 0.75], normalized=True)
    return bool(shapely.dwithin(shapely.boundary(polygon), tests, GRID_M).all())


def _in_order(lines: BaseGeometry, start: Floats, along: Floats) -> list[LineString]:
    return sorted(_lines(lines), key=lambda piece: _run(piece, start, along))


def _lines(shape: BaseGeometry) -> list[LineString]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "LineString" and not part.is_empty]


def _run(piece: LineString, start: Floats, along: Floats) -> float:
    return float((shapely.get_coordinates(piece)[0] - start) @ along)


def beyond(polygon: Polygon, place: Place, towards: Place) -> BaseGeometry:
    """The ground of the polygon on the side of `towards` (a unit vector) of the line through `place` square to it."""
    reach = reach_m(polygon, place)
    start, ahead = np.array(place), np.array(towards)
    aside = np.array([-ahead[1], ahead[0]])
    half_plane = Polygon(
        [
            start - reach * aside,
            start + reach * aside,
            start + reach * (aside + ahead),
            start + reach * (ahead - aside),
        ]
    )
    return shapely.intersection(polygon, half_plane)


def piece_at(ground: BaseGeometry, place: Place) -> BaseGeometry:
    """The connected piece of the ground at a place on or in it; empty when there is none."""
    point = shapely.Point(place)
    pieces = [
        piece
        for piece in shapely.get_parts(ground)
        if piece.geom_type == "Polygon" and shapely.dwithin(piece, point, CORNER_REACH_M)
    ]
    return max(pieces, key=lambda piece: piece.area, default=shapely.Polygon())


def on_border_of(ground: BaseGeometry, sections: Sequence[LineString]) -> list[LineString]:
    """Those sections that bound the ground."""
    border = shapely.boundary(ground)
    middles = [shapely.line_interpolate_point(section, 0.5, normalized=True) for section in sections]
    return [
        section for section, middle in zip(sections, middles, strict=True) if shapely.dwithin(border, middle, TOUCH_M)
    ]


def on_grid(polygon: Polygon, section: LineString) -> LineString:
    """The section with vertices on the grid; an end beside a corner becomes that corner."""
    points = shapely.get_coordinates(section)
    vertices = shapely.get_coordinates(polygon)
    result = np.round(points, 3)
    for end in (0, -1):
        apart = np.hypot(*(vertices - points[end]).T)
        if apart.min() <= CORNER_REACH_M:
            result[end] = np.round(vertices[apart.argmin()], 3)
    distinct = np.append(True, (np.diff(result, axis=0) != 0).any(axis=1))
    return LineString(result[distinct])


def border_gap(polygon: Polygon, place: Place) -> float:
    """Metres from a place to the nearest border."""
    return float(shapely.distance(shapely.boundary(polygon), shapely.Point(place)))
