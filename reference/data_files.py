"""Read the reference files beside the code and put them into the database; running it again changes nothing.

The migration calls `load_all` with historical models, so that every database, also a test's, carries the data.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry

from gis_core.crs.transform import transform_geometries
from gis_core.text.names import fold_spelling

FOLDER = Path(__file__).resolve().parent / "data"
UNIT_SOURCE = "github.com/thanglequoc/vietnamese-provinces-database v2.2.0–v3.0.2 (MIT); Quyết định 19/2025/QĐ-TTg"
LAND_USE_SOURCE = (
    "Thông tư 25/2014/TT-BTNMT Phụ lục 01; Thông tư 27/2018/TT-BTNMT; Thông tư 08/2024/TT-BTNMT Biểu 05/TKKK"
)


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of one CSV file of the data folder."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load_all(*, unit: Any, succession: Any, boundary: Any, land_use: Any) -> None:
    """Load every file into the given model classes (historical ones inside a migration)."""
    load_units(unit)
    load_successions(unit, succession)
    load_boundaries(unit, boundary)
    load_land_uses(land_use)


def load_units(unit: Any) -> None:
    """Units of units.csv; the parent is the unit of that code valid on the child's last day."""
    made: dict[tuple[str, date | None], Any] = {}
    for row in rows("units.csv"):
        start, end = _day(row["valid_from"]), _day(row["valid_to"])
        made[row["code"], start] = unit.objects.update_or_create(
            code=row["code"],
            valid_from=start,
            defaults={
                "valid_to": end,
                "level": row["level"],
                "kind": row["kind"],
                "name": row["name"],
                "full_name": row["full_name"],
                "name_en": row["name_en"],
                "parent": _valid_on(made, row["parent"], end) if row["parent"] else None,
                "search_key": fold_spelling(row["full_name"]),
                "confidence": row["confidence"],
                "source": UNIT_SOURCE,
                "note": row["note"],
            },
        )[0]


def load_successions(unit: Any, succession: Any) -> None:
    """What became what, of unit_successions.csv."""
    ids = {(code, start): pk for pk, code, start in unit.objects.values_list("pk", "code", "valid_from")}
    for row in rows("unit_successions.csv"):
        succession.objects.update_or_create(
            from_unit_id=ids[row["from_code"], _day(row["from_valid_from"])],
            to_unit_id=ids[row["to_code"], _day(row["to_valid_from"])],
            on=_day(row["on"]),
            defaults={"extent": row["extent"], "basis": row["basis"], "confidence": row["confidence"]},
        )


def load_boundaries(unit: Any, boundary: Any) -> None:
    """Generalised borders of unit_boundaries_2025.geojson, carried to LAND_SRID."""
    collection = json.loads((FOLDER / "unit_boundaries_2025.geojson").read_text(encoding="utf-8"))
    features = collection["features"]
    shapes = np.array([shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features], dtype=object)
    plane = shapely.to_wkb(transform_geometries(shapes, 4326, settings.LAND_SRID))
    start = _day(collection["valid_from"])
    for feature, wkb in zip(features, plane, strict=True):
        boundary.objects.update_or_create(
            unit=unit.objects.get(code=feature["properties"]["code"], valid_from=start),
            defaults={
                "geom": GEOSGeometry(memoryview(wkb), srid=settings.LAND_SRID),
                "generalised_m": collection["generalised_m"],
                "source": collection["source"],
                "licence": collection["licence"],
            },
        )


def load_land_uses(land_use: Any) -> None:
    """Land-use codes of land_use_codes.csv, one row per code and official list."""
    for row in rows("land_use_codes.csv"):
        land_use.objects.update_or_create(
            code=row["code"],
            code_set=row["code_set"],
            defaults={
                "valid_from": _day(row["valid_from"]),
                "valid_to": _day(row["valid_to"]),
                "parent_code": row["parent"],
                **{name: row[name] == "1" for name in ("on_cadastral_map", "leaf", "in_total")},
                **{name: row[name] for name in _LAND_USE_TEXTS},
                "source": LAND_USE_SOURCE,
            },
        )


_LAND_USE_TEXTS = (
    "name_vi",
    "name_en",
    "rgb",
    "provisional_rgb",
    "object_type",
    "object_reason_vi",
    "object_reason_en",
    "becomes",
    "confidence",
)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _valid_on(made: dict[tuple[str, date | None], Any], code: str, day: date | None) -> Any:
    """The unit of a code valid on a day (None: today and after)."""
    for (candidate, start), unit in made.items():
        ends_later = unit.valid_to is None or (day is not None and day <= unit.valid_to)
        if candidate == code and ends_later and (start is None or day is None or start <= day):
            return unit
    raise LookupError(f"units.csv names parent {code}, which is not listed above its child")
