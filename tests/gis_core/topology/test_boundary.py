"""A corrected boundary changes both parcels by the same ground and leaves the border around them."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from gis_core.errors import GeometryError
from gis_core.topology.boundary import move_boundary, move_vertices
from tests.gis_core.topology.parcels import interiors_apart, on_the_grid

LEFT, RIGHT = box(0, 0, 10, 20), box(10, 0, 20, 20)


def test_both_neighbours_change_at_once() -> None:
    corrected = move_boundary(LEFT, RIGHT, [(12, 0), (11, 10), (12, 20)])
    assert (corrected.first.area, corrected.second.area) == (230, 170)
    assert corrected.gained_m2 == 30
    assert sorted((p.x, p.y) for p in corrected.new_vertices) == [(12, 0), (12, 20)]
    assert {(10, 0), (10, 20)} <= set(corrected.first.exterior.coords)
    swapped = move_boundary(RIGHT, LEFT, [(12, 0), (11, 10), (12, 20)])
    assert swapped.gained_m2 == -30
    assert swapped.first.equals(corrected.second)


def test_a_narrow_parcel_may_grow_far_into_a_wide_one() -> None:
    corrected = move_boundary(box(0, 0, 1, 20), box(1, 0, 20, 20), [(15, 0), (15, 20)])
    assert corrected.first.bounds == (0, 0, 15, 20)
    assert corrected.gained_m2 == 280


@settings(max_examples=40, deadline=None)
@given(st.floats(3, 17), st.floats(3, 17), st.floats(3, 17), st.floats(2, 18))
def test_the_border_around_stays(south: float, north: float, east: float, height: float) -> None:
    corrected = move_boundary(LEFT, RIGHT, [(south, -1), (east, height), (north, 21)])
    parts = [corrected.first, corrected.second]
    assert shapely.union_all(parts).equals(box(0, 0, 20, 20))
    assert interiors_apart(parts)
    assert on_the_grid(*parts)
    assert corrected.first.area - LEFT.area == pytest.approx(corrected.gained_m2)
    assert corrected.second.area - RIGHT.area == pytest.approx(-corrected.gained_m2)


@pytest.mark.parametrize(
    ("places", "code"),
    [
        ([(12, 0), (12, 15)], "cut_ends_inside"),
        ([(25, 0), (25, 20)], "cut_misses"),
        ([(19.95, 0), (19.95, 20)], "cut_leaves_sliver"),
        ([(12, -1), (12, 21), (15, 21), (15, -1)], "cut_makes_more_parts"),
        ([(12, 0), (12, 0)], "zero_distance"),
        ([(8, -1), (8, 15), (15, 15), (15, 5), (5, 5), (5, 21)], "cut_crosses_itself"),
    ],
)
def test_lines_that_are_no_boundary(places: list[tuple[float, float]], code: str) -> None:
    with pytest.raises(GeometryError) as refusal:
        move_boundary(LEFT, RIGHT, places)
    assert refusal.value.code == code


def test_parcels_that_only_touch_have_no_boundary_to_correct() -> None:
    with pytest.raises(GeometryError) as refusal:
        move_boundary(LEFT, box(10, 20, 20, 30), [(12, 0), (12, 20)])
    assert refusal.value.code == "parcels_share_no_side"


BENT = [
    Polygon([(0, 0), (10, 0), (10, 10), (10, 20), (0, 20)]),
    Polygon([(10, 0), (20, 0), (20, 20), (10, 20), (10, 10)]),
]


def test_a_shared_vertex_moves_in_every_parcel() -> None:
    left, right = move_vertices(BENT, {(10, 10): (12.5, 9)})
    assert left.area == 225
    assert right.area == 175
    quarters = [box(0, 0, 10, 10), box(10, 0, 20, 10), box(0, 10, 10, 20), box(10, 10, 20, 20)]
    moved = move_vertices(quarters, {(10, 10): (12, 13)})
    assert interiors_apart(list(moved))
    assert shapely.union_all(list(moved)).equals(box(0, 0, 20, 20))


@pytest.mark.parametrize(
    ("moves", "code"),
    [
        ({(10, 11): (12, 11)}, "vertex_unknown"),
        ({(0, 0): (-1, -1)}, "outer_border_moved"),
        ({(10, 0): (10, -1)}, "outer_border_moved"),
        ({(10, 10): (25, 10)}, "correction_breaks_parcel"),
    ],
)
def test_moves_that_break_something(moves: dict, code: str) -> None:
    with pytest.raises(GeometryError) as refusal:
        move_vertices(BENT, moves)
    assert refusal.value.code == code


def test_the_end_of_a_boundary_may_slide_along_the_border() -> None:
    left, right = move_vertices(BENT, {(10, 0): (12, 0)})
    assert left.area + right.area == 400
    assert left.area == 210
