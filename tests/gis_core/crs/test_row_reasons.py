"""Bad rows are named by their mistake; good ones of the whole country pass."""

import numpy as np
import pytest

from gis_core.crs.operations import choose_operation
from gis_core.crs.row_reasons import ORDER, REASONS, judge, judge_result
from gis_core.crs.systems import parse_system
from gis_core.crs.transform import transform_xy
from gis_core.crs.zones import ZONES


def reasons(system: str, points: list[tuple[float, float]]) -> list[str]:
    pairs = np.array(points, dtype=np.float64)
    return [ORDER[code] for code in judge(parse_system(system), pairs[:, 0], pairs[:, 1])]


def test_mistakes_in_a_plane_system() -> None:
    good = (456313.4, 1208622.9)
    assert reasons(
        "9218",
        [
            good, good[::-1], (108.1, 10.9), (456.3134, 1208.6229), (456313400.0, 1208622900.0), (456313.4, -1208622.9),
            (456313.4, 8791377.1), (np.nan, 1208622.9), (4563134.0, 1208622.9), (0.0, 0.0),
        ],
    ) == [
        "", "swapped_axes", "mixed_units", "mixed_units", "mixed_units", "wrong_hemisphere",
        "wrong_hemisphere", "not_a_number", "outside_zone", "mixed_units",
    ]  # fmt: skip


def test_mistakes_in_degrees() -> None:
    assert reasons(
        "WGS-84",
        [(108.1, 10.9), (10.9, 108.1), (108.1, -10.9), (-108.1, 10.9), (456313.4, 1208622.9), (2.35, 48.85)],
    ) == ["", "swapped_axes", "wrong_hemisphere", "wrong_hemisphere", "mixed_units", "outside_zone"]


@pytest.mark.parametrize("srid", [s for s in ZONES if s != 3857])
def test_good_points_near_every_zone_pass(srid: int) -> None:
    zone = ZONES[srid]
    rng = np.random.default_rng(srid)
    middle = zone.central_meridian or 108.0
    lon = np.clip(rng.uniform(middle - 1.6, middle + 1.6, 500), 102.1, 117.7)
    lat = rng.uniform(8.0, 23.4, 500)
    assert not judge(zone, *transform_xy(lon, lat, 4326, zone)).any()


def test_results_without_an_image_or_a_way_back() -> None:
    conversion = choose_operation(parse_system("9218"), parse_system("WGS-84"))
    x, y = np.array([456313.4, 456313.4]), np.array([1208622.9, 1208622.9])
    codes = judge_result(conversion, x, y, np.array([np.nan, 108.1]), np.array([np.nan, 0.5]))
    assert [ORDER[code] for code in codes] == ["impossible", "no_way_back"]


def test_every_reason_has_both_languages() -> None:
    assert all(vi and en and vi != en for vi, en in REASONS.values())
