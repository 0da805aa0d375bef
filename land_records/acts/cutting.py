"""Cuts as people type them, turned into parts of a parcel. Places are X (north), Y (east) of the official zone, metres.

Corners and sides are named by their numbers on the parcel sheet; bearings as papers write them (125°30'15").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, model_validator
from shapely.geometry import LineString, Polygon

from gis_core.geometry.bearing import Bearing
from gis_core.topology.area_cuts import FromSide, Towards, cut_area, divide_equally
from gis_core.topology.cuts import (
    CutLines,
    Direction,
    Leg,
    Parallel,
    Perpendicular,
    cut_by_legs,
    cut_by_points,
    cut_parallel,
    cut_through,
    divide,
)
from gis_core.topology.split import split_polygon
from land_records.acts.errors import ActRefusedError
from land_records.acts.protocol import Payload


class PlaceInput(Payload):
    """A place as papers print it: X is north, Y is east."""

    x_north: float
    y_east: float

    @property
    def east_north(self) -> tuple[float, float]:
        """As the geometry takes it."""
        return self.y_east, self.x_north


class LegInput(Payload):
    """One step: bearing and metres; the last may leave the metres out and runs to the border."""

    bearing: str
    distance_m: float | None = None


class CutByPoints(Payload):
    """A line through coordinates."""

    how: Literal["points"] = "points"
    points: tuple[PlaceInput, ...] = Field(min_length=2)


class CutByLegs(Payload):
    """Bearings and distances from a corner, or from a place `along_m` metres along its side."""

    how: Literal["legs"] = "legs"
    corner: int
    along_m: float = 0.0
    legs: tuple[LegInput, ...] = Field(min_length=1)


class CutParallel(Payload):
    """A line parallel to a side, so many metres inwards."""

    how: Literal["parallel"] = "parallel"
    side: int
    distance_m: float


class CutThrough(Payload):
    """A straight line through a place: by bearing, parallel to a side or square to one (exactly one of the three)."""

    how: Literal["through"] = "through"
    place: PlaceInput
    bearing: str = ""
    parallel_to: int | None = None
    square_to: int | None = None

    @model_validator(mode="after")
    def _one_direction(self) -> "CutThrough":
        if [bool(self.bearing), self.parallel_to is not None, self.square_to is not None].count(True) != 1:
            raise ValueError("exactly one of bearing, parallel_to, square_to")
        return self

    def direction(self) -> Direction:
        """The one that was given."""
        if self.bearing:
            return Bearing.read(self.bearing)
        return Parallel(self.parallel_to) if self.parallel_to is not None else Perpendicular(self.square_to or 0)


class _FromOneSide(Payload):
    """Taken at the end of the parcel in a bearing (0° is the north side), or along a side."""

    bearing: str = ""
    side: int | None = None

    @model_validator(mode="after")
    def _one_side(self) -> "_FromOneSide":
        if bool(self.bearing) == (self.side is not None):
            raise ValueError("either bearing or side")
        return self

    def towards(self) -> Towards:
        """The one that was given."""
        return FromSide(self.side) if self.side is not None else Bearing.read(self.bearing)


class CutArea(_FromOneSide):
    """A share of area: "120 m² from the north side"."""

    how: Literal["area"] = "area"
    area_m2: float


class CutEqual(_FromOneSide):
    """So many parts of the same area, one after the other."""

    how: Literal["equal"] = "equal"
    parts: int = Field(ge=2)


class CutLinesInput(Payload):
    """Several lines at once, as drawn in the map editor."""

    how: Literal["lines"] = "lines"
    lines: tuple[tuple[PlaceInput, ...], ...] = Field(min_length=1)


Cut = Annotated[
    CutByPoints | CutByLegs | CutParallel | CutThrough | CutArea | CutEqual | CutLinesInput, Field(discriminator="how")
]


@dataclass(frozen=True, slots=True)
class Division:
    """The parts in a fixed order and the cut lines, in the official zone."""

    parts: tuple[Polygon, ...]
    lines: tuple[LineString, ...]


def divided(polygon: Polygon, cut: Cut, *, several: bool = False) -> Division:
    """Cut a parcel; `several`: it may fall into more than two parts. Raises GeometryError with what is wrong."""
    match cut:
        case CutArea():
            share = cut_area(polygon, cut.area_m2, cut.towards(), several=several)
            return Division(share.split.parts, share.lines)
        case CutEqual():
            lines, split = divide_equally(polygon, cut.parts, cut.towards(), several=several)
            return Division(split.parts, lines)
        case CutLinesInput():
            drawn = tuple(LineString([place.east_north for place in line]) for line in cut.lines if len(line) > 1)
            return Division(split_polygon(polygon, drawn).parts, drawn)
        case _:
            lines = _lines(polygon, cut)
            return Division(divide(polygon, lines, several=several).parts, lines)


def _lines(polygon: Polygon, cut: CutByPoints | CutByLegs | CutParallel | CutThrough) -> CutLines:
    match cut:
        case CutByPoints():
            return cut_by_points(polygon, [place.east_north for place in cut.points])
        case CutByLegs():
            legs = [Leg(Bearing.read(leg.bearing), leg.distance_m) for leg in cut.legs]
            return cut_by_legs(polygon, cut.corner, legs, along_m=cut.along_m)
        case CutParallel():
            return cut_parallel(polygon, cut.side, cut.distance_m)
        case CutThrough():
            return cut_through(polygon, cut.place.east_north, cut.direction())


def drawn(lines: Sequence[LineString]) -> list[list[tuple[float, float]]]:
    """Lines as plain (east, north) pairs, for the facts of a plan."""
    return [[(float(x), float(y)) for x, y in line.coords] for line in lines]


def chosen_parts(division: Division, numbers: Sequence[int]) -> tuple[tuple[Polygon, ...], tuple[Polygon, ...]]:
    """(the named parts, the rest), parts numbered from 1 in the order of the dry-run. Raises ActRefusedError."""
    count = len(division.parts)
    if not numbers or not set(numbers) < set(range(1, count + 1)):
        raise ActRefusedError(
            f"Chọn phần bị lấy ra trong {count} phần, đánh số từ 1 đến {count}; phải còn lại ít nhất một phần.",
            f"Choose the part that is taken among {count}, numbered 1 to {count}; at least one must remain.",
            hint_vi="Xem số của từng phần trên hình xem trước.",
            hint_en="The numbers stand on the picture of the dry-run.",
            code="part_unknown",
        )
    named = tuple(part for place, part in enumerate(division.parts, start=1) if place in numbers)
    rest = tuple(part for place, part in enumerate(division.parts, start=1) if place not in numbers)
    return named, rest
