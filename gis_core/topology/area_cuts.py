"""Shares of area: "cut 120 m² from the north side", strips along a side, equal parts.

The cut is a straight line square to a direction (or parallel to a side) that leaves the asked area on one side.
Its place is solved on exact ground, then its ends are chosen among the grid places near by so that the parts on
the millimetre grid come as near to the asked area as the grid allows: for a cut of 100 m one step of an end is
0.05 m², so the share is met within 0.025 m²; cuts up to 200 m stay within the 0.05 m² that printed areas forgive.
"""

import itertools
import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from gis_core.geometry.bearing import Bearing
from gis_core.geometry.corners import side_of
from gis_core.topology import cut_refusals as refused
from gis_core.topology.chords import TOUCH_M, Place, beyond, chords, on_border_of, piece_at
from gis_core.topology.cuts import LEAST_WIDTH_M, CutLines, divide, outward
from gis_core.topology.split import SplitResult, split_polygon

Floats = NDArray[np.float64]

MOST_PARTS = 200
_ENOUGH_M2 = 0.0005
_JUMP_M2 = 0.01
_WINDOW_MM = 4
_GRID_DIAGONAL_M = 0.00071
_TRIES = 6


@dataclass(frozen=True, slots=True)
class FromSide:
    """Cut a strip along side `side`."""

    side: int


Towards = Bearing | FromSide
"""Where the share is taken: at the end of the parcel in a bearing (0° is the north side), or along a side."""


@dataclass(frozen=True, slots=True)
class AreaCut:
    """A share on the grid: the cut, all parts, which of them are the share, and its area in m²."""

    lines: CutLines
    split: SplitResult
    taken: tuple[int, ...]
    area_m2: float


@dataclass(frozen=True, slots=True)
class _Aim:
    """Where a share is cut: `ahead` points to its side; `near` names the connected piece, None takes all."""

    polygon: Polygon
    ahead: Place
    near: Place | None

    def place(self, run: float) -> Place:
        """A place `run` metres towards the share, from the centre of the parcel's box."""
        west, south, east, north = self.polygon.bounds
        return (west + east) / 2 + run * self.ahead[0], (south + north) / 2 + run * self.ahead[1]

    def ground(self, run: float) -> BaseGeometry:
        """What a cut at `run` takes."""
        ground = beyond(self.polygon, self.place(run), self.ahead)
        return ground if self.near is None else piece_at(ground, self.near)

    def span(self) -> tuple[float, float]:
        """The least and the greatest run of the parcel's corners."""
        runs = (shapely.get_coordinates(self.polygon) - self.place(0.0)) @ np.array(self.ahead)
        return float(runs.min()), float(runs.max())


def cut_area(
    polygon: Polygon,
    area_m2: float,
    towards: Towards,
    *,
    near: Place | None = None,
    several: bool = False,
    least_width_m: float = LEAST_WIDTH_M,
) -> AreaCut:
    """Cut a share of `area_m2` off one side of the parcel.

    `near` is a place on the border or inside: only the connected piece there is taken. Without it the whole ground
    on that side is; when that makes more than two parts it is refused (`cut_makes_more_parts`) unless `several`.
    A strip along a side means the piece at that side. Raises GeometryError: `zero_distance`, `area_too_large`,
    `area_not_reachable`, `cut_leaves_sliver`, `corner_unknown`.
    """
    if not math.isfinite(area_m2) or area_m2 <= 0:
        raise refused.zero_distance("Diện tích cần cắt", "The area to be cut")
    if area_m2 >= polygon.area - _JUMP_M2:
        raise refused.area_too_large(area_m2, polygon.area)
    aim = _aim(polygon, towards, near)
    lines, _ = _solve(aim, area_m2)
    split = divide(polygon, lines, several=several, least_width_m=least_width_m)
    taken = _taken(aim, lines, split)
    return AreaCut(lines, split, taken, float(sum(split.parts[part].area for part in taken)))


def divide_equally(
    polygon: Polygon,
    parts: int,
    towards: Towards,
    *,
    several: bool = False,
    least_width_m: float = LEAST_WIDTH_M,
) -> tuple[CutLines, SplitResult]:
    """Divide the parcel into equal strips, one after the other in a direction.

    Without `several` there must be exactly as many parts as asked for. Raises what `cut_area` raises and
    `wrong_part_count`.
    """
    if not 2 <= parts <= MOST_PARTS:
        raise refused.wrong_count(parts, MOST_PARTS)
    aim = _aim(polygon, towards, None)
    aim = _Aim(polygon, aim.ahead, None)
    lines: list[LineString] = []
    for number in range(1, parts):
        found, _ = _solve(aim, polygon.area * number / parts)
        lines += found
    split = divide(polygon, lines, several=True, least_width_m=least_width_m)
    if len(split.parts) != parts and not several:
        raise refused.more_parts(len(split.parts))
    return tuple(lines), split


