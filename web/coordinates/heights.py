"""Heights of the deployment: through the geoid grid its settings name, or not at all."""

from pathlib import Path

from django.conf import settings

from gis_core.crs.heights import GeoidModel, require_model
from gis_core.crs.systems import parse_system
from gis_core.crs.transform import transform_xy
from gis_core.errors import DomainError


class OutsideModel(DomainError):
    """The place lies outside the geoid grid."""

    code = "outside_geoid_model"


def geoid_model() -> GeoidModel | None:
    """The model named in the settings; None without one."""
    if not settings.GEOID_GRID:
        return None
    path = Path(settings.THODIA_HOME) / "geoid" / Path(settings.GEOID_GRID).name
    return GeoidModel(path, path.stem)


def converted_height(*, system: str, north: float, east: float, height: float, to_ellipsoid: bool) -> tuple[float, str]:
    """A levelled height as ellipsoidal one, or back, in metres, and the model's name.

    Raises CrsError `heights_not_available` without a model, OutsideModel outside its grid.
    """
    model = require_model(geoid_model())
    lon, lat = transform_xy([east], [north], parse_system(system), 4756)
    out = (model.ellipsoidal if to_ellipsoid else model.levelled)(lon, lat, [height])
    if not out[0] == out[0]:
        raise OutsideModel(
            f"Điểm nằm ngoài mô hình geoid {model.name}.",
            f"The place lies outside the geoid model {model.name}.",
            hint_vi="Dùng mô hình phủ khu vực này.",
            hint_en="Use a model that covers this area.",
        )
    return float(out[0]), model.name
