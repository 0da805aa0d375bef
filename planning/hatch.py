"""Where a plan differs from what exists: the only ground the map hatches. Plain shapely and geopandas."""

import geopandas as gpd
import numpy as np
import shapely

from planning.overlay import surfaces
from planning.themes import asked_uses
from planning.uses import same_ground_codes

_MIN_HALF_WIDTH_M = 0.05
"""Strips narrower than 10 cm are drawing noise between plan line and parcel line, not a change."""


def changed_ground(zones: gpd.GeoDataFrame, existing: gpd.GeoDataFrame) -> np.ndarray:
    """Per zone the surface that does not already have the use the zone asks for (MultiPolygon, maybe empty).

    `zones`: geometry, theme, planned_use. `existing`: geometry, land_use, in the same coordinate system (metres):
    the parcels and land objects of the ground. Ground that `existing` does not show counts as changed.
    """
    asked = [asked_uses(theme, use) for theme, use in zip(zones["theme"], zones["planned_use"], strict=True)]
    there = [same_ground_codes(use) for use in existing["land_use"]]
    zone_shapes = zones.geometry.to_numpy()
    existing_shapes = existing.geometry.to_numpy()
    left, right = shapely.STRtree(existing_shapes).query(zone_shapes, predicate="intersects")
    kept: dict[int, list[int]] = {}
    for zone, ground in zip(left.tolist(), right.tolist(), strict=True):
        if asked[zone] & there[ground]:
            kept.setdefault(zone, []).append(ground)
    result = np.array(zone_shapes, dtype=object)
    for zone, grounds in kept.items():
        fulfilled = shapely.union_all(existing_shapes[grounds], grid_size=0.001)
        result[zone] = shapely.difference(zone_shapes[zone], fulfilled, grid_size=0.001)
    return np.array([_wide_parts(shape) for shape in result], dtype=object)


def _wide_parts(shape: shapely.Geometry) -> shapely.MultiPolygon:
    parts = shapely.get_parts(surfaces(shapely.make_valid(shape)))
    wide = parts[~shapely.is_empty(shapely.buffer(parts, -_MIN_HALF_WIDTH_M))]
    return shapely.multipolygons(wide) if len(wide) else shapely.MultiPolygon()
