"""Fitting in two steps (among the new shapes without the lock, to the neighbours under it) equals fitting at once."""

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from land_records.cadastre.common_boundary import vertices_of, with_vertices, with_vertices_nearby

TOLERANCE = 0.002


def rows(heights: list[list[float]]) -> np.ndarray:
    """Columns of parcels side by side, each cut at its own heights: neighbours miss each other's corners."""
    made = []
    for column, cuts in enumerate(heights):
        levels = [0.0, *sorted(set(cuts)), 100.0]
        made += [
            shapely.MultiPolygon([shapely.box(column * 10.0, low, column * 10.0 + 10.0, high)])
            for low, high in itertools.pairwise(levels)
        ]
    return np.array(made, dtype=object)


cuts = st.lists(st.integers(1, 99).map(float), max_size=4)


@given(st.lists(cuts, min_size=2, max_size=5), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_two_steps_give_what_one_gives(heights: list[list[float]], border: int) -> None:
    shapes = rows(heights)
    column = np.floor(shapely.bounds(shapes)[:, 0] / 10.0)
    new, old = shapes[column < border], shapes[column >= border]
    at_once = with_vertices(new, vertices_of(shapes), TOLERANCE)
    among = with_vertices(new, vertices_of(new), TOLERANCE)
    then = with_vertices_nearby(among.shapes, vertices_of(old), TOLERANCE)
    assert shapely.equals_exact(then.shapes, at_once.shapes, tolerance=0).all()
    assert (among.inserted + then.inserted == at_once.inserted).all()


@given(st.lists(cuts, min_size=2, max_size=5))
@settings(max_examples=30, deadline=None)
def test_only_looking_nearby_misses_nothing(heights: list[list[float]]) -> None:
    shapes = rows(heights)
    everywhere = with_vertices(shapes, vertices_of(shapes), TOLERANCE)
    nearby = with_vertices_nearby(shapes, vertices_of(shapes), TOLERANCE)
    assert shapely.equals_exact(nearby.shapes, everywhere.shapes, tolerance=0).all()
    assert (nearby.inserted == everywhere.inserted).all()


@pytest.mark.parametrize(("off", "inserted"), [(0.0015, 1), (-0.0015, 1), (0.0025, 0), (-0.0025, 0)])
def test_a_vertex_beside_a_side_counts_within_the_tolerance_only(off: float, inserted: int) -> None:
    square = np.array([shapely.MultiPolygon([shapely.box(0, 0, 10, 10)])], dtype=object)
    fitted = with_vertices_nearby(square, np.array([[10 + off, 4.0], [500.0, 500.0]]), TOLERANCE)
    # a vertex well inside touches the shape, yet no side of it
    assert fitted.inserted.tolist() == [inserted]


def test_every_vertex_stands_once_in_order() -> None:
    found = vertices_of(rows([[50.0], [50.0]]))
    assert np.array_equal(found, np.unique(found, axis=0))
    assert len(found) == 9
