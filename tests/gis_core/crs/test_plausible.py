"""Doubt: every wrong reading of the same ward is recognised, and nothing far away is explained away."""

import numpy as np
import pytest

from gis_core.crs.plausible import crs_candidates, where_they_lie
from gis_core.crs.transform import transform_xy
from gis_core.errors import CrsError

WARD = (454993.9, 1206558.6, 458030.1, 1210189.4)
"""Frame of Phường Phan Thiết in EPSG:9218."""


@pytest.fixture
def points() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(7)
    return rng.uniform(455500, 457500, 300), rng.uniform(1207000, 1209700, 300)


def test_right_coordinates_are_sure(points) -> None:
    best, *rest = crs_candidates(*points, expected_srid=9218, unit_bounds=WARD)
    assert (best.epsg, best.score, best.swapped) == (9218, 1.0, False)
    assert not rest


@pytest.mark.parametrize("srid", [5899, 9217, 5898, 3406, 2045, 4326, 3857])
def test_another_system_is_named(points, srid: int) -> None:
    found = crs_candidates(*transform_xy(*points, 9218, srid), expected_srid=9218, unit_bounds=WARD)
    assert found[0].epsg == srid
    assert not found[0].swapped
    expected = found[-1]
    assert (expected.epsg, expected.score) == (9218, 0.0)


def test_a_neighbouring_meridian_is_told_in_words(points) -> None:
    best = crs_candidates(*transform_xy(*points, 9218, 5899), expected_srid=9218, unit_bounds=WARD)[0]
    assert "107°45'" in best.evidence_vi
    assert "instead of 108°30'" in best.evidence_en


def test_indian_1960_is_among_the_candidates(points) -> None:
    found = crs_candidates(*transform_xy(*points, 9218, 3149), expected_srid=9218, unit_bounds=WARD)
    assert 3149 in [candidate.epsg for candidate in found if candidate.score > 0]


def test_swapped_axes(points) -> None:
    best = crs_candidates(points[1], points[0], expected_srid=9218, unit_bounds=WARD)[0]
    assert (best.epsg, best.swapped) == (9218, True)
    assert "đảo" in best.evidence_vi


def test_degrees_for_metres_and_swapped_degrees(points) -> None:
    lon, lat = transform_xy(*points, 9218, 4326)
    best = crs_candidates(lon, lat, expected_srid=9218, unit_bounds=WARD)[0]
    assert best.epsg == 4326
    assert "độ, không phải mét" in best.evidence_vi
    assert crs_candidates(lat, lon, expected_srid=9218, unit_bounds=WARD)[0].swapped


def test_millimetres(points) -> None:
    best = crs_candidates(points[0] * 1000, points[1] * 1000, expected_srid=9218, unit_bounds=WARD)[0]
    assert (best.epsg, best.to_metres) == (9218, 0.001)


def test_another_commune_is_refused_with_its_distance(points) -> None:
    found = crs_candidates(points[0] + 20_000, points[1] + 30_000, expected_srid=9218, unit_bounds=WARD)
    assert [candidate.score for candidate in found] == [0.0]
    assert "36 km" in found[0].evidence_vi and "đông bắc" in found[0].evidence_vi


def test_a_file_of_another_country_says_where_it_lies() -> None:
    found = crs_candidates([1750000.0], [5900000.0], expected_srid=2193)
    assert all(candidate.score == 0 for candidate in found)
    assert "Niu Di-lân" in found[0].evidence_vi and "ngoài Việt Nam" in found[0].evidence_vi
    assert "New Zealand" in found[0].evidence_en and "latitude 37.0342° S" in found[0].evidence_en
    place = where_they_lie([1750000.0], [5900000.0], 2193, seen_from=(108.1, 10.93))
    assert place is not None and not place.in_viet_nam
    assert "8700 km" in place.vi


def test_without_a_unit_nothing_is_sure(points) -> None:
    found = crs_candidates(*points, expected_srid=9218)
    assert found[0].epsg == 9218
    assert found[0].score == 0.5
    assert found[1].score > 0.3


def test_far_away_and_not_finite() -> None:
    assert [c.score for c in crs_candidates([1e12], [1e12], expected_srid=9218, unit_bounds=WARD)] == [0.0]
    assert where_they_lie([1e30], [1e30], 9218) is None
    with pytest.raises(CrsError):
        crs_candidates([np.nan], [1.0], expected_srid=9218)


def test_broken_points_do_not_hide_good_ones(points) -> None:
    east, north = np.append(points[0], np.nan), np.append(points[1], 5.0)
    assert crs_candidates(east, north, expected_srid=9218, unit_bounds=WARD)[0].epsg == 9218
