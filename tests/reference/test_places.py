"""Generalised borders: bounds, hints, and that they were simplified as one coverage."""

from datetime import date

import numpy as np
import pytest
import shapely

from gis_core.crs.transform import transform_xy
from reference import api
from tests.gis_core.crs.vectors import PLACES

pytestmark = pytest.mark.django_db

EXPECTED = {
    "Phan Thiết": "Phường Phan Thiết",
    "La Gi": "Phường Phước Hội",
    "Phan Rí Cửa": "Xã Phan Rí Cửa",
    "Chợ Lầu": "Xã Bắc Bình",
    "Phú Quý": "Đặc khu Phú Quý",
}


@pytest.mark.parametrize("place", EXPECTED)
def test_known_places_lie_in_their_commune(place: str) -> None:
    lat, lon = PLACES[place]
    found = [unit.full_name for unit in api.unit_containing_hint(lon, lat)]
    assert EXPECTED[place] in found


def test_far_away_is_nowhere() -> None:
    assert api.unit_containing_hint(174.7, -37.0) == []


def test_bounds_in_several_systems() -> None:
    unit = api.unit("22945")
    west, south, east, north = api.unit_bounds(unit.id, 9218)
    assert (west, south, east, north) == pytest.approx((454994, 1206559, 458030, 1210189), abs=100)
    degrees = api.unit_bounds(unit.id, 4326)
    assert degrees == pytest.approx((108.0900, 10.9102, 108.1178, 10.9431), abs=0.001)
    assert api.unit_bounds(unit.id) == (west, south, east, north)


def test_a_unit_of_the_past_is_bounded_by_its_successors() -> None:
    old, new = api.unit("22930", date(2025, 1, 1)), api.unit("22945")
    assert api.unit_bounds(old.id) == api.unit_bounds(new.id)
    assert api.unit_boundary(old.id) is None


def test_no_border_no_bounds() -> None:
    assert api.unit_bounds(0) is None


def test_neighbours_share_their_border() -> None:
    shapes = np.array([api.unit_boundary(unit.id) for unit in api.current_units()], dtype=object)
    assert shapely.is_valid(shapes).all()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = left < right
    common = shapely.area(shapely.intersection(shapes[left[once]], shapes[right[once]]))
    assert common.max() < 1000, "rounding of the file to about a metre, no more"
    assert shapely.area(shapes).sum() / 1e6 == pytest.approx(7946, rel=0.002)


def test_hints_come_nearest_first() -> None:
    unit = api.unit("22945")
    middle = shapely.point_on_surface(api.unit_boundary(unit.id, 4326))
    assert api.unit_containing_hint(middle.x, middle.y)[0] == unit
    east, north = transform_xy([middle.x], [middle.y], 4326, 9218)
    assert east[0] > 0 and north[0] > 0
