"""The table of zones agrees with the EPSG register and with the provinces' meridians."""

import pytest
from pyproj import CRS

from gis_core.crs.provinces import NEW_PROVINCES, OLD_PROVINCES, meridian_of
from gis_core.crs.zones import ELLIPSOIDS, ZONES, zone, zone_by_meridian
from gis_core.errors import CrsError


@pytest.mark.parametrize("entry", [z for z in ZONES.values() if not z.own_code], ids=lambda z: str(z.srid))
def test_numbers_agree_with_the_register(entry) -> None:
    crs = CRS.from_epsg(entry.srid)
    assert crs.name == entry.name
    axis, flattening = ELLIPSOIDS[entry.datum]
    assert crs.ellipsoid.semi_major_metre == pytest.approx(axis, abs=0.001)
    assert crs.ellipsoid.inverse_flattening == pytest.approx(flattening, abs=1e-6)
    if entry.kind in ("geographic", "webmercator"):
        return
    numbers = {parameter.name: parameter.value for parameter in crs.coordinate_operation.params}
    assert numbers["Longitude of natural origin"] == entry.central_meridian
    assert numbers["Scale factor at natural origin"] == entry.scale
    assert numbers["False easting"] == entry.false_easting
    assert numbers["False northing"] == entry.false_northing
    first = crs.axis_info[0].direction
    assert (first == "north") == (entry.axis == "ne")


def test_own_zones_have_own_codes() -> None:
    own = [entry for entry in ZONES.values() if entry.own_code]
    assert {entry.central_meridian for entry in own if entry.kind == "tm3"} == {111.0, 114.0, 117.0}
    assert all(910_000 <= entry.srid <= 998_999 for entry in own)
    assert zone(910492).code == "TD:910492"


def test_zone_by_meridian() -> None:
    assert zone_by_meridian(108.5).srid == 9218
    assert zone_by_meridian(107.75).srid == 5899
    assert zone_by_meridian(111, "utm").srid == 3406
    assert zone(9218).meridian_text == "108°30'"
    with pytest.raises(CrsError):
        zone_by_meridian(108.6)
    with pytest.raises(CrsError):
        zone(12345)


def test_every_province_has_a_zone() -> None:
    assert len(OLD_PROVINCES) == 63
    assert len(NEW_PROVINCES) == 34
    for meridian in (*OLD_PROVINCES.values(), *NEW_PROVINCES.values()):
        assert zone_by_meridian(meridian).kind == "tm3"
    assert meridian_of("Bình Thuận") == 108.5
    assert meridian_of("lam dong", merged=True) == 107.75
    assert meridian_of("nowhere") is None
