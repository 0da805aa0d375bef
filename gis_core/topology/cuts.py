"""Typed input of a split as cut lines: coordinates, bearings and distances, offsets, lines through a point.

Every function takes the parcel on the millimetre grid of its official zone (east, north, metres) and returns the
sections of the cut inside it, ends on the border and on the grid, ready to be drawn and for `divide`. Corners and
sides are named by their numbers (gis_core.geometry.corners). Shares of area: gis_core.topology.area_cuts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

from gis_core.geometry.bearing import Bearing
from gis_core.geometry.corners import side_of
from gis_core.geometry.measure import pole
from gis_core.topology import cut_refusals as refused
from gis_core.topology.chords import (
    GRID_M,
    Place,
    beyond,
    border_gap,
    chords,
    on_border_of,
    on_grid,
    outer_sections,
    piece_at,
    reach_m,
)
from gis_core.topology.split import SplitResult, split_polygon

CutLines = tuple[LineString, ...]

END_REACH_M = 0.02
"""A typed end this near to the border is meant to lie on it: papers print centimetres."""
LEAST_WIDTH_M = 0.10
"""A part narrower than this is a sliver unless the caller knows better."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a traverse; without a distance it runs on to the border (only the last step may)."""

    bearing: Bearing
    distance_m: float | None


@dataclass(frozen=True, slots=True)
class Parallel:
    """The direction of side `side`."""

    side: int


@dataclass(frozen=True, slots=True)
class Perpendicular:
    """The direction square to side `side`."""

    side: int


Direction = Bearing | Parallel | Perpendicular


def divide(
    polygon: Polygon, lines: Sequence[LineString], *, least_width_m: float = LEAST_WIDTH_M, several: bool = False
) -> SplitResult:
    """Split the parcel by cut lines into two parts, or into any number when `several`.

    Raises GeometryError: split_polygon's refusals, `cut_makes_more_parts`, `cut_leaves_sliver` (a part in which
    no circle of `least_width_m` diameter fits).
    """
    split = split_polygon(polygon, lines)
    if len(split.parts) > 2 and not several:
        raise refused.more_parts(len(split.parts))
    centres, radii = pole(np.array(split.parts, dtype=object), tolerance=GRID_M)
    narrowest = int(radii.argmin())
    if 2 * radii[narrowest] < least_width_m:
        centre = centres[narrowest]
        raise refused.sliver((centre.x, centre.y), 2 * float(radii[narrowest]), least_width_m)
    return split


def cut_by_points(polygon: Polygon, points: Sequence[Place], *, reach_m: float = END_REACH_M) -> CutLines:
    """A line through typed (east, north) places; it may run beyond the parcel.

    An end inside and within `reach_m` of the border is carried to it. Refuses fewer than two distinct places
    (`zero_distance`), a line that crosses itself, ends inside or misses the parcel.
    """
    places = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    if not np.isfinite(places).all():
        raise refused.cut_misses()
    places = np.round(places, 3)
    places = places[np.append(True, (np.diff(places, axis=0) != 0).any(axis=1))] if len(places) else places
    if len(places) < 2:
        raise refused.zero_distance("Chiều dài đường cắt", "The length of the cut line")
    line = LineString(places)
    if not shapely.is_simple(line):
        raise refused.cut_crosses_itself(_crossing(places))
    return _sections(polygon, _carried_to_border(polygon, line, reach_m))


def cut_by_legs(
    polygon: Polygon, corner: int, legs: Sequence[Leg], *, along_m: float = 0.0, reach_m: float = END_REACH_M
) -> CutLines:
    """A traverse by bearings and distances from a corner, or from a place `along_m` metres along its side.

    Refuses unknown corners, a start beyond the side, distances not above zero and what `cut_by_points` refuses.
    """
    first, following = side_of(polygon, corner)
    if not 0 <= along_m <= first.side_m:
        raise refused.beyond_side(corner, along_m, first.side_m)
    place = np.array(first.place) + (np.array(following.place) - first.place) * along_m / first.side_m
    places = [place]
    for number, leg in enumerate(legs, start=1):
        if leg.distance_m is None and number == len(legs):
            places.append(_next_border(polygon, place, leg.bearing))
            break
        if leg.distance_m is None or not math.isfinite(leg.distance_m) or leg.distance_m < GRID_M:
            raise refused.zero_distance(f"Khoảng cách thứ {number}", f"Distance {number}")
        place = place + leg.distance_m * np.array(leg.bearing.unit())
        places.append(place)
    return cut_by_points(polygon, [(float(east), float(north)) for east, north in places], reach_m=reach_m)


