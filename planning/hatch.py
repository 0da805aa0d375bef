"""Where a plan differs from what exists: the only ground the map hatches. Plain shapely and geopandas."""

import geopandas as gpd
import numpy as np
import shapely

from planning.overlay import surfaces
from planning.themes import asked_uses, theme
from planning.uses import same_ground_codes

_MIN_HALF_WIDTH_M = 0.05
"""Strips narrower than 10 cm are drawing noise between plan line and parcel line, not a change."""


def changed_ground(zones: gpd.GeoDataFrame, existing: gpd.GeoDataFrame) -> np.ndarray:
    """Per zone the surface that does not already have the use the zone asks for (MultiPolygon, maybe empty).

    `zones`: geometry, theme, planned_use. `existing`: geometry, land_use, in the same coordinate system (metres):
    the parcels and land objects of the ground. Where a plan gives ground a use (an exclusive theme), only ground
    that is known to have another use counts as changed; a corridor changes all ground that is not such already.
    """
    asked = [asked_uses(theme, use) for theme, use in zip(zones["theme"], zones["planned_use"], strict=True)]
    there = [same_ground_codes(use) for use in existing["land_use"]]
    zone_shapes = zones.geometry.to_numpy()
    existing_shapes = existing.geometry.to_numpy()
    left, right = shapely.STRtree(existing_shapes).query(zone_shapes, predicate="intersects")
    gives_use = np.array([theme(code).exclusive for code in zones["theme"]], dtype=bool)
    picked: dict[int, list[int]] = {}
    for zone, ground in zip(left.tolist(), right.tolist(), strict=True):
        fulfilled = bool(asked[zone] & there[ground])
        if fulfilled != gives_use[zone]:
            picked.setdefault(zone, []).append(ground)
    result = np.where(gives_use, shapely.MultiPolygon(), zone_shapes)
    for zone, grounds in picked.items():
        ground = shapely.union_all(existing_shapes[grounds], grid_size=0.001)
        cut = shapely.intersection if gives_use[zone] else shapely.difference
        result[zone] = cut(zone_shapes[zone], ground, grid_size=0.001)
    return np.array([_wide_parts(shape) for shape in result], dtype=object)


def _wide_parts(shape: shapely.Geometry) -> shapely.MultiPolygon:
    parts = shapely.get_parts(surfaces(shapely.make_valid(shape)))
    wide = parts[~shapely.is_empty(shapely.buffer(parts, -_MIN_HALF_WIDTH_M))]
    return shapely.multipolygons(wide) if len(wide) else shapely.MultiPolygon()
