"""A pinned conversion: its name and accuracy, the way back, the turn of texts, convergence and scale."""

import numpy as np
import pytest

from gis_core.crs.factors import factors
from gis_core.crs.operations import ROUND_TRIP_LIMIT_M, choose_operation
from gis_core.crs.systems import parse_system
from gis_core.crs.transform import transform_xy
from gis_core.errors import CrsError

COUNTRY = np.random.default_rng(4).uniform((102.1, 8.0), (117.4, 23.4), (4000, 2))
PAIRS = [
    ("WGS-84", "9218"), ("9218", "WGS-84"), ("VN-2000", "9217"), ("5897", "3406"), ("2045", "9218"),
    ("9218", "2044"), ("Indian 1960 UTM 49", "9218"), ("TD:910501", "WGS-84 UTM 49"), ("2044", "2045"),
    ("VN-2000 TM-6 108-30", "HN-72"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_the_way_back_over_the_whole_country(source: str, target: str) -> None:
    conversion = choose_operation(parse_system(source), parse_system(target))
    x, y = transform_xy(COUNTRY[:, 0], COUNTRY[:, 1], 4326, conversion.source)
    out_x, out_y, missed = conversion.there_and_back(x, y)
    assert np.nanmax(missed) < ROUND_TRIP_LIMIT_M / 10
    assert np.array_equal(np.column_stack(conversion.forward(x, y)), np.column_stack((out_x, out_y)))


def test_the_operation_is_named_with_its_accuracy() -> None:
    plain = choose_operation(parse_system("WGS-84"), parse_system("Bình Thuận"))
    assert (plain.operation.code, plain.operation.accuracy_m, plain.cautions) == ("inverse EPSG:6960", 1.0, ())
    old = choose_operation(parse_system("HN-72 19"), parse_system("9218"))
    assert (old.operation.code, old.operation.accuracy_m) == ("EPSG:1544 + inverse EPSG:6960", 6.0)
    assert "5–6 m" in old.cautions[0].vi and "5–6 m" in old.cautions[0].en
    same_datum = choose_operation(parse_system("HN-72 19"), parse_system("HN-72 18"))
    assert (same_datum.operation.accuracy_m, same_datum.cautions) == (0.0, ())
    own = choose_operation(parse_system("tm lon_0=108 k=1 dx=1"), parse_system("9218"))
    assert own.operation.accuracy_m is None and own.cautions[0].code == "own_parameters"


def test_a_place_without_image_is_refused_or_marked() -> None:
    conversion = choose_operation(parse_system("WGS-84"), parse_system("9218"))
    with pytest.raises(CrsError):
        conversion.forward([108.1, 0.0], [10.9, 95.0])
    east, north = conversion.forward([108.1, 0.0], [10.9, 95.0], impossible="mark")
    assert np.isfinite(east[0]) and np.isnan([east[1], north[1]]).all()


def test_convergence_and_scale_against_the_closed_series() -> None:
    """γ and k of a transverse Mercator by the series of Snyder (1987) eq. 8-9 and its convergence, fifth order."""
    zone = parse_system("9218")
    lon, lat = np.array([107.2, 108.5, 109.6]), np.array([10.4, 11.0, 12.1])
    east, north = transform_xy(lon, lat, 4756, zone)
    found = factors(zone, east, north)
    phi, along = np.radians(lat), np.radians(lon - 108.5)
    e2 = 2 / 298.257223563 - 1 / 298.257223563**2
    second = e2 / (1 - e2) * np.cos(phi) ** 2
    tan2, cos = np.tan(phi) ** 2, np.cos(phi)
    gamma = along * np.sin(phi) * (1 + along**2 * cos**2 / 3 * (1 + 3 * second + 2 * second**2))
    gamma += along**5 * np.sin(phi) * cos**4 / 15 * (2 - tan2)
    a = along * cos
    k = 0.9999 * (1 + (1 + second) * a**2 / 2 + (5 - 4 * tan2 + 42 * second + 13 * second**2) * a**4 / 24)
    assert found.convergence_deg == pytest.approx(np.degrees(gamma), abs=1e-8)
    k += 0.9999 * (61 - 148 * tan2 + 16 * tan2**2) * a**6 / 720
    assert found.scale == pytest.approx(k, abs=3e-9)
    assert np.isnan(factors(parse_system("WGS-84"), [108.0], [11.0]).scale).all()


def test_texts_turn_by_the_difference_of_convergence() -> None:
    conversion = choose_operation(parse_system("9218"), parse_system("5899"))
    x, y = np.array([400_000.0, 456_313.4, 548_400.2]), np.array([1_180_000.0, 1_208_622.9, 1_164_288.5])
    there = conversion.forward(x, y)
    first, second = factors(conversion.source, x, y), factors(conversion.target, *there)
    assert conversion.turn_deg(x, y) == pytest.approx(second.convergence_deg - first.convergence_deg, abs=1e-6)
    assert conversion.length_ratio(x, y) == pytest.approx(second.scale / first.scale, abs=1e-8)
    degrees = choose_operation(parse_system("9218"), parse_system("VN-2000"))
    assert degrees.turn_deg(x, y) == pytest.approx(-first.convergence_deg, abs=1e-4)
