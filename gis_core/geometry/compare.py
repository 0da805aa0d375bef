"""Are two shapes the same, and if not, by how much do they differ? Whole arrays, plane metres."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gis_core.crs.transform import round_to_grid

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Differences:
    """Pairwise differences, one entry per pair; areas in m², distances in metres.

    `first_only` and `second_only` are the areas that lie in one shape alone, `common` in both; `apart` is the
    largest distance from one outline to the other (Hausdorff, densified to a quarter of a side).
    """

    common: Floats
    first_only: Floats
    second_only: Floats
    apart: Floats


def same_on_grid(first: ArrayLike, second: ArrayLike, grid: float = 0.001) -> NDArray[np.bool_]:
    """True where two shapes have the same vertices on the grid; ring start, direction and part order do not matter."""
    one = shapely.normalize(round_to_grid(np.asarray(first, dtype=object), grid))
    two = shapely.normalize(round_to_grid(np.asarray(second, dtype=object), grid))
    return np.asarray(shapely.equals_exact(one, two, tolerance=0.0))


def differences(first: ArrayLike, second: ArrayLike) -> Differences:
    """Compare valid polygons pair by pair."""
    one = np.atleast_1d(np.asarray(first, dtype=object))
    two = np.atleast_1d(np.asarray(second, dtype=object))
    common = shapely.area(shapely.intersection(one, two))
    return Differences(
        common=np.asarray(common),
        first_only=np.maximum(shapely.area(one) - common, 0.0),
        second_only=np.maximum(shapely.area(two) - common, 0.0),
        apart=np.asarray(shapely.hausdorff_distance(shapely.boundary(one), shapely.boundary(two), densify=0.25)),
    )


def overlap_pairs(
    first: ArrayLike, second: ArrayLike, *, narrower_than: float
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[Any]]:
    """Index pairs whose interiors share a piece wider than `narrower_than` metres, and that common piece.

    The same rule as the register's trigger: interiors meet, and the common part survives an inward buffer of half
    the width. A shape is not compared with itself when both arrays are the same object.
    """
    one = np.atleast_1d(np.asarray(first, dtype=object))
    two = np.atleast_1d(np.asarray(second, dtype=object))
    left, right = shapely.STRtree(two).query(one, predicate="intersects")
    if first is second:
        once = left < right
        left, right = left[once], right[once]
    # touching neighbours are most of the pairs: a relate pattern throws them out before any overlay
    meet = shapely.relate_pattern(one[left], two[right], "T********")
    left, right = left[meet], right[meet]
    pieces = shapely.intersection(one[left], two[right])
    wide = ~shapely.is_empty(shapely.buffer(pieces, -narrower_than / 2))
    return left[wide], right[wide], pieces[wide]
