"""Local fits: exact points come back, residuals are honest, degenerate points are refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_core.crs.local_fit import MINIMUM_POINTS, fit
from gis_core.crs.transform import transform_xy
from gis_core.errors import CrsError

KINDS = ("helmert", "affine", "second_degree")


def _spread(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, 8000, (count, 2)) + np.array((452000, 1204000))


@settings(max_examples=40, deadline=None)
@given(st.floats(-0.01, 0.01), st.floats(0.9995, 1.0005), st.floats(-500, 500), st.floats(-500, 500))
def test_every_kind_finds_a_similarity_exactly(angle: float, scale: float, east: float, north: float) -> None:
    source = _spread(9)
    turn = scale * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    target = (source - source[0]) @ turn + source[0] + (east, north)
    for kind in KINDS:
        found = fit(source, target, kind)
        assert found.max_residual_m < 1e-6
        back = found.invert(*found.apply(source[:, 0], source[:, 1]))
        assert np.column_stack(back) == pytest.approx(source, abs=1e-5)


def test_residuals_and_left_out_errors_find_the_bad_point() -> None:
    source = _spread(8)
    target = source + np.array((190.0, -110.0))
    target[3] += (0.5, 0.0)
    found = fit(source, target, "helmert")
    assert int(np.hypot(*found.residuals.T).argmax()) == 3
    assert int(np.hypot(*found.cross_residuals.T).argmax()) == 3
    assert np.hypot(*found.cross_residuals[3]) > np.hypot(*found.residuals[3])


def test_a_commune_of_hanoi_72_within_a_centimetre() -> None:
    """The national chain differs from a local fit by less than 1 cm over 8 km: what the tool is for."""
    source = _spread(12)
    target = np.column_stack(transform_xy(source[:, 0], source[:, 1], 9218, 2045))
    assert fit(target, source, "second_degree").max_residual_m < 0.01


def test_area_of_validity() -> None:
    found = fit(_spread(8), _spread(8), "affine")
    assert found.inside_area([456000], [1208000])[0]
    assert not found.inside_area([500000], [1208000])[0]


@pytest.mark.parametrize("kind", KINDS)
def test_too_few_or_degenerate_points_are_refused(kind: str) -> None:
    few = _spread(MINIMUM_POINTS[kind] - 1)
    with pytest.raises(CrsError) as refusal:
        fit(few, few, kind)  # type: ignore[arg-type]
    assert refusal.value.code == "too_few_points"
    same = np.tile([[456000.0, 1208000.0]], (8, 1))
    with pytest.raises(CrsError) as degenerate:
        fit(same, same, kind)  # type: ignore[arg-type]
    assert degenerate.value.code == "points_degenerate"


def test_points_on_a_line_do_not_determine_an_affine_fit() -> None:
    line = np.column_stack((np.arange(6) * 100.0, np.arange(6) * 50.0))
    with pytest.raises(CrsError):
        fit(line, line, "affine")
