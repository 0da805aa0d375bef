"""Worked examples the EPSG register prints with its methods (Guidance Note 7-2, IOGP 373-07-02; also at epsg.io).

They use other countries' ellipsoids: what is tested is the machinery that national zones and own systems share.
The figures are printed to a centimetre or a thousandth of an arc-second, so that far they are compared.
"""

import numpy as np
import pytest
from pyproj import Transformer

from gis_core.crs.systems import parse_system
from gis_core.crs.transform import transform_xy, transform_xyz


def dms(degrees: int, minutes: int, seconds: float) -> float:
    return degrees + minutes / 60 + seconds / 3600


def geocentric(axis: float, flattening: float) -> Transformer:
    to_radians = "step proj=unitconvert xy_in=deg xy_out=rad"
    return Transformer.from_pipeline(f"proj=pipeline {to_radians} step proj=cart a={axis} rf={flattening}")


@pytest.mark.parametrize(("convention", "sign"), [("coordinate_frame", -1), ("position_vector", 1)])
def test_seven_parameters_methods_9607_and_9606(convention: str, sign: int) -> None:
    """WGS 72 to WGS 84: tZ 4.5 m, rotation 0.554″, 0.219 ppm; geocentric figures printed to 1 cm."""
    wgs72 = parse_system(
        f"lonlat a=6378135 rf=298.26 dx=0 dy=0 dz=4.5 rx=0 ry=0 rz={sign * 0.554} ds=0.219 convention={convention}"
    )
    place = geocentric(6378135, 298.26).transform(3657660.66, 255768.55, 5201382.11, direction="INVERSE")
    lon, lat, height = transform_xyz([place[0]], [place[1]], [place[2]], wgs72, 4326)
    out = geocentric(6378137, 298.257223563).transform(lon[0], lat[0], height[0])
    assert out == pytest.approx((3657660.78, 255778.43, 5201387.75), abs=0.006)


def test_three_parameters_method_9603() -> None:
    """WGS 84 to ED50 in the North Sea; here the shift of ED50 to WGS 84 is run backwards."""
    ed50 = parse_system("lonlat a=6378388 rf=297 dx=-84.87 dy=-96.49 dz=-116.95")
    lon, lat, height = transform_xyz([dms(2, 7, 46.38)], [dms(53, 48, 33.82)], [73.0], 4326, ed50)
    assert lat[0] == pytest.approx(dms(53, 48, 36.565), abs=0.0015 / 3600)
    assert lon[0] == pytest.approx(dms(2, 7, 51.477), abs=0.0015 / 3600)
    assert height[0] == pytest.approx(28.02, abs=0.01)


def test_transverse_mercator_method_9807() -> None:
    """British National Grid at 50°30′ N 0°30′ E: 577274.99 E, 69740.50 N (its origin lies at 49° N, N0 = −100 km)."""
    grid = parse_system("tm lon_0=-2 k=0.9996012717 x_0=400000 y_0=0 a=6377563.396 rf=299.32496")
    degrees = parse_system("lonlat a=6377563.396 rf=299.32496")
    east, north = transform_xy([0.5, -2.0], [50.5, 49.0], degrees, grid)
    assert east[0] == pytest.approx(577274.99, abs=0.01)
    assert north[0] - north[1] - 100_000 == pytest.approx(69740.50, abs=0.01)
    back = np.column_stack(transform_xy(east, north, grid, degrees))
    assert back == pytest.approx(np.array([[0.5, 50.5], [-2.0, 49.0]]), abs=1e-10)
