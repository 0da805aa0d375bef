"""Systems as people write them: one text, one system, or a refusal that says what to write."""

import pytest

from gis_core.crs.systems import LocalGrid, parse_system, user_tm
from gis_core.crs.transform import transform_xy
from gis_core.crs.user_systems import UserSystem
from gis_core.crs.zones import ZONES, Zone
from gis_core.errors import CrsError


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9218", "EPSG:9218"),
        ("epsg:3405", "EPSG:3405"),
        ("TD:910492", "TD:910492"),
        ("VN-2000", "EPSG:4756"),
        ("VN-2000 108-30", "EPSG:9218"),
        ("VN-2000 108°30'", "EPSG:9218"),
        ("vn2000 108.5", "EPSG:9218"),
        ("VN-2000 108,25", "EPSG:9217"),
        ("VN-2000 107.75", "EPSG:5899"),
        ("VN-2000 múi 3 107-45", "EPSG:5899"),
        ("VN-2000 TM-6 111", "EPSG:3406"),
        ("VN-2000 UTM 50", "TD:910050"),
        ("VN-2000 múi 492", "TD:910492"),
        ("VN-2000 zone 482", "EPSG:5897"),
        ("HN-72", "EPSG:4147"),
        ("HN-72 18", "EPSG:2044"),
        ("HN-72 GK 19", "EPSG:2045"),
        ("HN-72 106", "EPSG:2093"),
        ("Indian 1960 UTM 48", "EPSG:3148"),
        ("WGS-84", "EPSG:4326"),
        ("WGS84 UTM 49N", "EPSG:32649"),
        ("Bình Thuận", "EPSG:9218"),
        ("tinh lam dong", "EPSG:5899"),
        ("TP. Hồ Chí Minh", "EPSG:9210"),
        ("Gia Lai cũ", "EPSG:9218"),
        ("Gia Lai mới", "EPSG:9217"),
        ("2193", "EPSG:2193"),
    ],
)
def test_one_text_one_system(text: str, code: str) -> None:
    assert parse_system(text).code == code


@pytest.mark.parametrize("entry", ZONES.values(), ids=lambda z: z.code)
def test_every_zone_is_read_by_its_code_and_most_by_their_name(entry: Zone) -> None:
    assert parse_system(entry.code) == entry
    if entry.kind not in {"webmercator", "tm"}:
        assert parse_system(entry.name) == entry


def test_any_meridian_of_three_and_six_degrees() -> None:
    third = parse_system("VN-2000 TM-3 107-50")
    assert isinstance(third, UserSystem)
    assert (third.central_meridian, third.scale) == (107 + 50 / 60, 0.9999)
    assert parse_system(third.definition) == UserSystem(
        "Hệ tự khai trên vn2000", "vn2000", third.central_meridian, 0.9999, 500_000.0, 0.0
    )
    sixth = parse_system("VN-2000 TM-6 108-30")
    assert isinstance(sixth, UserSystem) and sixth.scale == 0.9996
    # the scale alone tells the two apart: 300 ppm of the distance from the meridian and the equator
    east = [transform_xy([108.6], [11.0], 4756, system)[0][0] - 500_000 for system in (parse_system("9218"), sixth)]
    assert east[1] / east[0] == pytest.approx(0.9996 / 0.9999, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "crs_unknown"),
        ("Atlantis", "crs_unknown"),
        ("VN-2000 109-99", "crs_unknown"),
        ("VN-2000 TM-3 37-00", "crs_unknown"),
        ("VN-2000 TM-3 137-00", "crs_unknown"),
        ("Gia Lai", "crs_ambiguous"),
        ("6959", "crs_deprecated"),
        ("999999", "crs_unknown"),
        ("tm k=0.9999", "crs_incomplete"),
        ("tm lon_0=108.5", "crs_incomplete"),
        ("tm lon_0=abc k=1", "crs_incomplete"),
        ("tm lon_0=108.5 k=1 datum=mars", "crs_incomplete"),
        ("tm lon_0=108.5 k=1 datum=vn2000 dx=1", "crs_incomplete"),
        ("tm lon_0=108.5 k=1 dx=1 rx=0.5", "crs_incomplete"),
    ],
)
def test_what_is_not_understood_is_refused_with_an_example(text: str, code: str) -> None:
    with pytest.raises(CrsError) as refusal:
        parse_system(text)
    assert refusal.value.code == code
    assert refusal.value.hint_vi or code == "crs_deprecated"


SEVEN = "dx=-191.90441429 dy=-39.30318279 dz=-111.45032835 ds=0.252906278"
DECREE = f"tm lon_0=108.5 k=0.9999 {SEVEN} rx=-0.00928836 ry=0.01975479 rz=-0.00427372"
TOWGS84 = f"tm lon_0=108.5 k=0.9999 {SEVEN} rx=0.00928836 ry=-0.01975479 rz=0.00427372"


def test_the_seven_parameters_are_pinned_by_sign() -> None:
    """Decision 05/2007 prints coordinate-frame angles: the other convention moves Phan Thiết by half a metre."""
    wanted = transform_xy([108.1021], [10.9289], 4326, 9218)
    for text in (f"{DECREE} convention=coordinate_frame", f"{TOWGS84} convention=position_vector"):
        east, north = transform_xy([108.1021], [10.9289], 4326, parse_system(text))
        assert (east[0], north[0]) == pytest.approx((wanted[0][0], wanted[1][0]), abs=1e-6)
    east, north = transform_xy([108.1021], [10.9289], 4326, parse_system(f"{DECREE} convention=position_vector"))
    assert abs(east[0] - wanted[0][0]) == pytest.approx(0.52, abs=0.02)
    assert abs(north[0] - wanted[1][0]) == pytest.approx(0.16, abs=0.02)


def test_a_proj_text_with_the_national_parameters_is_the_national_zone() -> None:
    text = (
        "+proj=tmerc +lat_0=0 +lon_0=108.5 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m "
        "+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
    )
    assert parse_system(text) == ZONES[9218]


def test_a_local_grid_has_no_place() -> None:
    assert isinstance(parse_system("lưới cục bộ"), LocalGrid)
    with pytest.raises(CrsError) as refusal:
        transform_xy([1.0], [1.0], LocalGrid(), 9218)
    assert refusal.value.code == "ballpark_refused"


def test_an_own_ellipsoid_without_parameters_leads_nowhere_else() -> None:
    lonely = parse_system("tm lon_0=108 k=1 a=6378245 rf=298.3")
    with pytest.raises(CrsError) as refusal:
        transform_xy([5e5], [1.2e6], lonely, 9218)
    assert refusal.value.code == "ballpark_refused"
    assert user_tm(108.5, scale=0.9999) == ZONES[9218]