def cut_parallel(polygon: Polygon, side: int, distance_m: float) -> CutLines:
    """The line parallel to a side, `distance_m` metres inwards, where it bounds the ground along that side."""
    if not math.isfinite(distance_m) or distance_m < GRID_M:
        raise refused.zero_distance("Khoảng cách song song", "The offset")
    first, following = side_of(polygon, side)
    out = outward(polygon, side)
    middle = (np.array(first.place) + following.place) / 2
    place = _pair(middle - distance_m * np.array(out))
    strip = piece_at(beyond(polygon, place, out), _pair(middle))
    across = (-out[1], out[0])
    sections = [section for group in chords(polygon, place, across) for section in group]
    return _ready(polygon, on_border_of(strip, sections))


def cut_through(polygon: Polygon, place: Place, direction: Direction, *, every_section: bool = False) -> CutLines:
    """The straight line through a place (east, north) by bearing, or parallel or square to a side.

    It runs from border to border through the place, across holes. A line through a place outside may meet the
    parcel in several sections: refused (`several_sections`) unless `every_section`.
    """
    groups = chords(polygon, place, unit_of(polygon, direction))
    if not groups:
        raise refused.cut_misses()
    point = shapely.Point(place)
    if not every_section and len(groups) > 1:
        if not shapely.dwithin(Polygon(polygon.exterior), point, END_REACH_M):
            raise refused.several_sections(len(groups))
        groups = [min(groups, key=lambda group: shapely.distance(shapely.multilinestrings(group), point))]
    return _ready(polygon, [section for group in groups for section in group])


def unit_of(polygon: Polygon, direction: Direction) -> Place:
    """A direction as a unit vector (east, north)."""
    if isinstance(direction, Bearing):
        return direction.unit()
    out = outward(polygon, direction.side)
    return out if isinstance(direction, Perpendicular) else (-out[1], out[0])


def outward(polygon: Polygon, side: int) -> Place:
    """The unit vector square to a side, away from the parcel (which lies to the right of its sides)."""
    first, following = side_of(polygon, side)
    along = np.array(following.place) - first.place
    east, north = along / np.hypot(*along)
    return -float(north), float(east)


def _sections(polygon: Polygon, line: LineString) -> CutLines:
    """The parts of a line inside the parcel; each must end on the border."""
    sections = outer_sections(polygon, line)
    for section in sections:
        for end in (section.coords[0], section.coords[-1]):
            gap = border_gap(polygon, end)
            if gap > GRID_M:
                raise refused.cut_ends_inside(end, gap)
    return _ready(polygon, sections)


def _ready(polygon: Polygon, sections: Sequence[LineString]) -> CutLines:
    if not sections:
        raise refused.cut_misses()
    return tuple(on_grid(polygon, section) for section in sections)


def _carried_to_border(polygon: Polygon, line: LineString, reach: float) -> LineString:
    """The line with ends that nearly reach the border moved onto it."""
    places = shapely.get_coordinates(line)
    border = shapely.boundary(polygon)
    for end in (0, -1):
        point = shapely.Point(places[end])
        gap = shapely.distance(border, point)
        if 0 < gap <= reach:
            places[end] = shapely.get_coordinates(shapely.shortest_line(border, point))[0]
    return LineString(places)


def _next_border(polygon: Polygon, place: NDArray[np.float64], bearing: Bearing) -> NDArray[np.float64]:
    """Where a ray from a place in or on the parcel next meets the border after running inside."""
    reach = reach_m(polygon, _pair(place))
    ray = LineString([place, place + reach * np.array(bearing.unit())])
    start = shapely.Point(place)
    ahead = [piece for piece in outer_sections(polygon, ray) if shapely.dwithin(piece, start, END_REACH_M)]
    if not ahead:
        raise refused.cut_misses()
    ends = shapely.get_coordinates(min(ahead, key=lambda piece: shapely.distance(piece, start)))[[0, -1]]
    return ends[np.hypot(*(ends - place).T).argmax()]


def _crossing(places: NDArray[np.float64]) -> Place | None:
    """The first place where two steps of a line meet that do not follow each other, or fold back."""
    steps = shapely.linestrings(np.stack([places[:-1], places[1:]], axis=1))
    for later in range(1, len(steps)):
        meeting = shapely.intersection(steps[:later], steps[later])
        meeting[-1] = None if meeting[-1].geom_type == "Point" else meeting[-1]
        found = meeting[~(shapely.is_missing(meeting) | shapely.is_empty(meeting))]
        if len(found):
            east, north = shapely.get_coordinates(found[0])[0]
            return float(east), float(north)
    return None


def _pair(place: NDArray[np.float64]) -> Place:
    return float(place[0]), float(place[1])
