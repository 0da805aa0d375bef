"""All public tiles in one PMTiles file, for any static host; the same walk counts tiles and finds heavy ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from isal import igzip
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from tiles import vector
from tiles.grid import Tile, tiles_within
from tiles.layer import LayerSpec
from tiles.tilejson import ATTRIBUTION, extent, extent_3857, vector_layer

BUDGET_BYTES = 40_000
"""A packed tile of zoom 16 to 18 should stay below this (first view of the map on a phone)."""

BUDGET_ZOOMS = range(16, 19)
_PACKING = 2


@dataclass(slots=True)
class ZoomCount:
    """Tiles of one zoom: how many, packed bytes together, the heaviest one."""

    zoom: int
    tiles: int = 0
    bytes: int = 0
    heaviest: int = 0
    heaviest_tile: str = ""
    over_budget: int = 0

    def add(self, tile: Tile, size: int) -> None:
        """Count one tile."""
        self.tiles += 1
        self.bytes += size
        if size > self.heaviest:
            self.heaviest, self.heaviest_tile = size, f"{tile.z}/{tile.x}/{tile.y}"
        if tile.z in BUDGET_ZOOMS and size > BUDGET_BYTES:
            self.over_budget += 1


@dataclass(slots=True)
class ArchiveCount:
    """What a walk over the pyramid found, zoom by zoom."""

    zooms: dict[int, ZoomCount] = field(default_factory=dict)

    def add(self, tile: Tile, size: int) -> None:
        """Count one tile."""
        self.zooms.setdefault(tile.z, ZoomCount(tile.z)).add(tile, size)

    @property
    def tiles(self) -> int:
        """Tiles of all zooms."""
        return sum(zoom.tiles for zoom in self.zooms.values())

    @property
    def bytes(self) -> int:
        """Packed bytes of all zooms."""
        return sum(zoom.bytes for zoom in self.zooms.values())


def every_tile(layers: Sequence[LayerSpec], minzoom: int, maxzoom: int) -> Iterator[tuple[Tile, bytes]]:
    """Each tile that holds something, packed, far zooms first.

    A tile is looked at when the tile above it held something or when a layer begins at its zoom: what is empty
    far out has nothing further in.
    """
    above: set[Tile] = set()
    for zoom in range(minzoom, maxzoom + 1):
        wanted = {child for tile in above for child in _children(tile)}
        for spec in layers:
            bounds = extent_3857(spec) if zoom == max(spec.minzoom, minzoom) and spec.drawn_at(zoom) else None
            wanted |= set(tiles_within(bounds, zoom)) if bounds else set()
        above = set()
        for tile in sorted(wanted, key=lambda each: (each.y, each.x)):
            body = vector.public_tile(layers, tile)
            if body:
                above.add(tile)
                yield tile, igzip.compress(body, _PACKING)


def _children(tile: Tile) -> list[Tile]:
    return [Tile(tile.z + 1, 2 * tile.x + right, 2 * tile.y + below) for below in (0, 1) for right in (0, 1)]


def count(layers: Sequence[LayerSpec], minzoom: int, maxzoom: int) -> ArchiveCount:
    """Walk the pyramid without writing anything."""
    found = ArchiveCount()
    for tile, packed in every_tile(layers, minzoom, maxzoom):
        found.add(tile, len(packed))
    return found


def write_archive(layers: Sequence[LayerSpec], target: Path, minzoom: int, maxzoom: int) -> ArchiveCount:
    """Write the PMTiles file; it appears whole or not at all."""
    found = ArchiveCount()
    building = target.with_name(f"{target.name}.building")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with building.open("wb") as file:
            writer = Writer(file)
            for tile, packed in every_tile(layers, minzoom, maxzoom):
                writer.write_tile(zxy_to_tileid(tile.z, tile.x, tile.y), packed)
                found.add(tile, len(packed))
            writer.finalize(_header(layers, found, minzoom, maxzoom), _metadata(layers))
        building.replace(target)
    finally:
        building.unlink(missing_ok=True)
    return found


def _header(layers: Sequence[LayerSpec], found: ArchiveCount, minzoom: int, maxzoom: int) -> dict[str, object]:
    west, south, east, north = (round(side * 1e7) for side in extent(layers))
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_zoom": min(found.zooms, default=minzoom),
        "max_zoom": max(found.zooms, default=maxzoom),
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": minzoom,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }


def _metadata(layers: Sequence[LayerSpec]) -> dict[str, object]:
    return {
        "name": "Thổ Địa",
        "attribution": ATTRIBUTION,
        "format": "pbf",
        "vector_layers": [vector_layer(spec) for spec in layers],
    }
