"""Labels of the public map: drawn only where the parcel is wider on screen than the text and 8 pixels.

`w` is the width of a parcel in metres, computed with it. A pixel is 0.149 m at zoom 19 and doubles with each zoom
out; the limits below are text width plus 8 pixels at the zoom where each begins.
"""

from typing import Any

from tiles.palette import Palette

REGULAR = ["TD-Text"]
SEMIBOLD = ["TD-Text Semibold"]
BOLD = ["TD-Text Bold"]

_W: list[object] = ["get", "w"]
_TENTHS: list[object] = ["round", ["*", 10, ["get", "area"]]]
AREA_TEXT: list[object] = [
    "concat", ["to-string", ["floor", ["/", _TENTHS, 10]]], ",", ["to-string", ["%", _TENTHS, 10]],
]  # fmt: skip
"""Area with one decimal and the decimal comma, ungrouped (1399,2)."""

Layer = dict[str, Any]


def label_layers(palette: Palette) -> list[Layer]:
    """From the first placed to the last: MapLibre lets later layers win the room, so the selection comes last."""
    return [
        _unit_names(palette),
        _water_names(palette),
        _road_names(palette),
        _land_types(palette),
        _numbers(palette),
        _fractions(palette),
        _zone_names(palette),
        _selected_number(palette),
    ]


def _at_least(metres: float) -> list[object]:
    return [">=", _W, metres]


def _below(metres: float) -> list[object]:
    return ["<", _W, metres]


def _room_for_land_type(metres: float) -> list[object]:
    """Width for a three-letter code; two codes joined by a plus need more."""
    return [">=", _W, ["case", [">", ["length", ["get", "land_use"]], 3], 1.7 * metres, metres]]


def _between(low: float, high: float) -> list[object]:
    return ["all", _at_least(low), _below(high)]


def _size(*stops: float) -> list[object]:
    return ["interpolate", ["linear"], ["zoom"], *stops]


def _fractions(palette: Palette) -> Layer:
    """Number over area with the bar of the official label between them."""
    return {
        "id": "parcel-fraction", "type": "symbol", "source": "land", "source-layer": "parcel_label", "minzoom": 17.6,
        "filter": ["step", ["zoom"], _at_least(12), 18, _at_least(9.7), 18.6, _at_least(7), 19.2, _at_least(5),
                   19.7, True],
        "layout": {
            "text-field": ["concat", ["get", "number"], "\n", AREA_TEXT], "text-font": REGULAR,
            "text-line-height": 1.28, "text-size": _size(17.6, 9, 19, 11.5, 20.5, 14), "text-padding": 1,
            "icon-image": "bar", "icon-text-fit": "width", "icon-text-fit-padding": [0, 1, 0, 1],
            "icon-offset": [0, 1.4], "symbol-sort-key": ["-", 0, ["get", "area"]],
        },
        "paint": {"text-color": palette.ink, "text-halo-color": palette.halo, "text-halo-width": 0.8,
                  "icon-opacity": 0.8},
    }  # fmt: skip


def _numbers(palette: Palette) -> Layer:
    """The number alone where the fraction does not fit."""
    return {
        "id": "parcel-number", "type": "symbol", "source": "land", "source-layer": "parcel_label",
        "minzoom": 16.9, "maxzoom": 19.7,
        "filter": ["step", ["zoom"], _at_least(10), 17.6, _between(6.6, 12), 18, _between(4.9, 9.7),
                   18.6, _below(7), 19.2, _below(5)],
        "layout": {"text-field": ["get", "number"], "text-font": REGULAR, "text-size": _size(17, 8.5, 18.6, 10.5),
                   "text-padding": 2},
        "paint": {"text-color": palette.ink, "text-opacity": 0.75, "text-halo-color": palette.halo,
                  "text-halo-width": 0.7},
    }  # fmt: skip


