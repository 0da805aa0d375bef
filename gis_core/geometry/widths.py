"""How wide an area is at a place: a street at its name, a river at a bridge. Plane coordinates, metres."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]

REACH_M = 500.0
"""No street or river is wider; beyond it the other side is not looked for."""

NEAR_REACH_M = 40.0
"""Most streets and canals are narrower: looked along first, because long rays cross half a commune."""

FAN = np.radians([-40.0, -20.0, 0.0, 20.0, 40.0])
"""Ways across that are looked along: straight ahead alone would run into the mouth of a side street."""


def widths_at(points: Floats, polygons: NDArray[Any]) -> Floats:
    """Width of each polygon at its point (n×2): from the nearest side across to the one opposite.

    One polygon per point; the same object may stand many times and is taken apart once. 0 for points on the boundary;
    where nothing lies opposite within REACH_M, twice the distance to the nearest side.
    """
    result = np.zeros(len(points))
    # by identity: comparing the street net of a commune with itself for every name is slow
    rows_of: dict[int, list[int]] = {}
    for row, polygon in enumerate(polygons):
        rows_of.setdefault(id(polygon), []).append(row)
    for rows in rows_of.values():
        result[rows] = _across(points[rows], _sides(polygons[rows[0]]))
    return result


def _sides(polygon: Any) -> NDArray[Any]:
    corners, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(polygon)), return_index=True)
    begin = np.flatnonzero(ring[:-1] == ring[1:])
    return np.asarray(shapely.linestrings(np.stack([corners[begin], corners[begin + 1]], axis=1)))


def _across(points: Floats, sides: NDArray[Any]) -> Floats:
    tree = shapely.STRtree(sides)
    here = shapely.points(points)
    nearest = sides[tree.nearest(here)]
    near = shapely.distance(here, nearest)
    foot = shapely.get_coordinates(shapely.line_interpolate_point(nearest, shapely.line_locate_point(nearest, here)))
    away = (points - foot) / np.maximum(near, 1e-9)[:, None]
    far = _opposite(points, away, sides, tree, NEAR_REACH_M)
    # what was met within the reach of the most slanting ray cannot be undercut by a longer one
    beyond = far > NEAR_REACH_M * np.cos(np.abs(FAN).max())
    if beyond.any():
        far[beyond] = _opposite(points[beyond], away[beyond], sides, tree, REACH_M)
    far = np.where(np.isfinite(far), far, near)
    return np.where(near > 1e-9, near + far, 0.0)


def _opposite(points: Floats, away: Floats, sides: NDArray[Any], tree: shapely.STRtree, reach: float) -> Floats:
    """Metres straight across from each point to the first side met within `reach` by a ray of its fan; else inf."""
    here = shapely.points(points)
    far = np.full(len(points), np.inf)
    for turn in FAN:
        turned = away @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        rays = shapely.linestrings(np.stack([points, points + turned * reach], axis=1))
        ray, side = tree.query(rays, predicate="intersects")
        met = shapely.distance(here[ray], shapely.intersection(rays[ray], sides[side])) * np.cos(turn)
        np.fmin.at(far, ray, met)
    return far
