"""Where units lie, by generalised borders: for maps and hints, never for deciding a parcel's unit."""

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import Point

from gis_core.crs.transform import transform_geometries, transform_xy
from reference.models import UnitBoundary
from reference.queries.units import successors, units_by_ids
from reference.snapshots import UnitSnapshot

HINT_BUFFER_M = 200.0
"""Borders are generalised by up to about 100 m; a hint looks this much further."""

_EDGE_M = 500.0


def unit_bounds(unit_id: int, srid: int | None = None) -> tuple[float, float, float, float] | None:
    """(min x, min y, max x, max y) of the unit's border in `srid` (LAND_SRID when None); None without a border.

    A unit of the past is answered with the bounds of the units that took it over: they contain it.
    """
    ids = [unit_id]
    if not UnitBoundary.objects.filter(unit_id=unit_id).exists():
        ids = [entry.unit.id for entry in successors(unit_id)]
    shapes = _shapes(ids)
    if not len(shapes):
        return None
    # sides of the frame bend between systems: a vertex every 500 m keeps the frame true
    dense = shapely.segmentize(shapely.envelope(shapes), _EDGE_M)
    frame = transform_geometries(dense, settings.LAND_SRID, srid or settings.LAND_SRID)
    west, south, east, north = shapely.total_bounds(frame)
    return float(west), float(south), float(east), float(north)


def unit_boundary(unit_id: int, srid: int | None = None) -> shapely.Geometry | None:
    """The generalised border as a shapely MultiPolygon in `srid`; None when there is none."""
    shapes = _shapes([unit_id])
    if not len(shapes):
        return None
    return transform_geometries(shapes, settings.LAND_SRID, srid or settings.LAND_SRID)[0]


def unit_containing_hint(lon: float, lat: float) -> list[UnitSnapshot]:
    """Communes of today at or within 200 m of a WGS-84 place, nearest first. A hint only."""
    east, north = transform_xy([lon], [lat], 4326, settings.LAND_SRID)
    place = Point(float(east[0]), float(north[0]), srid=settings.LAND_SRID)
    near = UnitBoundary.objects.filter(geom__dwithin=(place, HINT_BUFFER_M)).values_list("unit_id", flat=True)
    ids = list(near)
    units = units_by_ids(ids)
    point = shapely.Point(east[0], north[0])
    away = {unit_id: shapely.distance(shape, point) for unit_id, shape in zip(ids, _shapes(ids), strict=True)}
    return sorted(units.values(), key=lambda unit: (away[unit.id], unit.code))


def _shapes(unit_ids: list[int]) -> np.ndarray:
    """Borders in LAND_SRID in the order asked for; units without one are left out."""
    found = dict(
        UnitBoundary.objects.filter(unit_id__in=unit_ids).annotate(wkb=AsWKB("geom")).values_list("unit_id", "wkb")
    )
    return shapely.from_wkb(np.array([bytes(found[pk]) for pk in unit_ids if pk in found], dtype=object))
