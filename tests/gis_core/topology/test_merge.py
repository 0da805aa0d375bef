"""Merging undoes splitting, keeps what neighbours need, and refuses what does not belong together."""

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from gis_core.errors import GeometryError
from gis_core.geometry.bearing import Bearing
from gis_core.topology.area_cuts import cut_area
from gis_core.topology.merge import merge_polygons
from tests.gis_core.topology.parcels import on_the_grid, star

LEFT, RIGHT = box(0, 0, 10, 20), box(10, 0, 20, 20)


def test_the_ends_of_the_common_boundary_go_when_nobody_needs_them() -> None:
    merged = merge_polygons([LEFT, RIGHT])
    assert merged.polygon.equals(box(0, 0, 20, 20))
    assert len(merged.polygon.exterior.coords) == 5
    assert sorted((p.x, p.y) for p in merged.dropped_vertices) == [(10, 0), (10, 20)]
    assert merged.common_length_m == 20


def test_a_vertex_a_neighbour_uses_stays() -> None:
    south = Polygon([(0, 0), (10, 0), (20, 0), (20, -5), (0, -5)])
    merged = merge_polygons([LEFT, RIGHT], neighbours=[south])
    assert (10, 0) in merged.polygon.exterior.coords
    assert (10, 20) not in merged.polygon.exterior.coords


def test_a_real_corner_stays() -> None:
    higher = box(10, 0, 20, 25)
    merged = merge_polygons([LEFT, higher])
    assert (10, 20) in merged.polygon.exterior.coords
    assert merged.polygon.area == 450


def test_an_old_straight_vertex_of_one_parcel_stays() -> None:
    marked = Polygon([(0, 0), (5, 0), (10, 0), (10, 20), (0, 20)])
    assert (5, 0) in merge_polygons([marked, RIGHT]).polygon.exterior.coords


def test_three_in_a_row_and_a_ring() -> None:
    assert merge_polygons([LEFT, box(20, 0, 30, 20), RIGHT]).polygon.area == 600
    ring = [box(0, 0, 30, 10), box(0, 20, 30, 30), box(0, 10, 10, 20), box(20, 10, 30, 20)]
    assert len(merge_polygons(ring).polygon.interiors) == 1


@pytest.mark.parametrize(
    ("parcels", "code"),
    [
        ([LEFT], "merge_needs_two"),
        ([LEFT, Polygon([(0, 0), (5, 5), (5, 0), (0, 5)])], "invalid_polygon"),
        ([LEFT, box(10, 20, 20, 30)], "parcels_share_no_side"),
        ([LEFT, box(11, 0, 20, 20)], "parcels_share_no_side"),
        ([LEFT, RIGHT, box(40, 0, 50, 20)], "parcels_share_no_side"),
        ([LEFT, box(9.9, 0, 20, 20)], "parcels_overlap"),
        ([LEFT, Polygon([(10, 0), (20, 0), (20, 20), (10, 20), (10, 15), (10.0015, 10), (10, 5)])], "merge_leaves_gap"),
    ],
)
def test_what_cannot_be_merged(parcels: list[Polygon], code: str) -> None:
    with pytest.raises(GeometryError) as refusal:
        merge_polygons(parcels)
    assert refusal.value.code == code
    assert refusal.value.hint_vi


def test_the_parcel_without_common_side_is_named() -> None:
    with pytest.raises(GeometryError) as refusal:
        merge_polygons([LEFT, RIGHT, box(40, 0, 50, 20)])
    assert "thứ 3" in refusal.value.message_vi


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(4, 16), st.floats(0, 359.9), st.floats(0.1, 0.9))
def test_merging_undoes_a_split(seed: int, corners: int, turn: float, share: float) -> None:
    polygon = star(seed, corners)
    assume(polygon.is_valid and polygon.area > 50)
    cut = cut_area(polygon, polygon.area * share, Bearing(turn), several=True, least_width_m=0.05)
    merged = merge_polygons(cut.split.parts)
    assert on_the_grid(merged.polygon)
    assert merged.polygon.is_valid
    assert (
        merged.polygon.normalize() == polygon.normalize()
        or shapely.hausdorff_distance(merged.polygon, polygon) <= 0.0011
    )
    kept = merge_polygons(cut.split.parts, neighbours=[cut.split.border])
    assert shapely.equals(kept.polygon, cut.split.border)
    assert not kept.dropped_vertices
