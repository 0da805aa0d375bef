"""Common areas of two generations of parcels."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_core.topology.overlay_shares import overlay_shares


def boxes(*edges: float) -> np.ndarray:
    return shapely.box(np.array(edges[:-1]), 0.0, np.array(edges[1:]), 10.0)


def test_a_boundary_that_moved_gives_three_pairs() -> None:
    pairs = overlay_shares(boxes(0, 10, 20), boxes(0, 12, 20))
    assert list(zip(pairs.old, pairs.new, strict=True)) == [(0, 0), (1, 0), (1, 1)]
    assert np.allclose(pairs.of_old, [1.0, 0.2, 0.8]) and np.allclose(pairs.of_new, [100 / 120, 20 / 120, 1.0])


def test_touching_and_sliver_pairs_are_left_out() -> None:
    pairs = overlay_shares(boxes(0, 10, 20), boxes(0, 10.001, 20), narrowest_m=0.002)
    assert list(zip(pairs.old, pairs.new, strict=True)) == [(0, 0), (1, 1)]


def test_nothing_on_one_side_gives_no_pair() -> None:
    assert not len(overlay_shares(boxes(0, 10), np.empty(0, dtype=object)).old)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 99), min_size=1, max_size=8, unique=True),
       st.lists(st.integers(1, 99), min_size=1, max_size=8, unique=True))  # fmt: skip
def test_shares_of_a_covered_side_sum_to_one(old_cuts: list[int], new_cuts: list[int]) -> None:
    old, new = boxes(0, *sorted(old_cuts), 100), boxes(0, *sorted(new_cuts), 100)
    pairs = overlay_shares(old, new)
    assert np.allclose(np.bincount(pairs.old, pairs.of_old, len(old)), 1.0)
    assert np.allclose(np.bincount(pairs.new, pairs.of_new, len(new)), 1.0)
