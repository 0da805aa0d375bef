"""How near the register is to a place: evidence for a file whose system nobody knows."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from gis_core.crs.transform import transform_xy
from gis_core.errors import CrsError
from land_records.cadastre.statements import statement

REACH_M = 5000.0
"""Farther than this the nearest parcel says nothing."""


@dataclass(frozen=True, slots=True)
class NearestParcel:
    """The official parcel in force nearest to a place: its national code (may be empty) and the distance in metres."""

    code: str
    distance_m: float


def nearest_parcel(lon: float, lat: float) -> NearestParcel | None:
    """The nearest parcel within 5 km of a WGS-84 place (degrees); None where there is none."""
    try:
        east, north = transform_xy([lon], [lat], 4326, settings.LAND_SRID)
    except CrsError:
        return None
    with connection.cursor() as cursor:
        cursor.execute(statement("nearest_parcel"), [float(east[0]), float(north[0]), settings.LAND_SRID, REACH_M])
        row = cursor.fetchone()
    return NearestParcel(row[0] or "", float(row[1])) if row else None
