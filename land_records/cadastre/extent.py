"""What is registered: within a frame for whoever compares plans with it, and up to which day."""

from datetime import date
from importlib import resources

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.conf import settings
from django.db import connection

from gis_core.crs.transform import transform_geometries
from land_records.cadastre.statements import statement

_SQL = (resources.files("land_records.cadastre") / "sql" / "fabric_within.sql").read_text(encoding="utf-8")


def fabric_within(bounds: tuple[float, float, float, float], *, srid: int) -> gpd.GeoDataFrame:
    """Current official parcels and land objects that touch a frame.

    `bounds` (min x, min y, max x, max y) in zone `srid`. Columns: geometry (LAND_SRID, crs set), land_use (main use).
    """
    frame = shapely.box(*bounds)
    land = transform_geometries(np.array([frame], dtype=object), srid, settings.LAND_SRID)[0]
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"frame": shapely.to_wkb(land), "srid": settings.LAND_SRID})
        rows = pd.DataFrame(cursor.fetchall(), columns=["land_use", "wkb"])
    shapes = shapely.from_wkb(rows.pop("wkb").map(bytes).to_numpy(dtype=object))
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=settings.LAND_SRID)


def data_date() -> date | None:
    """The day of the youngest approved entry of parcels; None while the register is empty."""
    with connection.cursor() as cursor:
        cursor.execute(statement("data_date"), {"zone": settings.TIME_ZONE})
        return cursor.fetchone()[0]
