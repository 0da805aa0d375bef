"""A small town for tile tests: blocks of parcels along a road, one plan, registered by the real acts."""

import math
from collections.abc import Sequence
from typing import Any

import mapbox_vector_tile
import pandas as pd
import shapely
from django.db import transaction
from django.utils import timezone
from shapely.geometry import box, shape

from accounts.api import Role
from gis_core.crs.transform import transform_xy
from land_records import api as land_records
from tests.dossiers.people import PHAN_THIET, person
from tests.land_records import fabric_ground
from tests.planning.ground import AT, PlanOffice, draft, zones
from tiles.grid import Tile, tile_at

EAST, NORTH = 456_300.0, 1_208_600.0
COLUMNS, ROWS = 30, 24
WIDTH, DEPTH = 8.0, 18.0
USES = ("ODT", "CLN", "ODT", "TMD", "ODT")
FAR_AWAY = (108.6, 11.4)


def parcel_box(column: int, row: int) -> shapely.Polygon:
    """A lot; every second row of lots ends at a road 6 m wide."""
    south = NORTH + row * DEPTH + (row // 2) * 6.0
    west = EAST + column * WIDTH
    return box(west, south, west + WIDTH, south + DEPTH)


def build() -> None:
    """Register the town in the current database."""
    ground = fabric_ground.ground()
    lots = [(column, row) for row in range(ROWS) for column in range(COLUMNS)]
    frame = pd.DataFrame(
        {
            "geometry": [parcel_box(*lot) for lot in lots],
            "number": range(1, len(lots) + 1),
            "land_uses": [[(USES[(column // 4 + row) % len(USES)], None)] for column, row in lots],
        }
    )
    ground.register(frame, at=timezone.now())
    roads = pd.DataFrame(
        {
            "geometry": [
                box(EAST, parcel_box(0, row).bounds[3], EAST + COLUMNS * WIDTH, parcel_box(0, row).bounds[3] + 6.0)
                for row in range(1, ROWS - 1, 2)
            ],
            "object_type": "road",
            "land_use": "DGT",
            "name": [f"Đường số {row}" for row in range(1, ROWS - 1, 2)],
        }
    )
    with transaction.atomic():
        land_records.register_land_objects(
            actor=person(Role.APPROVER, PHAN_THIET), transaction_id=ground.approved(), unit_id=ground.unit_id,
            objects=roads, srid=9218, at=timezone.now(),
        )  # fmt: skip
    town = box(EAST - 20, NORTH - 20, EAST + 300, NORTH + 520)
    road = box(EAST, NORTH + 30, EAST + 240, NORTH + 48)
    zone = {"code": "LG-1", "name": "Mở rộng đường số 1", "theme": "right_of_way"}
    PlanOffice().in_force(draft(coverage=town, valid_to=None), zones((road, zone)))
    assert AT < timezone.now()


def middle() -> tuple[float, float]:
    """Longitude and latitude in the middle of the town."""
    lon, lat = transform_xy([EAST + COLUMNS * WIDTH / 2], [NORTH + ROWS * DEPTH / 2], 9218, 4326)
    return float(lon[0]), float(lat[0])


def town_tile(z: int) -> Tile:
    """The tile of a zoom that holds the middle of the town."""
    return tile_at(*middle(), z)


def decoded(body: bytes) -> dict[str, Any]:
    """Layers of a tile, coordinates with y downwards as on the screen."""
    return dict(mapbox_vector_tile.decode(body, default_options={"y_coord_down": True}))


def shapes_by_id(body: bytes, layer: str) -> dict[int, Any]:
    """Feature id to shape, in tile units."""
    return {feature["id"]: shape(feature["geometry"]) for feature in decoded(body)[layer]["features"]}


def ground_area(units: float, tile: Tile, latitude: float) -> float:
    """Square metres on the ground for an area in tile units."""
    return units * (tile.size_m / 4096) ** 2 * math.cos(math.radians(latitude)) ** 2


def properties(body: bytes, layer: str) -> Sequence[dict[str, Any]]:
    """Attributes of a layer's features."""
    return [feature["properties"] for feature in decoded(body)[layer]["features"]]
