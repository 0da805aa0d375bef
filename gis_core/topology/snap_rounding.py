"""Snap rounding: noding that always comes to rest, for tangles the gentle rounds cannot settle.

Every vertex and every crossing, rounded to the grid, is a hot pixel: a square of one grid step around it, closed
to the west and south, open to the east and north. Each segment is led through the centres of all hot pixels it
passes. Hobby (1999) proved that the outcome has no crossings left, whatever the input; a line moves by less than
one grid step.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.topology.linework import Ints, LineWork


def hot_pixels_on_segments(work: LineWork, crossings: Ints, crossed: Ints) -> tuple[Ints, Ints]:
    """(segment, place) for every hot pixel on a segment.

    `crossings` (n, 2) are rounded crossing places on the segments `crossed`, which are split there in any case.
    """
    pixels = np.unique(np.concatenate([work.xy, crossings]), axis=0)
    ends = np.stack([work.xy[work.start], work.xy[work.end]], axis=1)
    tree = shapely.STRtree(shapely.points(pixels.astype(float)))
    segment, pixel = tree.query(shapely.linestrings(ends.astype(float)), predicate="dwithin", distance=1.0)
    start, end, centre = ends[segment, 0], ends[segment, 1], pixels[pixel]
    inside = (np.minimum(start, end) <= centre).all(axis=1) & (np.maximum(start, end) >= centre).all(axis=1)
    at_end = (centre == start).all(axis=1) | (centre == end).all(axis=1)
    keep = inside & ~at_end
    keep[keep] = _passes(start[keep], end[keep], centre[keep])
    return np.concatenate([segment[keep], crossed]), np.concatenate([centre[keep], crossings])


def _passes(start: Ints, end: Ints, centre: Ints) -> NDArray[np.bool_]:
    """Whether lines pass the half-open pixels, in exact arithmetic on doubled coordinates.

    End points are whole grid places, so a line touches a pixel's border without entering it only at a corner.
    """
    along, offset = 2 * (end - start), 2 * (centre - start)
    sides = []
    for dx, dy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        corner = offset + np.array([dx, dy])
        sides.append(np.sign(along[:, 0] * corner[:, 1] - along[:, 1] * corner[:, 0]))
    side = np.stack(sides)
    enters = (side > 0).any(axis=0) & (side < 0).any(axis=0)
    touches_south_west = (side[0] == 0) & ~(side[1:] == 0).any(axis=0)
    along_diagonal = (side == 0).sum(axis=0) == 2
    return np.asarray(enters | touches_south_west | along_diagonal)
