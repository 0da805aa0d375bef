"""Parcels at one moment, put together: areas, uses, corners in the official zone, shape in WGS-84, history."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.db import connection
from django.utils import timezone
from numpy.typing import NDArray
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


def snapshots(parcel_ids: Collection[int], moment: datetime | None) -> dict[int, ParcelSnapshot]:
    """The version of each parcel in force at `moment`, or now (then the last one of a parcel that has ended).

    Parcels without any are left out. Three queries and one transformation per official zone, however many are asked.
    """
    if not parcel_ids:
        return {}
    rows = _rows(statement("parcel_versions"), {"parcels": sorted(set(parcel_ids)), "moment": moment})
    uses = _uses([row["version_id"] for row in rows])
    notes = _history([row["parcel_id"] for row in rows])
    shapes = _shapes([row["geom"] for row in rows])
    official = _official(shapes, [row["official_srid"] for row in rows])
    geojsons = _geojsons(shapes)
    asked = moment or timezone.now()
    return {
        row["parcel_id"]: _snapshot(
            row, ended=moment is None and row["valid_to"] is not None, as_of=asked,
            land_uses=tuple(uses[row["version_id"]]), history=tuple(notes[row["parcel_id"]]),
            geometry=shapes[at], official=official[at], shown=geojsons[at],
        )
        for at, row in enumerate(rows)
    }  # fmt: skip


def _snapshot(
    row: dict[str, Any], *, ended: bool, as_of: datetime, land_uses: tuple[LandUse, ...],
    history: tuple[VersionNote, ...], geometry: Any, official: Any, shown: dict[str, Any] | None,
) -> ParcelSnapshot:  # fmt: skip
    return ParcelSnapshot(
        parcel_id=row["parcel_id"],
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
        as_of=as_of,
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        official_srid=row["official_srid"],
        areas=Areas(row["area_certificate"], row["area_labelled"], row["area_computed"]),
        land_use=row["land_use"],
        land_uses=land_uses,
        geometry=geometry,
        official_geometry=official,
        geojson=shown,
        corners=() if official is None else corners(official),
        label_lonlat=_lonlat(row["label_point"]),
        transaction_id=row["transaction_id"],
        history=history,
    )


def corners(official: Any) -> tuple[Corner, ...]:
    """Corners by number (gis_core.geometry.corners); X is north, Y is east."""
    return tuple(
        Corner(corner.ring, corner.n, corner.north, corner.east, corner.side_m) for corner in number_corners(official)
    )


def geojson(land: Any) -> dict[str, Any]:
    """A LAND_SRID shape as GeoJSON in WGS-84 (lon, lat)."""
    shown = _geojsons([land])[0]
    return {} if shown is None else shown


def _geojsons(lands: Sequence[Any]) -> list[dict[str, Any] | None]:
    """The same for many at once; None stays None."""
    answers: list[dict[str, Any] | None] = [None] * len(lands)
    places = [at for at, land in enumerate(lands) if land is not None]
    degrees = transform_geometries(_array([lands[at] for at in places]), settings.LAND_SRID, WGS84)
    rounded = shapely.set_coordinates(degrees, np.round(shapely.get_coordinates(degrees), DEGREE_PLACES))
    for at, degree_shape in zip(places, rounded, strict=True):
        shape = mapping(degree_shape)
        answers[at] = {"type": shape["type"], "coordinates": _lists(shape["coordinates"])}
    return answers


def _official(lands: Sequence[Any], zones: Sequence[int]) -> list[Any]:
    """The official digits of each shape, all shapes of a zone at once; None stays None."""
    answers: list[Any] = [None] * len(lands)
    for zone in {zone for land, zone in zip(lands, zones, strict=True) if land is not None}:
        places = [at for at, land in enumerate(lands) if land is not None and zones[at] == zone]
        for at, shape in zip(places, from_land(_array([lands[at] for at in places]), zone), strict=True):
            answers[at] = shape
    return answers


def _lists(nested: Any) -> Any:
    return [_lists(part) for part in nested] if isinstance(nested, (tuple, list)) else float(nested)


def _array(shapes: Sequence[Any]) -> NDArray[Any]:
    array = np.empty(len(shapes), dtype=object)
    array[:] = list(shapes)
    return array


def _shapes(raw: Sequence[Any]) -> list[Any]:
    """Stored shapes as multipolygons (points stay points); None stays None."""
    return list(as_multipolygons(shapely.from_wkb(_array([None if one is None else bytes(one) for one in raw]))))


def _lonlat(raw: Any) -> tuple[float, float] | None:
    if raw is None:
        return None
    point = shapely.from_wkb(bytes(raw))
    lon, lat = transform_xy([point.x], [point.y], settings.LAND_SRID, WGS84)
    return float(lon[0]), float(lat[0])


def _uses(version_ids: list[int]) -> dict[int, list[LandUse]]:
    uses: dict[int, list[LandUse]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version_id, code, area_m2 FROM land_records_parcellanduse WHERE version_id = ANY(%s)"
            " ORDER BY version_id, position",
            [version_ids],
        )
        for version_id, *use in cursor.fetchall():
            uses[version_id].append(LandUse(*use))
    return uses


def _history(parcel_ids: list[int]) -> dict[int, list[VersionNote]]:
    notes: dict[int, list[VersionNote]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement("parcel_history"), [parcel_ids])
        for parcel_id, *note in cursor.fetchall():
            notes[parcel_id].append(VersionNote(*note))
    return notes


def _rows(sql: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
