"""Splitting keeps area and ground, or refuses with a reason."""

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Polygon

from gis_core.errors import GeometryError
from gis_core.topology.split import split_polygon

SQUARE = Polygon([(0, 0), (20, 0), (20, 20), (0, 20)])


def star(seed: int, corners: int) -> Polygon:
    """An irregular parcel on the millimetre grid."""
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.uniform(0, 2 * np.pi, corners))
    radius = rng.uniform(10, 25, corners)
    ring = 1000 + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return Polygon(ring.round(3))


@settings(max_examples=120, deadline=None)
@given(
    st.integers(0, 10_000),
    st.integers(4, 25),
    st.lists(st.tuples(st.floats(0, 6.28), st.floats(-6, 6)), min_size=1, max_size=3),
)
def test_parts_fill_the_parcel_exactly(seed: int, corners: int, cuts: list[tuple[float, float]]) -> None:
    polygon = star(seed, corners)
    assume(polygon.is_valid and polygon.area > 50)
    lines = []
    for angle, aside in cuts:
        along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
        middle = 1000 + aside * across
        lines.append(LineString(np.array([middle - 80 * along, middle + 80 * along]).round(3)))
    try:
        result = split_polygon(polygon, lines)
    except GeometryError as refusal:
        assert refusal.code == "cut_misses"
        assert sum(polygon.intersection(line).length > 0.01 for line in lines) < len(lines)
        return
    parts = np.array(result.parts, dtype=object)
    assert len(parts) >= 2
    assert shapely.is_valid(parts).all()
    assert shapely.area(parts).sum() == pytest.approx(result.border.area, abs=1e-6)
    assert abs(shapely.area(parts).sum() - polygon.area) <= 0.001 * polygon.length
    first, second = shapely.STRtree(parts).query(parts, predicate="intersects")
    pairs = first < second
    assert not shapely.relate_pattern(parts[first[pairs]], parts[second[pairs]], "T********").any()
    assert shapely.equals(shapely.union_all(parts), result.border)
    coordinates = shapely.get_coordinates(parts) * 1000
    assert np.abs(coordinates - np.rint(coordinates)).max() < 1e-4
    assert shapely.hausdorff_distance(result.border, polygon) <= 0.0011


def test_new_vertices_are_named() -> None:
    result = split_polygon(SQUARE, [LineString([(10, -5), (10, 25)])])
    assert sorted((p.x, p.y) for p in result.new_vertices) == [(10.0, 0.0), (10.0, 20.0)]
    assert [part.area for part in result.parts] == [200.0, 200.0]
    assert len(result.border.exterior.coords) == 7


def test_a_parcel_with_a_hole() -> None:
    polygon = Polygon(SQUARE.exterior.coords, [[(5, 5), (5, 15), (15, 15), (15, 5)]])
    result = split_polygon(polygon, [LineString([(10, -1), (10, 21)])])
    assert [part.area for part in result.parts] == [150.0, 150.0]
    with pytest.raises(GeometryError) as refusal:
        split_polygon(polygon, [LineString([(10, -1), (10, 5)])])
    assert refusal.value.code in ("cut_ends_inside", "cut_misses")


def test_cuts_may_meet_each_other() -> None:
    lines = [LineString([(0, 10), (20, 10)]), LineString([(10, 10), (10, 20)])]
    assert sorted(part.area for part in split_polygon(SQUARE, lines).parts) == [100.0, 100.0, 200.0]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "cut_misses"),
        ([LineString([(30, 0), (30, 20)])], "cut_misses"),
        ([LineString([(0, 0), (20, 0)])], "cut_misses"),
        ([LineString([(-5, 10), (10, 10)])], "cut_ends_inside"),
        ([LineString([(-1, 10), (25, 10)]), LineString([(5, 5), (8, 8)])], "cut_ends_inside"),
        ([LineString([(-5, 5), (15, 5), (15, 15), (10, 15), (10, -5)])], "cut_crosses_itself"),
    ],
)
def test_cuts_that_do_not_cut_are_refused(lines: list[LineString], code: str) -> None:
    with pytest.raises(GeometryError) as refusal:
        split_polygon(SQUARE, lines)
    assert refusal.value.code == code
    assert refusal.value.hint_vi


def test_an_invalid_parcel_is_refused() -> None:
    with pytest.raises(GeometryError) as refusal:
        split_polygon(Polygon([(0, 0), (10, 10), (10, 0), (0, 10)]), [LineString([(5, -5), (5, 15)])])
    assert refusal.value.code == "invalid_polygon"
