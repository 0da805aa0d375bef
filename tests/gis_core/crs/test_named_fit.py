"""Named fits: every kind finds what was put in, blunders are found, weak points refused, rubber sheeting exact."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from gis_core.crs.fit_quality import NORMAL_LIMIT, student_limit
from gis_core.crs.named_fit import KINDS, ControlPoint, Kind, gross_errors, make_fit
from gis_core.crs.operations import choose_operation
from gis_core.crs.spatial_fit import SpatialFit
from gis_core.crs.systems import LocalGrid, parse_system
from gis_core.crs.transform import transform_xy, transform_xyz
from gis_core.errors import CrsError

DAY = date(2026, 11, 27)
HN72, HERE = parse_system("HN-72 19"), parse_system("9218")


def common_points(count: int = 12, *, noise: float = 0.0, seed: int = 5) -> list[ControlPoint]:
    """Points of an 8 km commune in both systems, the truth bent by the national parameters, plus noise in metres."""
    rng = np.random.default_rng(seed)
    here = rng.uniform(0, 8000, (count, 2)) + np.array((452_000, 1_204_000))
    old = np.column_stack(transform_xy(here[:, 0], here[:, 1], HERE, HN72))
    here += rng.normal(0, noise, here.shape) if noise else 0.0
    return [
        ControlPoint(f"T{i:02d}", (*map(float, o), None), (*map(float, h), None))
        for i, (o, h) in enumerate(zip(old, here, strict=True))
    ]


def fitted(kind: Kind, points: list[ControlPoint], **more: object):
    return make_fit(name="Xã mẫu", made_on=DAY, source=HN72, target=HERE, kind=kind, points=points, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_hanoi_72_becomes_vn2000_through_a_fit(kind: Kind) -> None:
    found = fitted(kind, common_points())
    limit = {"helmert": 0.3, "affine": 0.3, "second_degree": 0.01, "seven_parameters": 0.002}[kind]
    assert found.max_residual_m < limit
    conversion = choose_operation(HN72, HERE, fit=found)
    assert conversion.operation.code == "fit Xã mẫu"
    assert conversion.operation.accuracy_m == found.rms_m and "12 common points" in conversion.operation.name
    x, y = transform_xy([455_000.0, 458_500.0], [1_207_000.0, 1_209_100.0], HERE, HN72)
    east, north, missed = conversion.there_and_back(x, y)
    assert east == pytest.approx([455_000, 458_500], abs=limit)
    assert north == pytest.approx([1_207_000, 1_209_100], abs=limit)
    assert missed.max() < 1e-6
    back = choose_operation(HERE, HN72, fit=found)
    assert np.column_stack(back.forward(east, north)) == pytest.approx(np.column_stack((x, y)), abs=1e-6)


def test_a_fit_reaches_other_systems_of_its_datums_and_refuses_the_rest() -> None:
    found = fitted("second_degree", common_points())
    on = choose_operation(parse_system("HN-72"), parse_system("WGS-84"), fit=found)
    assert on.operation.code == "fit Xã mẫu + EPSG:6960"
    assert on.operation.accuracy_m == pytest.approx(1.0 + found.rms_m)
    with pytest.raises(CrsError) as refusal:
        choose_operation(parse_system("Indian 1960 UTM 49"), HERE, fit=found)
    assert refusal.value.code == "fit_does_not_apply"
    inside = choose_operation(HN72, HERE, fit=found).inside_fit(
        *transform_xy([455e3, 520e3], [1207e3, 1207e3], HERE, HN72)
    )
    assert inside.tolist() == [True, False]
    back = choose_operation(parse_system("5899"), parse_system("HN-72"), fit=found)
    assert back.inside_fit(*transform_xy([455e3, 520e3], [1207e3, 1207e3], HERE, 5899)).tolist() == [True, False]


def test_seven_parameters_find_the_decree_again() -> None:
    """Points moved by EPSG:6960 with heights give the seven numbers of Decision 05/2007 back, signs included."""
    rng = np.random.default_rng(2)
    start = np.column_stack((rng.uniform(102.5, 109.4, 30), rng.uniform(8.6, 23.3, 30), rng.uniform(0, 900, 30)))
    end = np.column_stack(transform_xyz(*start.T, 4756, 4326))
    points = [ControlPoint(str(i), tuple(a), tuple(b)) for i, (a, b) in enumerate(zip(start, end, strict=True))]
    found = make_fit(name="n", made_on=DAY, source="VN-2000", target="WGS-84", kind="seven_parameters", points=points)
    assert isinstance(found.model, SpatialFit)
    p = found.model.parameters
    assert (p.dx, p.dy, p.dz) == pytest.approx((-191.90441429, -39.30318279, -111.45032835), abs=2e-3)
    assert (p.rx, p.ry, p.rz) == pytest.approx((-0.00928836, 0.01975479, -0.00427372), abs=2e-5)
    assert p.ds_ppm == pytest.approx(0.252906278, abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sigma", [None, 0.01])
def test_two_blunders_are_found_and_nobody_else(kind: Kind, sigma: float | None) -> None:
    points = common_points(14, noise=0.01, seed=6)
    if kind in {"helmert", "affine"}:
        # the plane kinds cannot follow the bend of the projections: give them a truth they can
        points = [replace(p, target=(p.source[0] * 0.9999 - 18e6, p.source[1] * 0.9999 + 50, None)) for p in points]
        rng = np.random.default_rng(8)
        points = [replace(p, target=(*(np.array(p.target[:2]) + rng.normal(0, 0.01, 2)), None)) for p in points]
    assert gross_errors(fitted(kind, points, sigma_m=sigma)) == ()
    for index, (east, north) in ((3, (0.6, 0.0)), (9, (0.0, -0.35))):
        p = points[index]
        points[index] = replace(p, target=(p.target[0] + east, p.target[1] + north, None))
    assert sorted(gross_errors(fitted(kind, points, sigma_m=sigma))) == ["T03", "T09"]


def test_the_normalised_residual_is_baardas() -> None:
    """One coordinate wrong by MDB: its w has mean 4.13, and the redundancy numbers add up to the freedom."""
    points = common_points(10)
    clean = fitted("second_degree", points, sigma_m=0.02)
    assert clean.snooping.limit == NORMAL_LIMIT
    assert clean.snooping.redundancy.sum() == pytest.approx(clean.snooping.degrees_of_freedom) == 8
    shift = float(clean.snooping.detectable_m[4, 0])
    p = points[4]
    points[4] = replace(p, target=(p.target[0] + shift, p.target[1], None))
    w = fitted("second_degree", points, sigma_m=0.02).snooping.w - clean.snooping.w
    assert abs(w[4, 0]) == pytest.approx(4.13, abs=1e-6)


def test_students_limit_against_the_printed_table() -> None:
    """Two-sided 0.001: 636.62, 31.599, 12.924, 8.610, 6.869, 4.587, 3.850, 3.460."""
    table = {1: 636.62, 2: 31.599, 3: 12.924, 4: 8.610, 5: 6.869, 10: 4.587, 20: 3.850, 60: 3.460}
    for freedom, value in table.items():
        assert student_limit(freedom) == pytest.approx(value, rel=2e-4)


def test_a_point_left_aside_counts_for_nothing_and_keeps_its_residual() -> None:
    points = common_points()
    points[2] = replace(points[2], target=(points[2].target[0] + 7.0, points[2].target[1], None), used=False)
    found = fitted("second_degree", points)
    assert found.max_residual_m < 0.01 and len(found.used) == 11
    assert found.all_residuals()[2, 0] == pytest.approx(-7.0, abs=0.02)


def test_rubber_sheeting_meets_every_point_and_invents_nothing() -> None:
    points = common_points(noise=0.05)
    found = fitted("helmert", points, stretch=True)
    given = np.array([p.source[:2] for p in points])
    wanted = np.array([p.target[:2] for p in points])
    assert np.column_stack(found.apply(*given.T)) == pytest.approx(wanted, abs=1e-6)
    rng = np.random.default_rng(1)
    anywhere = rng.uniform(given.min(axis=0), given.max(axis=0), (500, 2))
    moved = np.column_stack(found.apply(*anywhere.T)) - np.column_stack(found.model.apply(*anywhere.T))
    assert np.abs(moved).max() <= np.abs(found.model.residuals).max() + 1e-9
    assert np.column_stack(found.invert(*found.apply(*anywhere.T))) == pytest.approx(anywhere, abs=1e-6)
    assert "rubber sheeting" in found.summary


@pytest.mark.parametrize("kind", ["affine", "second_degree", "seven_parameters"])
def test_points_along_a_road_are_refused(kind: Kind) -> None:
    line = np.linspace(0, 9000, 12)
    wobble = np.random.default_rng(3).normal(0, 3, 12)
    here = np.column_stack((452_000 + line, 1_204_000 + 0.4 * line + wobble))
    old = np.column_stack(transform_xy(here[:, 0], here[:, 1], HERE, HN72))
    points = [ControlPoint(str(i), (*o, None), (*h, None)) for i, (o, h) in enumerate(zip(old, here, strict=True))]
    with pytest.raises(CrsError) as refusal:
        fitted(kind, points)
    assert refusal.value.code == "points_degenerate" and refusal.value.hint_vi


def test_what_a_fit_cannot_be_made_of() -> None:
    points = common_points(3)
    for kind, code in (("second_degree", "too_few_points"), ("conformal", "fit_kind_unknown")):
        with pytest.raises(CrsError) as refusal:
            fitted(kind, points)  # type: ignore[arg-type]
        assert refusal.value.code == code
    with pytest.raises(CrsError) as degrees:
        make_fit(name="", made_on=DAY, source="WGS-84", target=HERE, kind="affine", points=points)
    assert degrees.value.code == "fit_needs_plane"
    with pytest.raises(CrsError) as datum:
        make_fit(name="", made_on=DAY, source=LocalGrid(), target=HERE, kind="seven_parameters", points=points)
    assert datum.value.code == "fit_needs_datum"
    assert fitted("affine", points).spare == 0
