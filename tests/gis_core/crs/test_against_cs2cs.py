"""Every kind of pair against PROJ's own `cs2cs`, which is told each datum by `+towgs84` (position-vector signs).

The strings here are written by hand from the circulars and the EPSG register: nothing of gis_core is in them, so a
wrong sign, scale or false origin on either side shows. The long run takes 10,000 random points a pair.
"""

import subprocess

import numpy as np
import pytest

from gis_core.crs.operations import choose_operation, distance_m
from gis_core.crs.systems import parse_system
from gis_core.crs.transform import transform_xy

VN2000 = "+ellps=WGS84 +towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
HN72 = "+a=6378245 +rf=298.3 +towgs84=-17.51,-108.32,-62.39"
INDIAN = "+a=6377276.345 +rf=300.8017 +towgs84=198,881,317"
WGS84 = "+ellps=WGS84 +towgs84=0,0,0"
LIMIT_M = 0.00001


def tm(datum: str, meridian: float, scale: float, east: float = 500_000) -> str:
    return f"+proj=tmerc +lat_0=0 +lon_0={meridian} +k={scale} +x_0={east} +y_0=0 {datum} +no_defs"


SYSTEMS = {
    "WGS-84": f"+proj=longlat {WGS84} +no_defs",
    "VN-2000": f"+proj=longlat {VN2000} +no_defs",
    "9218": tm(VN2000, 108.5, 0.9999),
    "5899": tm(VN2000, 107.75, 0.9999),
    "3405": tm(VN2000, 105, 0.9996),
    "3406": tm(VN2000, 111, 0.9996),
    "TD:910492": tm(VN2000, 111, 0.9999),
    "VN-2000 TM-3 107-50": tm(VN2000, 107 + 50 / 60, 0.9999),
    "WGS-84 UTM 49": tm(WGS84, 111, 0.9996),
    "HN-72": f"+proj=longlat {HN72} +no_defs",
    "HN-72 18": tm(HN72, 105, 1, 18_500_000),
    "HN-72 19": tm(HN72, 111, 1, 19_500_000),
    "Indian 1960 UTM 48": tm(INDIAN, 105, 0.9996),
}
PAIRS = [
    ("WGS-84", "9218"), ("9218", "WGS-84"), ("WGS-84", "VN-2000"), ("9218", "5899"), ("9218", "3406"), ("3405", "3406"),
    ("WGS-84", "TD:910492"), ("VN-2000", "VN-2000 TM-3 107-50"), ("WGS-84 UTM 49", "9218"), ("HN-72 19", "9218"),
    ("HN-72", "WGS-84"), ("HN-72 18", "HN-72 19"), ("9218", "HN-72 19"), ("Indian 1960 UTM 48", "9218"),
    ("WGS-84", "Indian 1960 UTM 48"),
]  # fmt: skip


def by_cs2cs(source: str, target: str, points: np.ndarray) -> np.ndarray:
    lines = "\n".join(f"{x!r} {y!r}" for x, y in points.tolist())
    done = subprocess.run(
        ["cs2cs", "-f", "%.11f", *SYSTEMS[source].split(), "+to", *SYSTEMS[target].split()],
        input=lines, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return np.array([[float(cell) for cell in line.split()[:2]] for line in done.stdout.splitlines()])


def compare(source: str, target: str, count: int) -> float:
    """Largest distance in metres over the whole country."""
    rng = np.random.default_rng(26)
    lon, lat = rng.uniform(102.2, 112.0, count), rng.uniform(8.2, 23.3, count)
    conversion = choose_operation(parse_system(source), parse_system(target))
    x, y = transform_xy(lon, lat, 4326, conversion.source)
    ours = conversion.forward(x, y)
    theirs = by_cs2cs(source, target, np.column_stack((x, y)))
    return float(distance_m(conversion.target, *ours, theirs[:, 0], theirs[:, 1]).max())


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_few_hundred_points(source: str, target: str) -> None:
    assert compare(source, target, 300) < LIMIT_M


@pytest.mark.long
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_ten_thousand_points(source: str, target: str) -> None:
    assert compare(source, target, 10_000) < LIMIT_M
