"""A small town for page tests: one sheet of 20 m squares in Phan Thiết and a road plan over its south edge."""

from dataclasses import dataclass

import geopandas as gpd
import shapely
from django.core.cache import cache
from django.db import transaction

from land_records import api as land_records
from planning import api as planning
from tests.land_records.fabric_ground import AT, ORIGIN, Ground, ground, squares
from tests.planning.ground import draft, zones


@dataclass(frozen=True)
class Town:
    """Codes and WGS-84 label points by parcel number; parcel 1 (south-west) lies half in the planned road."""

    ground: Ground
    codes: dict[int, str]
    places: dict[int, tuple[float, float]]
    plan: str


def small_town(columns: int = 5, rows: int = 4) -> Town:
    """Register it. The plan takes the southern 10 m of the first row; its coverage is the whole sheet."""
    base = ground()
    frame = shapely.box(ORIGIN[0], ORIGIN[1], ORIGIN[0] + 20 * columns, ORIGIN[1] + 20 * rows)
    sheet = land_records.ensure_sheet(series_id=base.series.id, ordinal=1, frame=frame)
    parcels = squares(columns, rows)
    receipt = base.register(parcels, sheet_id=sheet.id)
    existing = gpd.GeoDataFrame({"land_use": "ODT"}, geometry=list(parcels["geometry"]), index=parcels.index, crs=9218)
    road = shapely.box(ORIGIN[0] - 5, ORIGIN[1] - 10, ORIGIN[0] + 20 * columns + 5, ORIGIN[1] + 10)
    with transaction.atomic():
        act = base.approved()
        made = planning.register_plan(
            actor=base.approver,
            transaction_id=act,
            plan=draft(coverage=frame.buffer(30)),
            zones=zones((road, {"code": "LG1", "name": "đường thử nghiệm", "planned_use": "DGT"})),
            at=AT,
            existing=existing,
        )
        planning.put_in_force(actor=base.approver, transaction_id=act, plan_id=made.plan_id, at=AT)
    cache.clear()
    codes = dict(zip(range(1, columns * rows + 1), receipt.codes, strict=True))
    places = {number: land_records.parcel_by_code(code).label_lonlat for number, code in codes.items()}
    return Town(base, codes, places, made.plan_code)