def _aim(polygon: Polygon, towards: Towards, near: Place | None) -> _Aim:
    if isinstance(towards, Bearing):
        return _Aim(polygon, towards.unit(), near)
    first, following = side_of(polygon, towards.side)
    middle = ((first.east + following.east) / 2, (first.north + following.north) / 2)
    return _Aim(polygon, outward(polygon, towards.side), near or middle)


def _solve(aim: _Aim, area_m2: float) -> tuple[CutLines, float]:
    """The cut on the grid that takes `area_m2`, and what it takes."""
    run = _run_of(aim, area_m2)
    ground = aim.ground(run)
    across = (-aim.ahead[1], aim.ahead[0])
    sections = [section for group in chords(aim.polygon, aim.place(run), across) for section in group]
    sections = on_border_of(ground, sections)
    if not sections:
        raise refused.cut_misses()
    return _tuned(aim, sections, area_m2)


def _run_of(aim: _Aim, area_m2: float) -> float:
    """Where the exact area is met, by halving: the area grows as the cut moves away from its side."""
    low, high = aim.span()
    for _ in range(70):
        middle = (low + high) / 2
        if aim.ground(middle).area > area_m2:
            low = middle
        else:
            high = middle
    under, over = aim.ground(high).area, aim.ground(low).area
    if over - under > _JUMP_M2 or abs(over - area_m2) > _JUMP_M2:
        raise refused.area_not_reachable(area_m2, under, over)
    return (low + high) / 2


def _tuned(aim: _Aim, sections: list[LineString], area_m2: float) -> tuple[CutLines, float]:
    """Choose grid ends, the longest section first, so that the share comes nearest to the asked area."""
    lines = [LineString(np.round(shapely.get_coordinates(section)[[0, -1]], 3)) for section in sections]
    best = _area_taken(aim, lines)
    for index in sorted(range(len(sections)), key=lambda k: -sections[k].length):
        if abs(best - area_m2) <= _ENOUGH_M2:
            break
        for candidate in _candidates(aim, sections[index], lines[index], area_m2 - best):
            tried = [*lines[:index], candidate, *lines[index + 1 :]]
            area = _area_taken(aim, tried)
            if abs(area - area_m2) < abs(best - area_m2) - 1e-9:
                best, lines = area, tried
            if abs(best - area_m2) <= _ENOUGH_M2:
                break
    return tuple(lines), best


def _candidates(aim: _Aim, section: LineString, line: LineString, missing_m2: float) -> list[LineString]:
    """Lines between grid places on the border near both ends, those first that should add the missing area."""
    exact = shapely.get_coordinates(section)[[0, -1]]
    start, end = (_grid_places(aim.polygon, place) for place in exact)
    now = shapely.get_coordinates(line)
    pairs = [(p, q) for p, q in itertools.product(start, end) if (p != q).any()]
    gains = [_gain(now, p, q, aim.ahead) for p, q in pairs]
    order = sorted(
        range(len(pairs)),
        key=lambda k: (round(abs(gains[k] - missing_m2), 6), *pairs[k][0].tolist(), *pairs[k][1].tolist()),
    )
    return [LineString(pairs[k]) for k in order[:_TRIES]]


def _gain(now: Floats, start: Floats, end: Floats, ahead: Place) -> float:
    """Area won when a cut moves from `now` to start–end; won means moved away from the side of the share."""
    x, y = (np.array([now[0], start, end, now[1]]) - now[0]).T
    swept = float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2
    leftwards = (now[1] - now[0]) @ np.array([-ahead[1], ahead[0]]) > 0
    return -swept if leftwards else swept


def _grid_places(polygon: Polygon, place: Floats) -> Floats:
    """Grid places near `place` that are roundings of places on the sides it lies on."""
    rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(polygon)]
    sides = shapely.linestrings(np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in rings]))
    here = shapely.multilinestrings(sides[shapely.dwithin(sides, shapely.Point(place), TOUCH_M)])
    steps = np.arange(-_WINDOW_MM, _WINDOW_MM + 1)
    window = np.rint(place * 1000) + np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    places = window / 1000
    fits = shapely.dwithin(here, shapely.points(places), _GRID_DIAGONAL_M)
    return np.asarray(places[fits] if fits.any() else np.round(place, 3)[None])


def _area_taken(aim: _Aim, lines: list[LineString]) -> float:
    split = split_polygon(aim.polygon, lines)
    return float(sum(split.parts[part].area for part in _taken(aim, tuple(lines), split)))


def _taken(aim: _Aim, lines: CutLines, split: SplitResult) -> tuple[int, ...]:
    """The parts that lie on the share's side of the cut, and at `near` when a piece was named."""
    middle = shapely.get_coordinates(shapely.line_interpolate_point(lines[0], 0.5, normalized=True))[0]
    ground = beyond(aim.polygon, (float(middle[0]), float(middle[1])), aim.ahead)
    if aim.near is not None:
        ground = piece_at(ground, aim.near)
    shares = [shapely.area(shapely.intersection(part, ground)) / part.area for part in split.parts]
    return tuple(index for index, share in enumerate(shares) if share > 0.5)
