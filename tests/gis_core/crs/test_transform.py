"""Pinned transformations: regression vectors, round trips to the last digit, refusals."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_core.crs.transform import (
    operation_between,
    round_coordinates,
    round_to_grid,
    transform_geometries,
    transform_xy,
)
from gis_core.crs.zones import zones_of
from gis_core.errors import CrsError
from tests.gis_core.crs.vectors import NORTH_EAST, PLACES, VN2000_LAT_LON

TM3 = [z.srid for z in zones_of("vn2000", "tm3") if 105 <= (z.central_meridian or 0) <= 111]


@pytest.mark.parametrize("srid", NORTH_EAST)
@pytest.mark.parametrize("place", PLACES)
def test_regression_vectors_of_every_zone(srid: int, place: str) -> None:
    lat, lon = PLACES[place]
    east, north = transform_xy([lon], [lat], 4326, srid)
    tolerance = 0.0001 if srid in (9218, 5899, 3406) else 0.001
    assert north[0] == pytest.approx(NORTH_EAST[srid][place][0], abs=tolerance)
    assert east[0] == pytest.approx(NORTH_EAST[srid][place][1], abs=tolerance)


@pytest.mark.parametrize("place", PLACES)
def test_vn2000_degrees(place: str) -> None:
    lat, lon = PLACES[place]
    out_lon, out_lat = transform_xy([lon], [lat], 4326, 4756)
    assert (out_lat[0], out_lon[0]) == pytest.approx(VN2000_LAT_LON[place], abs=5e-9)


def test_an_independent_published_point() -> None:
    lon, lat = transform_xy([568262.924], [1255172.510], 9217, 4326)
    assert (lat[0], lon[0]) == pytest.approx((11.349358, 108.877201), abs=1e-6)


def test_missing_the_datum_shift_would_be_seen() -> None:
    lat, lon = PLACES["Phan Thiết"]
    east, north = transform_xy([lon], [lat], 4326, 9218)
    bare_east, bare_north = transform_xy([lon], [lat], 4756, 9218)
    assert bare_east[0] - east[0] == pytest.approx(194.7, abs=0.2)
    assert bare_north[0] - north[0] == pytest.approx(-113.8, abs=0.2)


def test_operations_are_named_by_code() -> None:
    assert operation_between(9218, 4326).code == "EPSG:6960"
    assert operation_between(4326, 9218).code == "inverse EPSG:6960"
    assert operation_between(9218, 5899).code == "projection"
    assert operation_between(9218, 5899).accuracy_m == 0.0
    chain = operation_between(2045, 9218)
    assert (chain.code, chain.accuracy_m) == ("EPSG:1544 + inverse EPSG:6960", 6.0)
    assert operation_between(3149, 4326).accuracy_m == 44.0
    assert operation_between(9218, 9218).code == "identity"


def test_the_delta_operation_is_never_chosen() -> None:
    """EPSG:5194 covers the Mekong delta and moves a point 0.69 m; PROJ left alone may take it there."""
    lon, lat = transform_xy([550000.0], [1100000.0], 5897, 4326)
    pinned = pyproj.Transformer.from_pipeline(
        "proj=pipeline step inv proj=tmerc lat_0=0 lon_0=105 k=0.9999 x_0=500000 ellps=WGS84 "
        "step proj=cart ellps=WGS84 "
        "step proj=helmert x=-191.90441429 y=-39.30318279 z=-111.45032835 rx=-0.00928836 ry=0.01975479 rz=-0.00427372 "
        "s=0.252906278 convention=coordinate_frame step inv proj=cart ellps=WGS84 "
        "step proj=unitconvert xy_in=rad xy_out=deg"
    ).transform(550000.0, 1100000.0, 0.0)
    assert (lon[0], lat[0]) == pytest.approx(pinned[:2], abs=1e-10)


@pytest.mark.parametrize(
    "system",
    [
        'LOCAL_CS["site",UNIT["metre",1]]',
        'ENGCRS["x",EDATUM["y"],CS[Cartesian,2],AXIS["e",east],AXIS["n",north],LENGTHUNIT["metre",1]]',
    ],
)
def test_ballpark_operations_are_refused(system: str) -> None:
    with pytest.raises(CrsError) as refusal:
        operation_between(system, 9218)
    assert refusal.value.code == "ballpark_refused"
    assert refusal.value.hint_vi and refusal.value.hint_en


def test_a_geographic_system_without_datum_is_ballpark() -> None:
    with pytest.raises(CrsError) as refusal:
        operation_between("+proj=longlat +a=6377000 +b=6356000 +no_defs", 4326)
    assert refusal.value.code == "ballpark_refused"


def test_withdrawn_and_unknown_codes_are_refused() -> None:
    with pytest.raises(CrsError) as withdrawn:
        operation_between(6959, 4326)
    assert "5899" in withdrawn.value.message_en
    with pytest.raises(CrsError) as unknown:
        operation_between(999_999, 4326)
    assert unknown.value.code == "crs_unreadable"


def test_other_countries_systems_work_with_a_known_operation() -> None:
    lon, lat = transform_xy([1750000.0], [5900000.0], 2193, 4326)
    assert (lon[0], lat[0]) == pytest.approx((174.6865, -37.0342), abs=1e-3)
    east, north = transform_xy(lon, lat, 4326, 2193)
    assert (east[0], north[0]) == pytest.approx((1750000.0, 5900000.0), abs=0.01)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e30])
def test_impossible_coordinates_are_refused_with_their_place(bad: float) -> None:
    with pytest.raises(CrsError) as refusal:
        transform_xy([456313.0, bad], [1208622.0, 1208622.0], 9218, 4326)
    assert refusal.value.code == "impossible_coordinates"


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(TM3),
    st.sampled_from([*TM3, 3406, 4756]),
    st.integers(380_000_000, 620_000_000),
    st.integers(1_140_000_000, 1_300_000_000),
)
def test_official_millimetres_survive_another_zone(official: int, other: int, east_mm: int, north_mm: int) -> None:
    """The legal digits of a sheet come back exactly, whatever zone the register stores."""
    east, north = east_mm / 1000, north_mm / 1000
    there = transform_xy([east], [north], official, other)
    back = transform_xy(*there, other, official)
    assert round_coordinates(back[0])[0] == east
    assert round_coordinates(back[1])[0] == north


@given(st.integers(-(10**10), 10**10))
def test_rounding_gives_the_double_that_prints_shortest(millimetres: int) -> None:
    assert repr(float(round_coordinates(millimetres / 1000 + 1e-5))) == repr(millimetres / 1000)


def test_geometries_keep_structure_and_none() -> None:
    hole = shapely.Polygon(
        [(456300, 1208600), (456400, 1208600), (456400, 1208700), (456300, 1208700)],
        [[(456340, 1208640), (456360, 1208640), (456360, 1208660)]],
    )
    given_ones = np.array([hole, None, shapely.Point(), shapely.Point(456300, 1208600, 7)], dtype=object)
    moved = transform_geometries(given_ones, 9218, 5899)
    assert moved[1] is None and shapely.is_empty(moved[2]) and not shapely.has_z(moved[3])
    assert len(moved[0].interiors) == 1
    back = round_to_grid(transform_geometries(moved, 5899, 9218))
    assert shapely.equals_exact(back[0], hole, tolerance=0)
    assert shapely.equals_exact(given_ones[0], hole, tolerance=0), "the caller's shapes stay untouched"
