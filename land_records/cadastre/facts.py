"""One parcel at one moment, put together: areas, uses, corners in the official zone, shape in WGS-84, history."""

from datetime import datetime
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.db import connection
from django.utils import timezone
from shapely.geometry import mapping

from gis_core.crs.transform import transform_geometries, transform_xy
from gis_core.geometry.corners import number_corners
from land_records.cadastre.official import as_multipolygons, from_land
from land_records.cadastre.snapshots import Areas, Corner, LandUse, ParcelSnapshot, VersionNote
from land_records.cadastre.statements import statement
from land_records.models import ParcelVersion

WGS84 = 4326
DEGREE_PLACES = 9
"""0.1 mm: the corners survive the way to WGS-84 and back."""


def snapshot(parcel_id: int, moment: datetime | None) -> ParcelSnapshot | None:
    """The version in force at `moment`, or now (then the last one when the parcel has ended); None without any."""
    row = _row(statement("parcel_version"), {"parcel": parcel_id, "moment": moment})
    if row is None:
        return None
    land = _shape(row["geom"])
    official = None if land is None else from_land(_one(land), row["official_srid"])[0]
    asked = moment or timezone.now()
    ended = moment is None and row["valid_to"] is not None
    return ParcelSnapshot(
        parcel_id=parcel_id,
        version_id=row["version_id"],
        reference=f"{row['unit_code']}/{row['sheet']}/{row['number']}",
        unit_id=row["unit_id"],
        unit_code=row["unit_code"],
        unit_name=row["unit_name"],
        unit_since=row["unit_since"],
        series_unit_id=row["series_unit_id"],
        series_unit_code=row["series_unit_code"],
        series_unit_name=row["series_unit_name"],
        series=row["series"],
        series_status=row["series_status"],
        sheet=row["sheet"],
        number=row["number"],
        parcel_code=row["code"],
        code_algorithm=row["code_algorithm"],
        standing=str(ParcelVersion.Standing.HISTORIC) if ended else row["standing"],
        as_of=asked,
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        official_srid=row["official_srid"],
        areas=Areas(row["area_certificate"], row["area_labelled"], row["area_computed"]),
        land_use=row["land_use"],
        land_uses=_uses(row["version_id"]),
        geometry=land,
        official_geometry=official,
        geojson=None if land is None else geojson(land),
        corners=() if official is None else corners(official),
        label_lonlat=_lonlat(_shape(row["label_point"])),
        transaction_id=row["transaction_id"],
        history=_history(parcel_id),
    )


def corners(official: Any) -> tuple[Corner, ...]:
    """Corners by number (gis_core.geometry.corners); X is north, Y is east."""
    return tuple(
        Corner(corner.ring, corner.n, corner.north, corner.east, corner.side_m) for corner in number_corners(official)
    )


def geojson(land: Any) -> dict[str, Any]:
    """A LAND_SRID shape as GeoJSON in WGS-84 (lon, lat)."""
    degrees = transform_geometries(_one(land), settings.LAND_SRID, WGS84)
    coordinates = np.round(shapely.get_coordinates(degrees), DEGREE_PLACES)
    shape = mapping(shapely.set_coordinates(degrees, coordinates)[0])
    return {"type": shape["type"], "coordinates": _lists(shape["coordinates"])}


def _lists(nested: Any) -> Any:
    return [_lists(part) for part in nested] if isinstance(nested, (tuple, list)) else float(nested)


def _one(shape: Any) -> Any:
    array = np.empty(1, dtype=object)
    array[0] = shape
    return array


def _shape(raw: Any) -> Any:
    if raw is None:
        return None
    return as_multipolygons(_one(shapely.from_wkb(bytes(raw))))[0]


def _lonlat(point: Any) -> tuple[float, float] | None:
    if point is None:
        return None
    lon, lat = transform_xy([point.x], [point.y], settings.LAND_SRID, WGS84)
    return float(lon[0]), float(lat[0])


def _uses(version_id: int) -> tuple[LandUse, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, area_m2 FROM land_records_parcellanduse WHERE version_id = %s ORDER BY position", [version_id]
        )
        return tuple(LandUse(*row) for row in cursor.fetchall())


def _history(parcel_id: int) -> tuple[VersionNote, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement("parcel_history"), [parcel_id])
        return tuple(VersionNote(*row) for row in cursor.fetchall())


def _row(sql: str, values: dict[str, Any]) -> dict[str, Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
        return None if row is None else dict(zip([column[0] for column in cursor.description], row, strict=True))
