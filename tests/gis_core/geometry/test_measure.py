"""Areas, widths, tolerances and label points on shapes known by heart."""

from decimal import Decimal

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis_core.geometry.measure import (
    DETAIL_ACCURACY_M,
    area_tolerance,
    areas,
    label_points,
    pole,
    rounded_area,
    rounded_areas,
    short_side_m,
)

L_SHAPE = shapely.Polygon([(0, 0), (20, 0), (20, 3), (3, 3), (3, 20), (0, 20)])


@pytest.mark.parametrize(
    ("area", "printed"), [(135.25, "135.3"), (135.249, "135.2"), (0.05, "0.1"), (421.1, "421.1"), (0.04, "0.0")]
)
def test_areas_round_half_up(area: float, printed: str) -> None:
    assert rounded_area(area) == Decimal(printed)
    assert rounded_areas([area]) == [Decimal(printed)]


@given(st.decimals(0, 10**7, places=3))
def test_one_and_many_round_alike(area: Decimal) -> None:
    assert rounded_areas([float(area)]) == [rounded_area(area)]


def test_area_tolerance_by_hand() -> None:
    """A 10 m by 20 m rectangle: every vertex's neighbours are one diagonal apart, Σd² = 4 · 500."""
    m = DETAIL_ACCURACY_M[1000]
    assert area_tolerance([shapely.box(0, 0, 10, 20)], m)[0] == pytest.approx(m * np.sqrt(2000))


def test_area_tolerance_is_twice_the_spread_of_a_simulation() -> None:
    rng = np.random.default_rng(3)
    corners = np.array([(0, 0), (30, 4), (27, 19), (12, 25), (-3, 14)], dtype=float)
    moved = corners + rng.normal(0, 0.15, (4000, *corners.shape))
    spread = shapely.area(shapely.polygons(moved)).std()
    assert area_tolerance([shapely.Polygon(corners)], 0.15)[0] == pytest.approx(2 * spread, rel=0.05)


def test_area_tolerance_counts_holes_parts_and_mixed_accuracies() -> None:
    hole = shapely.Polygon(shapely.box(0, 0, 10, 20).exterior, [shapely.box(2, 2, 4, 4).exterior])
    both = shapely.MultiPolygon([shapely.box(0, 0, 10, 20), shapely.box(20, 0, 22, 2)])
    plain, holed, parts = area_tolerance([shapely.box(0, 0, 10, 20), hole, both], [0.3, 0.3, 0.3])
    assert holed == pytest.approx(parts) and holed > plain
    assert area_tolerance([shapely.box(0, 0, 1, 1)] * 2, [0.15, 0.30])[1] == pytest.approx(0.3 * np.sqrt(8))


def test_short_side() -> None:
    turned = shapely.affinity.rotate(shapely.box(0, 0, 4, 25), 31)
    widths = short_side_m([shapely.box(0, 0, 4, 25), turned, L_SHAPE, None])
    assert widths[0] == widths[1] == 4.0
    assert 3.0 < widths[2] < 3.6, "an L is as wide as its arms, not as its box"
    assert widths[3] == 0.0


def test_label_points_lie_inside() -> None:
    ring = shapely.Polygon(shapely.box(0, 0, 20, 20).exterior, [shapely.box(2, 2, 18, 18).exterior])
    shapes = np.array([shapely.box(0, 0, 4, 25), L_SHAPE, ring], dtype=object)
    points = label_points(shapes)
    assert shapely.contains_properly(shapes, points).all()
    assert points[0].equals(shapely.Point(2, 12.5)), "centroids keep rows of tube houses in line"


def test_pole_of_several_parts_is_in_the_widest() -> None:
    point, radius = pole([shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(10, 0, 18, 8)])], 0.001)
    assert radius[0] == pytest.approx(4, abs=0.002)
    assert point[0].distance(shapely.Point(14, 4)) < 0.01


def test_areas_of_none() -> None:
    assert np.isnan(areas([None])[0])
