"""What lies around a place at a moment, in the digits of an official zone: for plans drawn on paper."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.db import connection

from gis_core.crs.transform import transform_geometries
from land_records.cadastre.moments import as_moment
from land_records.cadastre.official import from_land
from land_records.cadastre.statements import statement

MOST_SHAPES = 200
"""No drawing carries more; a plan of a large parcel shows those of the lowest identities."""


@dataclass(frozen=True, slots=True)
class NearShape:
    """One official parcel or land object. `kind` is `parcel` or a LandObject type; `shape` in the zone asked for."""

    kind: str
    id: int
    number: int | None
    sheet: str
    land_use: str
    name: str
    shape: Any


def surroundings(
    box: tuple[float, float, float, float], srid: int, as_of: date | datetime | None = None
) -> tuple[NearShape, ...]:
    """Official parcels and land objects that meet `box` (west, south, east, north in zone `srid`), now or as of.

    Parcels come whole, land objects (roads run on for kilometres) cut to the box. Nobody's name is in it.
    """
    around = np.array([shapely.segmentize(shapely.box(*box), (box[2] - box[0]) / 8)], dtype=object)
    west, south, east, north = shapely.total_bounds(transform_geometries(around, srid, settings.LAND_SRID)).tolist()
    values = {
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "srid": settings.LAND_SRID,
        "moment": None if as_of is None else as_moment(as_of),
        "most": MOST_SHAPES,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("surroundings"), values)
        rows = cursor.fetchall()
    if not rows:
        return ()
    land = np.empty(len(rows), dtype=object)
    land[:] = shapely.from_wkb([bytes(row[-1]) for row in rows])
    shapes = from_land(land, srid)
    found = [
        NearShape(kind, identity, number, sheet, land_use, name, shape)
        for (kind, identity, number, sheet, land_use, name, _), shape in zip(rows, shapes, strict=True)
    ]
    return tuple(near for near in found if not near.shape.is_empty)
