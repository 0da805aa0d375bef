"""Geometry columns in the deployment's one coordinate system (LAND_SRID)."""

from typing import Any

from django.conf import settings
from django.contrib.gis.db import models


class _LandGeometry:
    """Takes the SRID from settings and leaves it out of migrations, so that one migration serves every province."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["srid"] = settings.LAND_SRID
        kwargs.setdefault("spatial_index", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        kwargs.pop("srid", None)
        return name, path, args, kwargs


class LandMultiPolygonField(_LandGeometry, models.MultiPolygonField):
    """MultiPolygon, 2D, LAND_SRID, metres (east, north)."""


class LandPointField(_LandGeometry, models.PointField):
    """Point, 2D, LAND_SRID, metres (east, north)."""


class LandGeometryField(_LandGeometry, models.GeometryField):
    """Any 2D geometry, LAND_SRID, metres (east, north)."""


def is_land_field(field: models.Field[Any, Any]) -> bool:
    """True for columns that follow LAND_SRID: what a re-zoning has to move."""
    return isinstance(field, _LandGeometry)
