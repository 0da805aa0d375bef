"""Largest inscribed circles: never worse than the tolerance, exact where the answer is known."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from gis_core.geometry.inscribed import largest_circles
from tests.gis_core.geometry.test_parcel_code import EAST, NORTH, parcels

TOLERANCE = 0.001


@settings(max_examples=150, deadline=None)
@given(parcels())
def test_no_point_is_better_by_more_than_the_tolerance(parcel: shapely.Polygon) -> None:
    centre, radius = largest_circles(np.array([parcel], dtype=object), TOLERANCE)
    best = shapely.length(shapely.maximum_inscribed_circle(parcel, 1e-5))
    point = shapely.Point(centre[0])
    assert shapely.contains_properly(parcel, point)
    assert radius[0] == pytest.approx(shapely.distance(shapely.boundary(parcel), point), abs=1e-6)
    assert radius[0] >= best - TOLERANCE - 1e-5


def test_a_triangle_has_its_incircle() -> None:
    corners = np.array([(EAST, NORTH), (EAST + 40, NORTH), (EAST, NORTH + 30)])
    centre, radius = largest_circles(np.array([shapely.Polygon(corners)], dtype=object), TOLERANCE)
    assert radius[0] == pytest.approx(10, abs=1e-6)
    assert tuple(centre[0]) == pytest.approx((EAST + 10, NORTH + 10), abs=1e-5)


def test_the_wider_of_two_rooms_is_found_through_a_narrow_door() -> None:
    rooms = [shapely.box(0, 0, 20, 20), shapely.box(20, 9, 40, 11), shapely.box(40, 0, 60.004, 20.004)]
    shape = shapely.transform(shapely.union_all(rooms), lambda at: at + np.array((EAST, NORTH)))
    _, radius = largest_circles(np.array([shape], dtype=object), TOLERANCE)
    assert radius[0] >= 10.001


def test_a_corner_that_points_inwards_holds_the_circle() -> None:
    notch = shapely.Polygon([(0, 0), (20, 0), (20, 20), (10, 8), (0, 20)])
    shape = shapely.transform(notch, lambda at: at + np.array((EAST, NORTH)))
    _, radius = largest_circles(np.array([shape], dtype=object), TOLERANCE)
    assert radius[0] >= shapely.length(shapely.maximum_inscribed_circle(shape, 1e-6)) - TOLERANCE


def test_none_at_all() -> None:
    centre, radius = largest_circles(np.empty(0, dtype=object), TOLERANCE)
    assert centre.shape == (0, 2) and not len(radius)
