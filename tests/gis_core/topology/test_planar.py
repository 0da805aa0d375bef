"""Noding and faces against an independent witness: shapely's own noder and polygonizer."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_core.errors import GeometryError
from gis_core.topology.noding import node_lines
from gis_core.topology.planar import NO_FACE, trace_faces

Geometries = np.ndarray


def polygons_of(lines: list[shapely.LineString], snap_m: float = 0.0) -> Geometries:
    work, _ = node_lines(np.array(lines, dtype=object), snap_m=snap_m)
    return trace_faces(work).polygons


def witness(lines: list[shapely.LineString]) -> Geometries:
    """Faces from GEOS alone, of the noded segments."""
    work, _ = node_lines(np.array(lines, dtype=object), snap_m=0.0)
    ends = work.metres(np.stack([work.xy[work.start], work.xy[work.end]], axis=1))
    return shapely.get_parts(shapely.polygonize(shapely.linestrings(ends)))


def same(one: Geometries, two: Geometries) -> bool:
    return sorted(shapely.to_wkb(shapely.normalize(one))) == sorted(shapely.to_wkb(shapely.normalize(two)))


def is_noded(lines: list[shapely.LineString]) -> bool:
    work, _ = node_lines(np.array(lines, dtype=object), snap_m=0.0)
    ends = work.metres(np.stack([work.xy[work.start], work.xy[work.end]], axis=1))
    segments = shapely.linestrings(ends)
    pairs = shapely.STRtree(segments).query(segments, predicate="crosses")
    return pairs.size == 0


@pytest.mark.parametrize("seed", range(25))
def test_random_tangles_agree_with_geos(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lines = [shapely.LineString(rng.uniform(0, 30, (int(rng.integers(2, 5)), 2)).round(3)) for _ in range(30)]
    assert same(polygons_of(lines), witness(lines))
    assert is_noded(lines)
    free = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.unary_union(lines))))
    built = polygons_of(lines)
    assert shapely.area(built).sum() == pytest.approx(shapely.area(free).sum(), abs=0.01 * len(free))


coordinates = st.tuples(st.integers(0, 12), st.integers(0, 12))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(coordinates, min_size=2, max_size=6, unique=True), min_size=1, max_size=14))
def test_lines_on_a_coarse_lattice_agree_with_geos(paths: list[list[tuple[int, int]]]) -> None:
    """Few places, so that lines overlap, touch and meet at vertices all the time."""
    lines = [shapely.LineString(np.array(path) * 0.5) for path in paths]
    built = polygons_of(lines)
    assert same(built, witness(lines))
    assert shapely.is_valid(built).all()
    assert set(shapely.get_type_id(built)) <= {3}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(coordinates, min_size=2, max_size=6, unique=True), min_size=1, max_size=14))
def test_neighbours_of_segments_are_true(paths: list[list[tuple[int, int]]]) -> None:
    work, _ = node_lines(np.array([shapely.LineString(path) for path in paths], dtype=object), snap_m=0.0)
    faces = trace_faces(work)
    start, end = work.metres(work.xy[work.start]), work.metres(work.xy[work.end])
    along = (end - start) / np.hypot(*(end - start).T)[:, None]
    for side, turn in ((faces.left, 1.0), (faces.right, -1.0)):
        probe = (start + end) / 2 + turn * 1e-5 * np.column_stack([-along[:, 1], along[:, 0]])
        for point, face, barren in zip(probe, side, faces.barren, strict=True):
            if barren:
                continue
            within = np.flatnonzero(shapely.contains(faces.polygons, shapely.Point(point)))
            assert list(within) == ([] if face == NO_FACE else [face])


def box(x: float, y: float, size: float) -> shapely.LineString:
    return shapely.LineString([(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)])


def test_hole_touching_the_border_at_a_point() -> None:
    outer, inner = box(0, 0, 10), shapely.LineString([(0, 5), (4, 3), (4, 7), (0, 5)])
    built = polygons_of([outer, inner])
    assert sorted(shapely.area(built)) == [8.0, 92.0]
    assert shapely.is_valid(built).all()


def test_two_holes_touching_each_other() -> None:
    built = polygons_of([box(0, 0, 20), box(5, 5, 5), box(10, 10, 5)])
    assert sorted(shapely.area(built)) == [25.0, 25.0, 350.0]
    assert shapely.is_valid(built).all()


def test_islands_in_islands() -> None:
    built = polygons_of([box(0, 0, 20), box(2, 2, 16), box(4, 4, 12), box(6, 6, 2), box(10, 10, 2)])
    assert sorted(shapely.area(built)) == [4.0, 4.0, 112.0, 136.0, 144.0]


def test_bridges_and_loose_ends_make_no_face() -> None:
    lines = [
        box(0, 0, 20),
        box(5, 5, 5),
        shapely.LineString([(0, 0), (5, 5)]),
        shapely.LineString([(20, 20), (30, 30)]),
    ]
    assert sorted(shapely.area(polygons_of(lines))) == [25.0, 375.0]


def test_unusable_elements_are_told() -> None:
    lines = np.array(
        [None, shapely.LineString(), shapely.LineString([(0, np.nan), (1, 1)]), box(0, 0, 1)], dtype=object
    )
    work, unusable = node_lines(lines, snap_m=0.02)
    assert unusable.tolist() == [True, True, True, False]
    assert len(work.start) == 4


def test_impossible_extent_is_refused() -> None:
    with pytest.raises(GeometryError) as refusal:
        node_lines(np.array([shapely.LineString([(0, 0), (1e9, 1)])], dtype=object), snap_m=0.02)
    assert refusal.value.code == "impossible_coordinates"


@pytest.mark.parametrize("apart", [0.001, 0.005, 0.015])
def test_two_drawings_of_one_boundary_become_one(apart: float) -> None:
    """Neighbours digitised as separate shapes, their common side up to 1.5 cm apart."""
    one = shapely.LineString([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)])
    two = shapely.LineString(
        [(10 + apart, 0), (20, 0), (20, 10), (10 + apart, 10), (10 - apart / 2, 4), (10 + apart, 0)]
    )
    built = polygons_of([one, two], snap_m=0.02)
    assert len(built) == 2
    assert shapely.coverage_is_valid(built)
