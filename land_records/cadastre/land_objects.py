"""Roads, railways, canals, rivers, dikes: land that forms no parcel, with type, area and validity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
from django.conf import settings

from gis_core.orm import copying
from land_records.cadastre.fabric import refusals_in_words
from land_records.cadastre.moments import require_moment, valid_since
from land_records.cadastre.prepared import PreparedObjects
from land_records.cadastre.snapshots import LandObjectReceipt


@dataclass(frozen=True, slots=True)
class ObjectsOfSheet:
    """What one call brings: on whose word, where, and the rows."""

    transaction_id: int
    unit_id: int
    sheet_id: int | None
    objects: PreparedObjects


def open_land_objects(sheets: Sequence[ObjectsOfSheet], *, at: datetime) -> tuple[LandObjectReceipt, ...]:
    """Open land objects of several sheets, all of them or none; one receipt per sheet.

    Objects are no parcels: they have no number and the overlap rule does not look at them.
    """
    require_moment(at)
    counts = [len(sheet.objects) for sheet in sheets]
    ids = copying.next_ids("land_records_landobject", sum(counts))
    columns: dict[str, Iterable[Any]] = {
        "id": ids,
        "sheet_id": [sheet.sheet_id for sheet in sheets for _ in sheet.objects.kinds],
        "unit_id": [sheet.unit_id for sheet in sheets for _ in sheet.objects.kinds],
        "object_type": [kind for sheet in sheets for kind in sheet.objects.kinds],
        "land_use": [text for sheet in sheets for text in sheet.objects.land_uses],
        "name": [text for sheet in sheets for text in sheet.objects.names],
        "official_srid": [sheet.objects.shapes.srid for sheet in sheets for _ in sheet.objects.kinds],
        "area_m2": [area for sheet in sheets for area in sheet.objects.areas],
        "short_side_m": np.concatenate([sheet.objects.widths for sheet in sheets]),
        "transaction_id": [sheet.transaction_id for sheet in sheets for _ in sheet.objects.kinds],
    }
    shapes = np.concatenate([sheet.objects.shapes.land for sheet in sheets])
    with refusals_in_words():
        copying.copy_columns(
            "land_records_landobject",
            {name: copying.text_column(values) for name, values in columns.items()}
            | {
                "geom": copying.geometry_column(shapes, settings.LAND_SRID),
                "valid": copying.constant(valid_since(at), len(ids)),
            },
        )
        _write_names(sheets, ids)
    ends = np.cumsum(counts)
    return tuple(
        LandObjectReceipt(
            registered=count, object_ids=tuple(ids[end - count : end]), area_m2=sum(sheet.objects.areas, Decimal(0))
        )
        for sheet, count, end in zip(sheets, counts, ends, strict=True)
    )


def _write_names(sheets: Sequence[ObjectsOfSheet], ids: Sequence[int]) -> None:
    first = np.cumsum([0, *(len(sheet.objects) for sheet in sheets)])
    written = [sheet.objects.written for sheet in sheets]
    owners = np.concatenate([names.owner + start for names, start in zip(written, first[:-1], strict=True)])
    columns: dict[str, Iterable[Any]] = {
        "land_object_id": [ids[owner] for owner in owners],
        "text": [text for names in written for text in names.texts],
        "rotation_deg": np.concatenate([names.turns for names in written]),
        "width_m": np.concatenate([names.widths for names in written]),
    }
    points = np.concatenate([names.points for names in written])
    copying.copy_columns(
        "land_records_objectname",
        {name: copying.text_column(values) for name, values in columns.items()}
        | {"point": copying.geometry_column(points, settings.LAND_SRID)},
    )
