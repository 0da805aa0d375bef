"""Tiles of scanned plans, read from cloud-optimised GeoTIFFs in EPSG:3857."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from rio_tiler.errors import TileOutsideBounds
from rio_tiler.io import Reader

from tiles.errors import UnknownRaster
from tiles.grid import Tile, degrees

TILE_PIXELS = 256
_FIND = """SELECT fid, plan_code, title, cog, minzoom, maxzoom, ST_XMin(geom_3857), ST_YMin(geom_3857),
                  ST_XMax(geom_3857), ST_YMax(geom_3857)
           FROM published.plan_raster WHERE fid = %s"""


def raster_tile(raster_id: int, tile: Tile) -> bytes:
    """A WebP tile of 256 pixels, transparent outside the scan; empty when the tile lies beside it.

    Raises UnknownRaster for a scan that is not published or whose file is away.
    """
    path = _cog_path(_row(raster_id)[3], raster_id)
    try:
        with Reader(str(path)) as cog:
            image = cog.tile(tile.x, tile.y, tile.z, tilesize=TILE_PIXELS)
    except TileOutsideBounds:
        return b""
    if not image.mask.any():
        return b""
    return bytes(image.render(img_format="WEBP", quality=80))


def raster_tilejson(raster_id: int, base_url: str) -> dict[str, object]:
    """TileJSON 3.0 of a scanned plan; `base_url` ends with a slash."""
    fid, plan_code, title, _, minzoom, maxzoom, *bounds = _row(raster_id)
    west, south = degrees(bounds[0], bounds[1])
    east, north = degrees(bounds[2], bounds[3])
    return {
        "tilejson": "3.0.0",
        "name": title,
        "description": plan_code,
        "tiles": [f"{base_url}raster/{fid}/{{z}}/{{x}}/{{y}}.webp"],
        "tileSize": TILE_PIXELS,
        "minzoom": minzoom,
        "maxzoom": maxzoom,
        "bounds": [west, south, east, north],
        "vector_layers": [],
    }


def _row(raster_id: int) -> tuple[Any, ...]:
    with connections["published"].cursor() as cursor:
        cursor.execute(_FIND, [raster_id])
        row = cursor.fetchone()
    if row is None:
        raise _unknown(raster_id)
    return tuple(row)


def _cog_path(relative: object, raster_id: int) -> Path:
    home = Path(settings.THODIA_HOME).resolve()
    path = (home / str(relative)).resolve()
    if not path.is_relative_to(home) or not path.is_file():
        raise _unknown(raster_id)
    return path


def _unknown(raster_id: int) -> UnknownRaster:
    return UnknownRaster(
        f"Không có ảnh quét quy hoạch số {raster_id}.",
        f"There is no scanned plan {raster_id}.",
        hint_vi="Ảnh có thể đã được thay thế cùng quy hoạch của nó; hãy mở lại danh sách quy hoạch.",
        hint_en="It may have been replaced with its plan; open the list of plans again.",
    )
