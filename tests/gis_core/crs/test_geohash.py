"""GeoHash agrees with the published check and with an independent implementation."""

import numpy as np
import pygeohash
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_core.crs.geohash import decode_cell, encode, encode_many
from gis_core.crs.transform import round_coordinates, transform_xy
from tests.gis_core.crs.vectors import GEOHASH, NORTH_EAST


def test_classic_check() -> None:
    assert encode(57.64911, 10.40744, 11) == "u4pruydqqvj"


@pytest.mark.parametrize("place", GEOHASH)
def test_regression_points(place: str) -> None:
    north, east = (round_coordinates(value) for value in NORTH_EAST[9218][place])
    lon, lat = transform_xy([east], [north], 9218, 4326)
    assert encode(lat[0], lon[0]) == GEOHASH[place]


def _degrees(limit: float) -> st.SearchStrategy[float]:
    """To 1e-9 degrees (0.1 mm): finer numbers next to a cell border are noise of the arithmetic."""
    return st.floats(-limit, limit).map(lambda value: round(value, 9))


@given(_degrees(89.999), _degrees(179.999), st.integers(1, 12))
def test_agrees_with_an_independent_implementation(lat: float, lon: float, length: int) -> None:
    assert encode(lat, lon, length) == pygeohash.encode(lat, lon, length)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_the_cell_holds_the_point(lat: float, lon: float) -> None:
    south, west, north, east = decode_cell(encode(lat, lon))
    assert south - 1e-12 <= lat <= north + 1e-12
    assert west - 1e-12 <= lon <= east + 1e-12


def test_refuses_what_is_no_place() -> None:
    for lat, lon in ((91, 0), (0, 181), (np.nan, 0)):
        with pytest.raises(ValueError, match="latitude"):
            encode_many([lat], [lon])
    with pytest.raises(ValueError, match="12"):
        encode(0, 0, 13)
    with pytest.raises(ValueError, match="letter"):
        decode_cell("w3a")
