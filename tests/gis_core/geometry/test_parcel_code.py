"""The national parcel code: same parcel, same code, whichever way it is drawn."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_core.crs.geohash import encode
from gis_core.crs.transform import transform_xy
from gis_core.errors import CrsError, GeometryError
from gis_core.geometry.parcel_code import ALGORITHM, parcel_codes

EAST, NORTH = 456_300.0, 1_208_600.0


@st.composite
def parcels(draw: st.DrawFn) -> shapely.Polygon:
    """Star-shaped parcels of 4 to 15 vertices on the millimetre grid."""
    count = draw(st.integers(4, 15))
    angles = (np.arange(count) + draw(st.lists(st.floats(0, 0.8), min_size=count, max_size=count))) * 2 * np.pi / count
    radii = draw(st.lists(st.floats(4, 30), min_size=count, max_size=count))
    x = np.round(EAST + radii * np.cos(angles), 3)
    y = np.round(NORTH + radii * np.sin(angles), 3)
    shape = shapely.Polygon(np.column_stack((x, y)))
    return shape if shape.is_valid else shapely.box(EAST, NORTH, EAST + 10, NORTH + 23.456)


@settings(max_examples=60, deadline=None)
@given(parcels(), st.integers(0, 14), st.booleans())
def test_rotated_or_reversed_ring_same_code(parcel: shapely.Polygon, start: int, reverse: bool) -> None:
    ring = list(parcel.exterior.coords)[:-1]
    ring = ring[start % len(ring) :] + ring[: start % len(ring)]
    drawn_otherwise = shapely.Polygon(ring[::-1] if reverse else ring)
    codes, points = parcel_codes([parcel, drawn_otherwise, shapely.MultiPolygon([parcel])], 9218)
    assert len(set(codes)) == 1
    assert shapely.contains_properly(parcel, points[0])


@settings(max_examples=60, deadline=None)
@given(parcels())
def test_the_point_is_the_pole_within_the_tolerance(parcel: shapely.Polygon) -> None:
    _, points = parcel_codes([parcel], 9218)
    best = shapely.length(shapely.maximum_inscribed_circle(parcel, 1e-5))
    assert points[0].distance(parcel.exterior) >= best - 0.0018  # 1 mm search, 0.7 mm rounding to the grid


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(10, 20, (5, 5)), (20, 10, (5, 5)), (10, 10, (5, 5))],
)
def test_ties_go_to_the_lowest_north_then_east(width: float, height: float, expected: tuple[float, float]) -> None:
    _, points = parcel_codes([shapely.box(EAST, NORTH, EAST + width, NORTH + height)], 9218)
    assert (points[0].x - EAST, points[0].y - NORTH) == pytest.approx(expected, abs=0.0005)


def test_a_tie_along_a_slanted_strip() -> None:
    """Sides along (3, 4)/5: both ends of the middle line tie, the southern one is taken."""
    corner = np.array((EAST, NORTH))
    along, across = np.array((15.0, 20.0)), np.array((-8.0, 6.0))
    strip = shapely.Polygon([corner, corner + along, corner + along + across, corner + across])
    _, points = parcel_codes([strip], 9218)
    assert points[0].distance(shapely.Point(corner + across / 2 + along / 5)) < 0.001


def test_the_code_is_the_geohash_of_the_printed_point() -> None:
    codes, points = parcel_codes([shapely.box(EAST, NORTH, EAST + 7.123, NORTH + 31.077)], 9218)
    x, y = round(points[0].x, 3), round(points[0].y, 3)
    assert (x, y) == (points[0].x, points[0].y)
    lon, lat = transform_xy([x], [y], 9218, 4326)
    assert codes[0] == encode(lat[0], lon[0], 12)
    assert ALGORITHM.endswith("/2")


def test_a_hole_is_respected() -> None:
    ring = shapely.Polygon(
        shapely.box(EAST, NORTH, EAST + 30, NORTH + 30).exterior,
        [shapely.box(EAST + 10, NORTH + 10, EAST + 20, NORTH + 20).exterior],
    )
    _, points = parcel_codes([ring], 9218)
    assert shapely.contains_properly(ring, points[0])


def test_of_several_parts_the_widest_counts_in_any_order() -> None:
    small, large = shapely.box(EAST, NORTH, EAST + 4, NORTH + 9), shapely.box(EAST + 50, NORTH, EAST + 61, NORTH + 12)
    codes, points = parcel_codes([shapely.MultiPolygon([small, large]), shapely.MultiPolygon([large, small])], 9218)
    assert codes[0] == codes[1] == parcel_codes([large], 9218)[0][0]
    assert shapely.contains_properly(large, points).all()
    twins = [shapely.box(EAST, NORTH + 50, EAST + 5, NORTH + 55), shapely.box(EAST, NORTH, EAST + 5, NORTH + 5)]
    assert parcel_codes([shapely.MultiPolygon(twins)], 9218)[0][0] == parcel_codes([twins[1]], 9218)[0][0]


def test_many_at_once_in_order() -> None:
    boxes = [shapely.box(EAST + 20 * i, NORTH, EAST + 20 * i + 9 + i % 7, NORTH + 18.3) for i in range(1200)]
    together, _ = parcel_codes(boxes, 9218)
    assert len(set(together)) == 1200
    assert [parcel_codes([boxes[i]], 9218)[0][0] for i in (0, 600, 1199)] == list(together[[0, 600, 1199]])


def test_refusals() -> None:
    with pytest.raises(CrsError):
        parcel_codes([shapely.box(0, 0, 1, 1)], 4326)
    with pytest.raises(GeometryError):
        parcel_codes([shapely.LineString([(0, 0), (1, 1)])], 9218)
    with pytest.raises(GeometryError):
        parcel_codes([None], 9218)
    codes, points = parcel_codes([], 9218)
    assert len(codes) == len(points) == 0
