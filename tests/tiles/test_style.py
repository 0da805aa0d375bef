"""The style speaks of layers, columns and images that exist, and of colours as the rules say."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tiles.api import HATCH_IMAGES, SOURCE_LAYERS, layer, public_style
from tiles.palette import mixed

COLOURS = {"ODT": "#FFA0FF", "CLN": "#FFD2A0", "DGT": "#FFAA32"}
FONTS = {"TD-Text", "TD-Text Semibold", "TD-Text Bold"}


@pytest.fixture(params=["light", "dark"])
def style(request: Any) -> dict[str, Any]:
    return public_style(COLOURS, request.param, tiles_url="https://td.example/tiles/")


def _words(node: Any, word: str) -> Iterator[Any]:
    """Second members of every ["word", x] inside an expression."""
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        if len(node) == 2 and node[0] == word and isinstance(node[1], str):
            yield node[1]
        for each in node:
            yield from _words(each, word)


def test_layers_and_columns_exist(style: dict[str, Any]) -> None:
    for each in style["layers"]:
        if "source" not in each:
            continue
        spec = layer(each["source-layer"])
        assert spec.name in SOURCE_LAYERS[each["source"]]
        assert set(_words(each, "get")) <= {column.name for column in spec.columns}, each["id"]


def test_sources_follow_the_specs(style: dict[str, Any]) -> None:
    land = style["sources"]["land"]
    assert land["tiles"] == [f"https://td.example/tiles/{','.join(SOURCE_LAYERS['land'])}/{{z}}/{{x}}/{{y}}.pbf"]
    assert land["maxzoom"] == max(layer(name).maxzoom for name in SOURCE_LAYERS["land"])


def test_ids_are_unique_and_images_and_fonts_known(style: dict[str, Any]) -> None:
    ids = [each["id"] for each in style["layers"]]
    assert len(ids) == len(set(ids))
    for each in style["layers"]:
        for image in (each.get("paint", {}).get("fill-pattern"), each.get("layout", {}).get("icon-image")):
            assert image is None or image in HATCH_IMAGES
        assert set(each.get("layout", {}).get("text-font", [])) <= FONTS
    assert "glyphs" not in style and "sprite" not in style
    json.dumps(style)


def test_stack_order(style: dict[str, Any]) -> None:
    ids = [each["id"] for each in style["layers"]]
    order = ["water", "road", "parcel", "parcel-selected", "plan-hatch-road", "parcel-line", "plan-line", "hover",
             "selection-casing", "selection", "parcel-fraction", "selection-label"]  # fmt: skip
    assert sorted(order, key=ids.index) == order


def test_calm_colours() -> None:
    assert mixed("#FFA0FF", "#F8F9F6", 0.0) == "#FFA0FF"
    assert mixed("#FFA0FF", "#F8F9F6", 1.0) == "#F8F9F6"
    assert mixed("#000000", "#FFFFFF", 0.6) == "#999999"
    with pytest.raises(ValueError, match="RRGGBB"):
        mixed("red", "#FFFFFF", 0.5)
    parcel = next(each for each in public_style(COLOURS)["layers"] if each["id"] == "parcel")
    stops = parcel["paint"]["fill-color"]
    assert (stops[3], stops[5]) == (15.5, 18) or (stops[3], stops[4][0]) == (15.5, "match")


def test_scans_are_sources_of_their_own() -> None:
    scan = {"tiles": ["https://td.example/tiles/raster/1/{z}/{x}/{y}.webp"], "tileSize": 256, "minzoom": 12,
            "maxzoom": 18, "bounds": [108, 10, 109, 11], "name": "Bản đồ"}  # fmt: skip
    style = public_style(COLOURS, rasters=[scan])
    assert style["sources"]["raster-0"]["tileSize"] == 256
    assert next(each for each in style["layers"] if each["id"] == "raster-0")["layout"]["visibility"] == "none"
