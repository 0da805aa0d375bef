"""Typed cuts land where the numbers say, on the grid, or are refused with code and place."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from gis_core.errors import GeometryError
from gis_core.geometry.bearing import Bearing
from gis_core.geometry.corners import number_corners
from gis_core.topology.cuts import (
    Leg,
    Parallel,
    Perpendicular,
    cut_by_legs,
    cut_by_points,
    cut_parallel,
    cut_through,
    divide,
)
from tests.gis_core.topology.parcels import RING, SQUARE, U_SHAPE, interiors_apart, on_the_grid, star


def code_of(act: object, *args: object, **options: object) -> str:
    with pytest.raises(GeometryError) as refusal:
        act(*args, **options)  # type: ignore[operator]
    assert refusal.value.hint_vi
    assert refusal.value.hint_en
    return refusal.value.code


def areas(polygon: Polygon, lines: object, **options: object) -> list[float]:
    return sorted(round(part.area, 3) for part in divide(polygon, lines, **options).parts)  # type: ignore[arg-type]


def test_coordinates_beyond_the_border_are_trimmed_to_it() -> None:
    (line,) = cut_by_points(SQUARE, [(5, -40), (5, 60)])
    assert sorted(line.coords) == [(5, 0), (5, 20)]
    assert areas(SQUARE, [line]) == [100, 300]


def test_coordinates_typed_in_centimetres_reach_the_border() -> None:
    slanted = Polygon([(0, 0), (20, 7.333), (20, 20), (0, 20)])
    lines = cut_by_points(slanted, [(7.01, 2.585), (7.01, 19.99)])
    split = divide(slanted, lines)
    assert len(split.parts) == 2
    assert sum(part.area for part in split.parts) == pytest.approx(split.border.area)


def test_bends_of_a_typed_line_are_kept() -> None:
    (line,) = cut_by_points(SQUARE, [(5, -1), (5, 10), (12, 10), (12, 21)])
    assert sorted(line.coords) == [(5, 0), (5, 10), (12, 10), (12, 20)]
    assert areas(SQUARE, [line]) == [170, 230]


def test_a_traverse_from_a_corner() -> None:
    """Corner 1 is (0, 20), side 1 runs east: 8 m along it, south 12 m, then east to the border."""
    lines = cut_by_legs(SQUARE, 1, [Leg(Bearing(180), 12.0), Leg(Bearing(90), None)], along_m=8.0)
    assert sorted(lines[0].coords) == [(8, 8), (8, 20), (20, 8)]
    assert areas(SQUARE, lines) == [144, 256]


def test_a_bearing_from_a_corner_runs_to_the_next_border_only() -> None:
    assert [c.place for c in number_corners(U_SHAPE)][5:] == [(30, 20), (30, 0), (0, 0)]
    lines = cut_by_legs(U_SHAPE, 6, [Leg(Bearing(270), None)], along_m=5)
    assert [sorted(line.coords) for line in lines] == [[(20, 15), (30, 15)]]
    assert areas(U_SHAPE, lines) == [50, 450]
    assert areas(U_SHAPE, cut_by_legs(U_SHAPE, 2, [Leg(Bearing(225), None)])) == [50, 450]
    assert code_of(cut_by_legs, U_SHAPE, 6, [Leg(Bearing(270), None)]) == "cut_misses"


def test_an_offset_bounds_the_strip_along_its_side() -> None:
    assert areas(SQUARE, cut_parallel(SQUARE, 2, 4.5)) == [90, 310]
    assert areas(RING, cut_parallel(RING, 1, 10)) == [192, 192]
    top_of_left_leg = next(c.n for c in number_corners(U_SHAPE) if c.place == (0, 20))
    assert areas(U_SHAPE, cut_parallel(U_SHAPE, top_of_left_leg, 3)) == [30, 470]


def test_a_line_through_a_point() -> None:
    assert areas(SQUARE, cut_through(SQUARE, (5, 5), Parallel(1))) == [100, 300]
    assert areas(SQUARE, cut_through(SQUARE, (5, 5), Perpendicular(1))) == [100, 300]
    assert areas(SQUARE, cut_through(SQUARE, (10, 10), Bearing(45))) == [200, 200]
    assert areas(RING, cut_through(RING, (4, 10), Bearing(90))) == [192, 192]


def test_a_line_through_a_concave_parcel_cuts_the_section_at_the_point() -> None:
    assert areas(U_SHAPE, cut_through(U_SHAPE, (5, 15), Bearing(90))) == [50, 450]
    assert code_of(cut_through, U_SHAPE, (-5, 15), Bearing(90)) == "several_sections"
    every = cut_through(U_SHAPE, (-5, 15), Bearing(90), every_section=True)
    assert code_of(divide, U_SHAPE, every) == "cut_makes_more_parts"
    assert areas(U_SHAPE, every, several=True) == [50, 50, 400]


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ([(5, 5)], "zero_distance"),
        ([(5, 5), (5, 5.0002)], "zero_distance"),
        ([(30, 0), (30, 20)], "cut_misses"),
        ([(0, 0), (20, 0)], "cut_misses"),
        ([(math.nan, 0), (5, 20)], "cut_misses"),
        ([(-5, 10), (10, 10)], "cut_ends_inside"),
        ([(5, -5), (5, 19.9)], "cut_ends_inside"),
        ([(-5, 5), (15, 5), (15, 15), (10, 15), (10, -5)], "cut_crosses_itself"),
        ([(-5, 5), (15, 5), (10, 5), (10, 25)], "cut_crosses_itself"),
    ],
)
def test_typed_lines_that_cannot_cut(points: list[tuple[float, float]], code: str) -> None:
    assert code_of(cut_by_points, SQUARE, points) == code


def test_a_refusal_names_the_place_in_the_order_of_papers() -> None:
    with pytest.raises(GeometryError) as refusal:
        cut_by_points(SQUARE, [(-5, 5), (15, 5), (15, 15), (10, 15), (10, -5)])
    assert "X = 5.000, Y = 10.000" in refusal.value.message_vi
    with pytest.raises(GeometryError) as refusal:
        cut_by_points(SQUARE, [(5, -5), (5, 18.5)])
    assert "X = 18.500, Y = 5.000" in refusal.value.message_vi
    assert "1,500 m" in refusal.value.message_vi
    assert "1.500 m" in refusal.value.message_en


def test_numbers_that_make_no_sense_are_refused() -> None:
    south = Bearing(180)
    assert code_of(cut_by_legs, SQUARE, 9, [Leg(south, None)]) == "corner_unknown"
    assert code_of(cut_by_legs, SQUARE, 1, [Leg(south, None)], along_m=20.5) == "beyond_side"
    assert code_of(cut_by_legs, SQUARE, 1, [Leg(south, 0.0)], along_m=5) == "zero_distance"
    assert code_of(cut_by_legs, SQUARE, 1, [Leg(south, None), Leg(south, 3)], along_m=5) == "zero_distance"
    assert code_of(cut_by_legs, SQUARE, 1, [Leg(Bearing(0), None)], along_m=5) == "cut_misses"
    assert code_of(cut_by_legs, SQUARE, 1, [Leg(south, 5.0)], along_m=5) == "cut_ends_inside"
    assert code_of(cut_parallel, SQUARE, 1, 0.0) == "zero_distance"
    assert code_of(cut_parallel, SQUARE, 1, -2.0) == "zero_distance"
    assert code_of(cut_parallel, SQUARE, 1, 21.0) == "cut_misses"
    assert code_of(cut_through, SQUARE, (50, 50), Bearing(90)) == "cut_misses"


def test_slivers_are_refused_with_their_width() -> None:
    assert code_of(divide, SQUARE, cut_parallel(SQUARE, 1, 0.05)) == "cut_leaves_sliver"
    assert code_of(divide, SQUARE, cut_parallel(SQUARE, 1, 2), least_width_m=3) == "cut_leaves_sliver"
    assert areas(SQUARE, cut_parallel(SQUARE, 1, 3), least_width_m=3) == [60, 340]


def test_an_end_beside_a_corner_is_the_corner() -> None:
    (line,) = cut_through(SQUARE, (10, 10.0011), Bearing(45))
    assert sorted(line.coords) == [(0, 0), (20, 20)]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(4, 16), st.floats(0, 359.9), st.integers(1, 4), st.floats(0.3, 12))
def test_typed_cuts_fill_the_parcel(seed: int, corners: int, turn: float, side: int, metres: float) -> None:
    polygon = star(seed, corners)
    assume(polygon.is_valid and polygon.area > 50)
    inside = shapely.point_on_surface(polygon)
    attempts = [
        lambda: cut_through(polygon, (inside.x, inside.y), Bearing(turn)),
        lambda: cut_through(polygon, (inside.x, inside.y), Parallel(side)),
        lambda: cut_parallel(polygon, side, metres),
        lambda: cut_by_legs(polygon, side, [Leg(Bearing(turn), None)], along_m=0.1),
    ]
    for attempt in attempts:
        try:
            lines = attempt()
            split = divide(polygon, lines, several=True)
        except GeometryError as refusal:
            assert refusal.code in {"cut_misses", "cut_leaves_sliver", "beyond_side"}
            continue
        parts = list(split.parts)
        assert shapely.is_valid(parts).all()
        assert on_the_grid(*parts, split.border)
        assert interiors_apart(parts)
        assert shapely.equals(shapely.union_all(parts), split.border)
        assert shapely.hausdorff_distance(split.border, polygon) <= 0.0011
        ends = shapely.get_coordinates(np.array(lines, dtype=object))
        assert shapely.dwithin(shapely.boundary(split.border), shapely.points(ends[[0, -1]]), 1e-9).all()
