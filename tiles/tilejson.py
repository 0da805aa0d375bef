"""TileJSON 3.0 from the same specs the tiles come from."""

from collections.abc import Sequence

from django.db import connections

from tiles.grid import degrees
from tiles.layer import LayerSpec

_EXTENT = "SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) FROM (SELECT ST_Extent(geom_3857) box FROM {})"
WORLD = (-180.0, -85.051129, 180.0, 85.051129)
ATTRIBUTION = "Thổ Địa"


def tilejson(layers: Sequence[LayerSpec], base_url: str) -> dict[str, object]:
    """The description of a tile set of one or more layers; `base_url` ends with a slash.

    The zoom range spans every layer; each layer keeps its own range in `vector_layers`.
    """
    names = ",".join(spec.name for spec in layers)
    return {
        "tilejson": "3.0.0",
        "name": names,
        "description": "; ".join(spec.title_vi for spec in layers),
        "attribution": ATTRIBUTION,
        "scheme": "xyz",
        "tiles": [f"{base_url}{names}/{{z}}/{{x}}/{{y}}.pbf"],
        "minzoom": min(spec.minzoom for spec in layers),
        "maxzoom": max(spec.maxzoom for spec in layers),
        "bounds": list(extent(layers)),
        "vector_layers": [vector_layer(spec) for spec in layers],
    }


def vector_layer(spec: LayerSpec) -> dict[str, object]:
    """One entry of `vector_layers`: name, zooms, attributes with their kind."""
    return {
        "id": spec.name,
        "description": spec.title_vi,
        "minzoom": spec.minzoom,
        "maxzoom": spec.maxzoom,
        "fields": {column.name: column.kind for column in spec.columns},
    }


def extent(layers: Sequence[LayerSpec]) -> tuple[float, float, float, float]:
    """(west, south, east, north) in degrees around everything in the layers; the whole world when they are empty."""
    found = [box for spec in layers if (box := extent_3857(spec)) is not None]
    if not found:
        return WORLD
    west, south = degrees(min(box[0] for box in found), min(box[1] for box in found))
    east, north = degrees(max(box[2] for box in found), max(box[3] for box in found))
    return (round(west, 6), round(south, 6), round(east, 6), round(north, 6))


def extent_3857(spec: LayerSpec) -> tuple[float, float, float, float] | None:
    """Extent of one layer in EPSG:3857 metres, None when it is empty."""
    with connections["desk" if spec.audience == "desk" else "published"].cursor() as cursor:
        cursor.execute(_EXTENT.format(spec.view) + " AS extent")  # the view's name comes from a frozen spec
        row = cursor.fetchone()
    return None if row is None or row[0] is None else (row[0], row[1], row[2], row[3])
