"""The web tile pyramid in EPSG:3857: from zoom, column and row to metres and back."""

import math
from dataclasses import dataclass

from tiles.errors import TileOutOfRange

HALF_WORLD_M = math.pi * 6378137.0
"""Half the width of the square web map, metres."""

MAX_ZOOM = 22
EXTENT = 4096
"""Tile units along a side (vector tiles)."""

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: zoom, column from the west, row from the north. Made by `tile()` only, so always in range."""

    z: int
    x: int
    y: int

    @property
    def size_m(self) -> float:
        """Side length in EPSG:3857 metres."""
        return 2 * HALF_WORLD_M / float(1 << self.z)

    def bounds(self, margin_units: int = 0) -> Bounds:
        """(west, south, east, north) in EPSG:3857 metres, widened by a margin in tile units."""
        size = self.size_m
        margin = size * margin_units / EXTENT
        west = self.x * size - HALF_WORLD_M
        north = HALF_WORLD_M - self.y * size
        return (west - margin, north - size - margin, west + size + margin, north + margin)


def tile(z: int, x: int, y: int) -> Tile:
    """A tile in range; raises TileOutOfRange."""
    if 0 <= z <= MAX_ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z:
        return Tile(z, x, y)
    raise TileOutOfRange(
        f"Không có mảnh bản đồ {z}/{x}/{y}.",
        f"There is no tile {z}/{x}/{y}.",
        hint_vi=f"Mức phóng từ 0 đến {MAX_ZOOM}; cột và hàng từ 0 đến 2^mức − 1.",
        hint_en=f"Zoom goes from 0 to {MAX_ZOOM}; column and row from 0 to 2^zoom − 1.",
    )


def web_mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """WGS-84 degrees to EPSG:3857 metres."""
    return math.radians(longitude) * 6378137.0, math.asinh(math.tan(math.radians(latitude))) * 6378137.0


def degrees(x: float, y: float) -> tuple[float, float]:
    """EPSG:3857 metres to WGS-84 (longitude, latitude)."""
    return math.degrees(x / 6378137.0), math.degrees(math.atan(math.sinh(y / 6378137.0)))


def tile_at(longitude: float, latitude: float, z: int) -> Tile:
    """The tile a place lies in."""
    x, y = web_mercator(longitude, latitude)
    size = 2 * HALF_WORLD_M / float(1 << z)
    return tile(z, int((x + HALF_WORLD_M) // size), int((HALF_WORLD_M - y) // size))


def tiles_within(bounds: Bounds, z: int) -> list[Tile]:
    """All tiles of a zoom that meet the bounds (EPSG:3857 metres), row by row."""
    size = 2 * HALF_WORLD_M / float(1 << z)
    last = (1 << z) - 1
    columns = [min(last, max(0, int((side + HALF_WORLD_M) // size))) for side in (bounds[0], bounds[2])]
    rows = [min(last, max(0, int((HALF_WORLD_M - side) // size))) for side in (bounds[3], bounds[1])]
    return [Tile(z, x, y) for y in range(rows[0], rows[1] + 1) for x in range(columns[0], columns[1] + 1)]