def _land_types(palette: Palette) -> Layer:
    """Land type left of the fraction."""
    long_area = ["case", [">=", ["get", "area"], 1000], -2.0, [">=", ["get", "area"], 100], -1.75, -1.5]
    return {
        "id": "parcel-land-use", "type": "symbol", "source": "land", "source-layer": "parcel_label", "minzoom": 18.2,
        "filter": ["step", ["zoom"], _room_for_land_type(15), 19, _room_for_land_type(9.5), 20, _room_for_land_type(5)],
        "layout": {
            "text-field": ["get", "land_use"], "text-font": SEMIBOLD, "text-size": _size(18.2, 9.5, 20, 13),
            "text-anchor": "right", "text-padding": 0,
            "text-offset": [long_area[0], long_area[1], ["literal", [long_area[2], 0]], long_area[3],
                            ["literal", [long_area[4], 0]], ["literal", [long_area[5], 0]]],
        },
        "paint": {"text-color": palette.ink, "text-opacity": 0.85, "text-halo-color": palette.halo,
                  "text-halo-width": 1},
    }  # fmt: skip


def _selected_number(palette: Palette) -> Layer:
    """The chosen parcel's number is always drawn, bold."""
    return {
        "id": "selection-label", "type": "symbol", "source": "land", "source-layer": "parcel_label", "minzoom": 16,
        "filter": ["==", ["id"], -1],
        "layout": {"text-field": ["get", "number"], "text-font": BOLD, "text-size": _size(16.5, 11, 19, 14),
                   "text-allow-overlap": True},
        "paint": {"text-color": palette.ink, "text-halo-color": palette.halo, "text-halo-width": 1.8},
    }  # fmt: skip


def _named_objects(name: str, types: list[str], colour: str, halo: str) -> Layer:
    of_type: list[object] = ["in", ["get", "object_type"], ["literal", types]]
    return {
        "id": name, "type": "symbol", "source": "land", "source-layer": "land_object_name", "minzoom": 14.5,
        "filter": ["step", ["zoom"], ["all", of_type, _at_least(12)], 16, ["all", of_type, _at_least(8)], 17, of_type],
        "layout": {"text-field": ["get", "name"], "text-font": SEMIBOLD,
                   "text-size": _size(14.5, 10.5, 17, 12.5, 19, 15), "text-padding": 6, "text-max-width": 40,
                   "text-rotate": ["get", "angle"], "text-rotation-alignment": "map"},
        "paint": {"text-color": colour, "text-halo-color": halo, "text-halo-width": 1.6},
    }  # fmt: skip


def _road_names(palette: Palette) -> Layer:
    return _named_objects("road-name", ["road", "railway"], palette.road_text, palette.road)


def _water_names(palette: Palette) -> Layer:
    return _named_objects("water-name", ["river", "canal", "water", "sea"], palette.water_text, palette.water)


def _unit_names(palette: Palette) -> Layer:
    return {
        "id": "unit-name", "type": "symbol", "source": "land", "source-layer": "unit_label", "maxzoom": 15,
        "layout": {"text-field": ["get", "name"], "text-font": SEMIBOLD, "text-size": _size(8, 12, 12, 15),
                   "text-max-width": 8, "text-padding": 4},
        "paint": {"text-color": palette.unit_text, "text-halo-color": palette.halo, "text-halo-width": 1.6},
    }  # fmt: skip


def _zone_names(palette: Palette) -> Layer:
    """Zone code large, name below it; drafts say so."""
    suffix = ["case", ["==", ["get", "status"], "draft"], " (dự thảo)", ""]
    return {
        "id": "plan-name", "type": "symbol", "source": "plan", "source-layer": "plan_label", "minzoom": 15,
        "filter": ["!=", ["get", "status"], "out_of_date"],
        "layout": {
            "text-field": ["format", ["get", "zone_code"], {"font-scale": 1.25, "text-font": ["literal", BOLD]},
                           "\n", {}, ["concat", ["get", "name"], suffix], {}],
            "text-font": SEMIBOLD, "text-size": _size(15, 11, 18, 14), "text-max-width": 9,
            "text-line-height": 1.3,
        },
        "paint": {"text-color": palette.plan_text, "text-halo-color": palette.plan_halo, "text-halo-width": 2},
    }  # fmt: skip
