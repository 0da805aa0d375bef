"""Sameness on the grid, differences, and the register's overlap rule."""

import numpy as np
import pytest
import shapely

from gis_core.geometry.compare import differences, overlap_pairs, same_on_grid

A = shapely.box(0, 0, 10, 10)


def test_same_on_the_grid_whatever_the_start() -> None:
    turned = shapely.Polygon([(10, 10), (0, 10), (0, 0), (10, 0)])
    noisy = shapely.box(0.0004, 0, 10, 9.9996)
    moved = shapely.box(0.001, 0, 10, 10)
    assert list(same_on_grid([A, A, A], [turned, noisy, moved])) == [True, True, False]


def test_differences() -> None:
    found = differences([A], [shapely.box(1, 0, 11, 10)])
    assert (found.common[0], found.first_only[0], found.second_only[0]) == pytest.approx((90, 10, 10))
    assert found.apart[0] == pytest.approx(1)


def test_overlap_rule() -> None:
    shapes = np.array(
        [
            A,
            shapely.box(10, 0, 20, 10),
            shapely.box(9.999, 10, 20, 20),
            shapely.box(5, 5, 6, 6),
            shapely.box(9.99, 0, 20, 5),
        ],
        dtype=object,
    )
    left, right, pieces = overlap_pairs(shapes, shapes, narrower_than=0.002)
    assert sorted(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 3), (0, 4), (1, 4)]
    assert shapely.area(pieces).min() == pytest.approx(0.05)
