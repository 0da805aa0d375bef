"""Shares of area are met on the grid, whatever the shape and however it is drawn."""

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from gis_core.errors import GeometryError
from gis_core.geometry.bearing import Bearing
from gis_core.geometry.corners import number_corners
from gis_core.topology.area_cuts import FromSide, cut_area, divide_equally
from tests.gis_core.topology.parcels import (
    RING,
    SQUARE,
    U_SHAPE,
    interiors_apart,
    on_the_grid,
    redrawn,
    shifted,
    star,
)

SHARE_M2 = 0.05


def code_of(act: object, *args: object, **options: object) -> str:
    with pytest.raises(GeometryError) as refusal:
        act(*args, **options)  # type: ignore[operator]
    assert refusal.value.hint_vi
    return refusal.value.code


def test_120_square_metres_from_the_north_side() -> None:
    cut = cut_area(SQUARE, 120, Bearing(0))
    assert cut.area_m2 == 120
    assert [sorted(line.coords) for line in cut.lines] == [[(0, 14), (20, 14)]]
    assert shapely.union_all([cut.split.parts[part] for part in cut.taken]).bounds == (0, 14, 20, 20)


def test_a_strip_along_a_side() -> None:
    east_side = next(c.n for c in number_corners(SQUARE) if c.place == (20, 20))
    cut = cut_area(SQUARE, 50, FromSide(east_side))
    assert cut.area_m2 == 50
    assert cut.split.parts[cut.taken[0]].bounds == (17.5, 0, 20, 20)


def test_a_hole_counts_as_no_ground() -> None:
    cut = cut_area(RING, 192, Bearing(0))
    assert cut.area_m2 == pytest.approx(192, abs=1e-6)
    assert len(cut.lines) == 2
    assert len(cut.split.parts) == 2


def test_several_pieces_are_refused_or_chosen() -> None:
    assert code_of(cut_area, U_SHAPE, 60, Bearing(0)) == "cut_makes_more_parts"
    both = cut_area(U_SHAPE, 60, Bearing(0), several=True)
    assert sorted(both.split.parts[part].area for part in both.taken) == [30, 30]
    left = cut_area(U_SHAPE, 60, Bearing(0), near=(5, 20))
    assert left.split.parts[left.taken[0]].bounds == (0, 14, 10, 20)
    assert len(left.split.parts) == 2


def test_a_connected_piece_may_jump_over_the_area() -> None:
    with pytest.raises(GeometryError) as refusal:
        cut_area(U_SHAPE, 150, Bearing(0), near=(5, 20))
    assert refusal.value.code == "area_not_reachable"
    assert "100,0 m²" in refusal.value.message_vi
    assert "200,0 m²" in refusal.value.message_vi


@pytest.mark.parametrize(
    ("area", "code"),
    [(0, "zero_distance"), (-3, "zero_distance"), (float("nan"), "zero_distance"), (400, "area_too_large")],
)
def test_areas_that_cannot_be_cut(area: float, code: str) -> None:
    assert code_of(cut_area, SQUARE, area, Bearing(0)) == code


def test_slivers_and_unknown_sides_are_refused() -> None:
    assert code_of(cut_area, SQUARE, 1, Bearing(0)) == "cut_leaves_sliver"
    assert code_of(cut_area, SQUARE, 399.5, Bearing(0)) == "cut_leaves_sliver"
    assert code_of(cut_area, SQUARE, 100, FromSide(7)) == "corner_unknown"
    assert code_of(divide_equally, SQUARE, 1, Bearing(0)) == "wrong_part_count"
    assert code_of(divide_equally, SQUARE, 3000, Bearing(0)) == "wrong_part_count"


shapes = st.tuples(st.integers(0, 10_000), st.integers(4, 16))


@settings(max_examples=50, deadline=None)
@given(shapes, st.floats(0, 359.9), st.floats(0.05, 0.95))
def test_the_share_is_met_on_the_grid(shape: tuple[int, int], turn: float, share: float) -> None:
    polygon = star(*shape)
    assume(polygon.is_valid and polygon.area > 50)
    asked = round(polygon.area * share, 1)
    cut = cut_area(polygon, asked, Bearing(turn), several=True, least_width_m=0.0)
    parts = list(cut.split.parts)
    assert abs(cut.area_m2 - asked) <= SHARE_M2
    assert sum(part.area for part in parts) == pytest.approx(cut.split.border.area, abs=1e-6)
    assert shapely.is_valid(parts).all()
    assert on_the_grid(*parts)
    assert interiors_apart(parts)
    assert shapely.equals(shapely.union_all(parts), cut.split.border)


@settings(max_examples=25, deadline=None)
@given(shapes, st.floats(0.1, 0.9), st.integers(0, 15), st.booleans(), st.integers(-(10**8), 10**8))
def test_the_drawing_of_the_parcel_changes_nothing(
    shape: tuple[int, int], share: float, turn: int, reverse: bool, shift_mm: int
) -> None:
    polygon = star(*shape)
    assume(polygon.is_valid and polygon.area > 50)
    asked = round(polygon.area * share, 1)
    here = cut_area(polygon, asked, Bearing(20), several=True, least_width_m=0.0)
    again = cut_area(redrawn(polygon, turn, reverse), asked, Bearing(20), several=True, least_width_m=0.0)
    assert shapely.equals(shapely.union_all(here.lines), shapely.union_all(again.lines))
    elsewhere = cut_area(
        shifted(polygon, shift_mm / 1000, -shift_mm / 1000), asked, Bearing(20), several=True, least_width_m=0.0
    )
    assert abs(elsewhere.area_m2 - asked) <= SHARE_M2
    moved = shapely.get_coordinates(elsewhere.lines) - [shift_mm / 1000, -shift_mm / 1000]
    assert np.abs(moved - shapely.get_coordinates(here.lines)).max() < 0.012


@settings(max_examples=30, deadline=None)
@given(shapes, st.integers(2, 6), st.floats(0, 359.9))
def test_equal_parts_are_equal(shape: tuple[int, int], count: int, turn: float) -> None:
    polygon = star(*shape)
    assume(polygon.is_valid and polygon.area > 100)
    try:
        _, split = divide_equally(polygon, count, Bearing(turn), least_width_m=0.0)
    except GeometryError as refusal:
        assert refusal.code == "cut_makes_more_parts"
        return
    areas = np.array([part.area for part in split.parts])
    assert len(areas) == count
    assert np.abs(areas - polygon.area / count).max() <= SHARE_M2
    assert areas.sum() == pytest.approx(split.border.area, abs=1e-6)


def test_equal_parts_of_a_plain_parcel() -> None:
    lines, split = divide_equally(SQUARE, 4, Bearing(90))
    assert len(lines) == 3
    assert [part.area for part in split.parts] == [100.0] * 4
    _, strips = divide_equally(SQUARE, 5, FromSide(1))
    assert [part.area for part in strips.parts] == [80.0] * 5


def test_a_long_cut_comes_as_near_as_the_grid_allows() -> None:
    field = Polygon([(0, 0), (200, 0), (200, 300.017), (0, 299.981)])
    cut = cut_area(field, 20_000.1, Bearing(0))
    assert abs(cut.area_m2 - 20_000.1) <= SHARE_M2
