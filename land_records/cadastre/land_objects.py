"""Roads, railways, canals, rivers, dikes: land that forms no parcel, with type, area and validity."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import shapely
from django.conf import settings

from gis_core.errors import DomainError
from gis_core.geometry.measure import rounded_areas, short_side_m
from land_records.cadastre import copying
from land_records.cadastre.fabric import refusals_in_words
from land_records.cadastre.moments import require_moment
from land_records.cadastre.official import official_shapes
from land_records.cadastre.snapshots import LandObjectReceipt
from land_records.models import LandObject

_COLUMNS = (
    "id", "sheet_id", "unit_id", "object_type", "land_use", "name", "geom", "official_srid", "area_m2",
    "short_side_m", "valid", "transaction_id",
)  # fmt: skip


def register_land_objects(
    *,
    transaction_id: int,
    unit_id: int,
    objects: pd.DataFrame,
    srid: int,
    at: datetime,
    sheet_id: int | None = None,
) -> LandObjectReceipt:
    """Open land objects, all of them or none.

    `objects`: `geometry` in zone `srid`, `object_type` (LandObject.ObjectType); optional `land_use`, `name`.
    Objects are no parcels: they have no number and the overlap rule does not look at them.
    """
    require_moment(at)
    count = len(objects)
    kinds = list(objects["object_type"])
    _refuse_unknown(kinds)
    shapes = official_shapes(objects["geometry"].to_numpy(), srid, names=kinds)
    areas = rounded_areas(shapely.area(shapes.official))
    ids = copying.next_ids("public.land_records_landobject", count)
    with refusals_in_words():
        copying.copy_rows(
            "public.land_records_landobject",
            _COLUMNS,
            [
                copying.fields(ids),
                copying.constant(sheet_id, count),
                copying.constant(unit_id, count),
                copying.fields(kinds),
                _texts(objects, "land_use"),
                _texts(objects, "name"),
                copying.shapes_hex(shapes.land, settings.LAND_SRID),
                copying.constant(srid, count),
                copying.fields(areas),
                copying.fields(short_side_m(shapes.official)),
                copying.constant(copying.since(at), count),
                copying.constant(transaction_id, count),
            ],
        )
    return LandObjectReceipt(registered=count, object_ids=tuple(ids), area_m2=sum(areas, Decimal(0)))


def _texts(objects: pd.DataFrame, name: str) -> list[str]:
    if name not in objects:
        return copying.constant("", len(objects))
    return copying.fields(value if isinstance(value, str) else "" for value in objects[name])


def _refuse_unknown(kinds: Iterable[Any]) -> None:
    unknown = sorted({str(kind) for kind in kinds} - set(LandObject.ObjectType.values))
    if unknown:
        raise DomainError(
            f"Loại đối tượng không có trong danh mục: {', '.join(unknown)}.",
            f"Unknown object type: {', '.join(unknown)}.",
            hint_vi=f"Dùng một trong: {', '.join(LandObject.ObjectType.values)}.",
            hint_en=f"Use one of: {', '.join(LandObject.ObjectType.values)}.",
            code="object_type_unknown",
        )
