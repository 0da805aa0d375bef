"""Front door of tiles: bytes of tiles, descriptions, the map style. Knows only schemas `published` and `desk`."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse

from tiles import vector
from tiles.catalogue import LAYERS, layer, layers_of
from tiles.errors import TileError, TileOutOfRange, TileTooHeavy, UnknownLayer, UnknownRaster
from tiles.grid import tile, tile_at
from tiles.layer import Column, LayerSpec
from tiles.raster import raster_tilejson
from tiles.style import HATCH_IMAGES, SOURCE_LAYERS, public_style
from tiles.tilejson import extent, tilejson
from tiles.views import VECTOR_TYPE, tile_response

__all__ = [
    "HATCH_IMAGES",
    "LAYERS",
    "SOURCE_LAYERS",
    "Column",
    "LayerSpec",
    "TileError",
    "TileOutOfRange",
    "TileTooHeavy",
    "UnknownLayer",
    "UnknownRaster",
    "desk_response",
    "desk_tile",
    "layer",
    "layer_names",
    "public_extent",
    "public_style",
    "public_tile",
    "raster_tilejson",
    "tile_at",
    "tilejson",
]


def layer_names(audience: str = "public") -> tuple[str, ...]:
    """Names of the layers for an audience ('public' or 'desk'), in drawing order."""
    return tuple(spec.name for spec in LAYERS if spec.audience == audience)


def public_tile(layers: str, z: int, x: int, y: int) -> bytes:
    """A tile of comma-separated public layers; empty bytes when there is nothing. Raises TileError."""
    return vector.public_tile(layers_of(layers), tile(z, x, y))


def desk_tile(
    layers: str | Sequence[str],
    z: int,
    x: int,
    y: int,
    *,
    unit_ids: Iterable[int] | None,
    batch_id: int | None = None,
) -> bytes:
    """A tile of desk layers (staged faces, lines, findings), narrowed to units and a batch.

    `unit_ids` comes from `accounts.api.scope(user, "desk.map")`: None means every unit and is given only to whom
    the scope says `all`; an empty set gives an empty tile. Raises TileError.
    """
    return vector.desk_tile(
        layers_of(layers if isinstance(layers, str) else ",".join(layers), "desk"),
        tile(z, x, y),
        unit_ids=unit_ids,
        batch_id=batch_id,
    )


def desk_response(request: HttpRequest, body: bytes) -> HttpResponse:
    """The HTTP answer for a desk tile: packed, never stored by anybody."""
    return tile_response(request, body, VECTOR_TYPE, "private, no-store")


def public_extent(layers: Sequence[str] = ("parcel",)) -> tuple[float, float, float, float]:
    """(west, south, east, north) in degrees around everything published in the layers; the world when empty."""
    return extent([layer(name) for name in layers])
