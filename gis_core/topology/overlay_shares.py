"""How two generations of parcels lie on each other: common areas of every pair, whole arrays at a time.

Plane metres of one system for both sides.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Overlay:
    """Pairs with a common area: indices into `old` and `new`, m², and the part of each side's own area (0–1)."""

    old: NDArray[np.intp]
    new: NDArray[np.intp]
    area_m2: NDArray[np.float64]
    of_old: NDArray[np.float64]
    of_new: NDArray[np.float64]


def overlay_shares(old: NDArray[Any], new: NDArray[Any], *, narrowest_m: float = 0.0) -> Overlay:
    """Common areas of old and new polygons, without pairs whose common part is nowhere wider than `narrowest_m`."""
    if not len(old) or not len(new):
        nothing = np.empty(0, dtype=np.intp)
        return Overlay(nothing, nothing, np.empty(0), np.empty(0), np.empty(0))
    two, one = shapely.STRtree(old).query(new, predicate="intersects")
    common = shapely.intersection(old[one], new[two])
    area = shapely.area(common)
    wide = area > 0
    if narrowest_m > 0 and wide.any():
        places = np.flatnonzero(wide)
        wide[places] = ~shapely.is_empty(shapely.buffer(common[places], -narrowest_m / 2))
    one, two, area = one[wide], two[wide], area[wide]
    order = np.lexsort((two, one))
    one, two, area = one[order], two[order], area[order]
    return Overlay(one, two, area, area / shapely.area(old)[one], area / shapely.area(new)[two])
