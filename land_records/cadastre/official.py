"""From a frame of shapes to the digits of the register: 1 mm grid of the official zone, then LAND_SRID, and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from numpy.typing import NDArray

from gis_core.crs.transform import round_to_grid, transform_geometries
from land_records.cadastre.errors import ShapeRefusedError

_POLYGON, _MULTIPOLYGON = 3, 6


@dataclass(frozen=True, slots=True)
class OfficialShapes:
    """The same shapes twice: `official` (1 mm, zone `srid`) is the legal record, `land` what the database stores."""

    official: NDArray[Any]
    land: NDArray[Any]
    srid: int


def official_shapes(geometries: Sequence[Any] | NDArray[Any], srid: int, *, names: Sequence[Any]) -> OfficialShapes:
    """Round to 1 mm in zone `srid` and carry over to LAND_SRID; refuse what is no valid area, naming it.

    `names` say in refusals which shape is meant (parcel numbers). Raises ShapeRefusedError when a shape is missing,
    not polygonal, invalid after rounding, or when carrying it back does not give the same millimetres.
    """
    array = np.empty(len(geometries), dtype=object)
    array[:] = list(geometries)
    kinds = shapely.get_type_id(array)
    _refuse(
        ~np.isin(kinds, (_POLYGON, _MULTIPOLYGON)) | shapely.is_empty(array),
        names,
        "không có hình vùng",
        "has no polygon",
    )
    official = round_to_grid(shapely.force_2d(as_multipolygons(array)), settings.COORDINATE_GRID_M)
    _refuse(
        ~shapely.is_valid(official),
        names,
        "có ranh tự cắt khi tọa độ lấy đến milimét",
        "has a boundary that crosses itself at one millimetre",
    )
    land = to_land(official, srid)
    _refuse(
        ~same_digits(from_land(land, srid), official),
        names,
        "không giữ được tọa độ đến milimét khi chuyển múi chiếu",
        "does not keep its millimetres when carried between zones",
    )
    return OfficialShapes(official, land, srid)


def as_multipolygons(array: NDArray[Any]) -> NDArray[Any]:
    """Polygons become multipolygons of one part."""
    result = np.array(array, dtype=object, copy=True)
    single = np.flatnonzero(shapely.get_type_id(result) == _POLYGON)
    if len(single):
        result[single] = shapely.multipolygons(result[single], indices=np.arange(len(single)))
    return result


def to_land(official: NDArray[Any], srid: int) -> NDArray[Any]:
    """From an official zone to LAND_SRID."""
    return transform_geometries(official, srid, settings.LAND_SRID)


def from_land(land: NDArray[Any], srid: int) -> NDArray[Any]:
    """The official digits back: LAND_SRID to zone `srid`, rounded to 1 mm."""
    return round_to_grid(transform_geometries(land, settings.LAND_SRID, srid), settings.COORDINATE_GRID_M)


def same_digits(one: NDArray[Any], two: NDArray[Any]) -> NDArray[np.bool_]:
    """True where two shapes have the same vertices in the same order to the last digit."""
    return np.asarray(shapely.equals_exact(one, two, tolerance=0.0))


def _refuse(bad: NDArray[Any], names: Sequence[Any], what_vi: str, what_en: str) -> None:
    places = np.flatnonzero(bad)
    if not len(places):
        return
    first = names[int(places[0])]
    more = len(places) - 1
    raise ShapeRefusedError(
        f"Thửa {first} {what_vi}" + (f" (và {more} thửa khác)." if more else "."),
        f"Parcel {first} {what_en}" + (f" (and {more} more)." if more else "."),
        hint_vi="Sửa hình trong tệp nguồn rồi nhập lại; sổ không tự sửa hình thửa.",
        hint_en="Correct the shape in the source file and import it again; the register repairs no shapes itself.",
    )
