"""The public map's MapLibre style, made from the layer specs: drawing order, calm colours, labels that fit.

Names that others build on: layer ids below (pages set filters of `hover`, `parcel-selected`, `selection-casing`,
`selection`, `selection-label` to `["==", ["id"], fid]`), pattern images of HATCH_IMAGES, and the page fonts
'TD-Text', 'TD-Text Semibold', 'TD-Text Bold': there is no glyph server.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tiles.catalogue import layer
from tiles.palette import PALETTES, Palette, ThemeName, by_use
from tiles.style_labels import label_layers
from tiles.tilejson import ATTRIBUTION, vector_layer

HATCH_IMAGES = ("h-road", "h-use", "h-river", "h-nodata", "bar")
"""Pattern images the page must add before the first frame: hatches, and the bar of the fraction label."""

SOURCE_LAYERS: dict[str, tuple[str, ...]] = {
    "land": ("unit", "unit_label", "land_use", "land_object", "land_object_name", "parcel", "parcel_label"),
    "plan": ("plan_coverage", "plan_zone", "plan_hatch", "plan_label"),
    "sheet": ("sheet_frame",),
}
"""Tile sets of the map: layers that are looked at together travel in one tile."""

NOTHING: list[object] = ["==", ["id"], -1]
_WATER: list[object] = ["in", ["get", "object_type"], ["literal", ["canal", "river", "water", "sea"]]]
_TRAFFIC: list[object] = ["in", ["get", "object_type"], ["literal", ["road", "railway"]]]
_THEMES_BY_LOOK: dict[str, tuple[str, ...]] = {
    "use": ("land_use_plan", "zoning"),
    "river": ("water_corridor", "power_corridor"),
    "road": ("right_of_way",),
}

Layer = dict[str, Any]


def public_style(
    land_use_colours: Mapping[str, str],
    theme: ThemeName = "light",
    *,
    tiles_url: str = "/tiles/",
    rasters: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """A complete MapLibre style (version 8).

    `land_use_colours` maps land-use codes to their official `#RRGGBB`. `tiles_url` is the absolute address of the
    tile service, ending with a slash (browsers' workers know no relative ones). `rasters` are TileJSON objects of
    scanned plans, drawn over the colours and below lines and labels, and switched off until the page shows them
    (`raster-<n>`).
    """
    palette = PALETTES[theme]
    scans = {f"raster-{number}": _raster_source(scan) for number, scan in enumerate(rasters)}
    return {
        "version": 8,
        "name": f"Thổ Địa {theme}",
        "metadata": {"td:theme": theme, "td:images": list(HATCH_IMAGES)},
        "sources": {**{name: _source(name, tiles_url) for name in SOURCE_LAYERS}, **scans},
        "layers": [
            {"id": "background", "type": "background", "paint": {"background-color": palette.background}},
            *_ground(palette),
            *_fills(palette, land_use_colours),
            *_plan_fills(palette, land_use_colours),
            *[_raster_layer(name) for name in scans],
            *_parcel_lines(palette),
            *_plan_lines(palette),
            *_sheet_lines(palette),
            *_chosen(palette),
            *label_layers(palette),
        ],
    }


def _source(name: str, tiles_url: str) -> dict[str, Any]:
    specs = [layer(each) for each in SOURCE_LAYERS[name]]
    names = ",".join(SOURCE_LAYERS[name])
    return {
        "type": "vector",
        "tiles": [f"{tiles_url}{names}/{{z}}/{{x}}/{{y}}.pbf"],
        "minzoom": min(spec.minzoom for spec in specs),
        "maxzoom": max(spec.maxzoom for spec in specs),
        "attribution": ATTRIBUTION,
        "vector_layers": [vector_layer(spec) for spec in specs],
    }


def _raster_source(scan: Mapping[str, Any]) -> dict[str, Any]:
    wanted = ("tiles", "tileSize", "minzoom", "maxzoom", "bounds")
    return {"type": "raster", **{key: scan[key] for key in wanted if key in scan}}


def _raster_layer(name: str) -> Layer:
    paint = {"raster-opacity": 0.85, "raster-fade-duration": 0}
    return {"id": name, "type": "raster", "source": name, "layout": {"visibility": "none"}, "paint": paint}


def by_zoom(*stops: float) -> list[object]:
    """Linear interpolation over zoom: zoom, value, zoom, value …"""
    return ["interpolate", ["linear"], ["zoom"], *stops]


def _ground(palette: Palette) -> list[Layer]:
    """Units far out, then water, then roads (casing below, surface above)."""
    return [
        {"id": "unit-fill", "type": "fill", "source": "land", "source-layer": "unit", "maxzoom": 14,
         "paint": {"fill-color": palette.land, "fill-antialias": False}},
        {"id": "unit-line", "type": "line", "source": "land", "source-layer": "unit", "maxzoom": 14,
         "layout": {"line-join": "round"},
         "paint": {"line-color": palette.unit_line, "line-width": 1.2,
                   "line-opacity": by_zoom(11, 1, 14, 0.35)}},
        {"id": "water", "type": "fill", "source": "land", "source-layer": "land_object", "filter": _WATER,
         "paint": {"fill-color": palette.water}},
        {"id": "water-line", "type": "line", "source": "land", "source-layer": "land_object", "filter": _WATER,
         "minzoom": 15, "paint": {"line-color": palette.water_line, "line-width": by_zoom(15, 0.3, 18, 0.9)}},
        {"id": "other-object", "type": "fill", "source": "land", "source-layer": "land_object",
         "filter": ["!", ["any", _WATER, _TRAFFIC]], "minzoom": 14, "paint": {"fill-color": palette.land}},
        {"id": "road-casing", "type": "line", "source": "land", "source-layer": "land_object", "filter": _TRAFFIC,
         "layout": {"line-join": "round"},
         "paint": {"line-color": palette.road_casing, "line-width": by_zoom(12, 0.5, 16, 1.2, 18, 1.6)}},
        {"id": "road", "type": "fill", "source": "land", "source-layer": "land_object", "filter": _TRAFFIC,
         "paint": {"fill-color": palette.road, "fill-antialias": False}},
    ]  # fmt: skip


def _fills(palette: Palette, colours: Mapping[str, str]) -> list[Layer]:
    far, near = palette.fill
    return [
        {"id": "land-use", "type": "fill", "source": "land", "source-layer": "land_use", "maxzoom": 14,
         "paint": {"fill-color": by_use("main_use", colours, palette, far), "fill-antialias": False}},
        {"id": "parcel", "type": "fill", "source": "land", "source-layer": "parcel", "minzoom": 14,
         "paint": {"fill-antialias": False, "fill-color": [
             "interpolate", ["linear"], ["zoom"],
             15.5, by_use("main_use", colours, palette, far), 18, by_use("main_use", colours, palette, near)]}},
        {"id": "parcel-selected", "type": "fill", "source": "land", "source-layer": "parcel", "minzoom": 14,
         "filter": NOTHING,
         "paint": {"fill-color": by_use("main_use", colours, palette, palette.selected_fill)}},
    ]  # fmt: skip


def _themes(look: str) -> list[object]:
    return ["in", ["get", "theme"], ["literal", list(_THEMES_BY_LOOK[look])]]


def _standing(look: str, *, whole_zone: bool) -> list[object]:
    """Zones of a look that still stand; of land uses only those that change something (hatch means change)."""
    standing: list[object] = ["all", _themes(look), ["!=", ["get", "status"], "out_of_date"]]
    return [*standing, ["!=", ["get", "differs"], False]] if look == "use" and whole_zone else standing


def _half_for_drafts(full: float) -> list[object]:
    """Drafts are drawn at half strength."""
    return ["case", ["==", ["get", "status"], "draft"], full / 2, full]


def _plan_fills(palette: Palette, colours: Mapping[str, str]) -> list[Layer]:
    """A tint over each zone; hatch from zoom 14 and only where the plan differs from what exists."""
    tints: dict[str, tuple[object, float]] = {
        "use": (by_use("planned_use", colours, palette, palette.planned_fill), 0.9),
        "river": (palette.plan_water_tint, 0.45),
        "road": (palette.plan_line, 0.10),
    }
    hatches = {"use": ("h-use", 0.38), "river": ("h-river", 0.5), "road": ("h-road", 0.85)}
    layers: list[Layer] = []
    for look, (colour, opacity) in tints.items():
        # far out the zone itself is the picture; near, only the ground that changes is tinted and hatched
        for part, source_layer, zooms in (
            ("zone", "plan_zone", {"maxzoom": 14}),
            ("tint", "plan_hatch", {"minzoom": 14}),
        ):
            layers.append(
                {"id": f"plan-{part}-{look}", "type": "fill", "source": "plan", "source-layer": source_layer, **zooms,
                 "filter": _standing(look, whole_zone=part == "zone"),
                 "paint": {"fill-color": colour, "fill-opacity": _half_for_drafts(opacity), "fill-antialias": False}}
            )  # fmt: skip
        image, strength = hatches[look]
        layers.append(
            {"id": f"plan-hatch-{look}", "type": "fill", "source": "plan", "source-layer": "plan_hatch",
             "minzoom": 14, "filter": _standing(look, whole_zone=False),
             "paint": {"fill-pattern": image, "fill-opacity": _half_for_drafts(strength)}}
        )  # fmt: skip
    return layers


def _parcel_lines(palette: Palette) -> list[Layer]:
    return [
        {"id": "parcel-line", "type": "line", "source": "land", "source-layer": "parcel", "minzoom": 14.5,
         "layout": {"line-join": "round"},
         "paint": {
             "line-color": ["interpolate", ["linear"], ["zoom"], 15, palette.hairline, 18, palette.boundary],
             "line-width": by_zoom(14.5, 0.15, 16, 0.35, 17.5, 0.7, 19, 1.1, 21, 1.6),
             "line-opacity": by_zoom(14.5, 0.12, 16, 0.38, 17.5, 0.75, 19, 0.9)}},
    ]  # fmt: skip


def _plan_lines(palette: Palette) -> list[Layer]:
    colour = ["match", ["get", "theme"], list(_THEMES_BY_LOOK["river"]), palette.plan_water_line,
              list(_THEMES_BY_LOOK["use"]), palette.plan_use_line, palette.plan_line]  # fmt: skip
    width = by_zoom(12, 0.6, 14, 0.8, 16, 1.3, 17.5, 1.7, 18, 1.8)
    draft: list[object] = ["==", ["get", "status"], "draft"]
    shown: list[object] = ["any", *(_standing(look, whole_zone=True) for look in ("use", "river", "road"))]
    return [
        {"id": "plan-coverage", "type": "line", "source": "plan", "source-layer": "plan_coverage",
         "filter": ["!=", ["get", "status"], "out_of_date"],
         "paint": {"line-color": palette.plan_line, "line-width": 1.2, "line-dasharray": [6, 3, 1.5, 3],
                   "line-opacity": 0.75}},
        {"id": "plan-line", "type": "line", "source": "plan", "source-layer": "plan_zone",
         "filter": ["all", ["!", draft], shown], "layout": {"line-join": "round"},
         "paint": {"line-color": colour, "line-width": width}},
        {"id": "plan-line-draft", "type": "line", "source": "plan", "source-layer": "plan_zone",
         "filter": ["all", draft, shown],
         "paint": {"line-color": colour, "line-width": width, "line-dasharray": [6, 3]}},
    ]  # fmt: skip


def _sheet_lines(palette: Palette) -> list[Layer]:
    return [
        {"id": "sheet", "type": "line", "source": "sheet", "source-layer": "sheet_frame",
         "layout": {"visibility": "none"},
         "paint": {"line-color": palette.boundary, "line-width": 1, "line-dasharray": [8, 4], "line-opacity": 0.7}},
    ]  # fmt: skip


def _chosen(palette: Palette) -> list[Layer]:
    """Hover and selection; nothing else on the map wears the selection colour."""
    joined = {"line-join": "round"}
    return [
        {"id": "hover", "type": "line", "source": "land", "source-layer": "parcel", "minzoom": 14, "filter": NOTHING,
         "layout": joined, "paint": {"line-color": palette.hover, "line-width": 2}},
        {"id": "selection-casing", "type": "line", "source": "land", "source-layer": "parcel", "minzoom": 14,
         "filter": NOTHING, "layout": joined,
         "paint": {"line-color": palette.selection_casing, "line-width": by_zoom(15, 5, 19, 8.5)}},
        {"id": "selection", "type": "line", "source": "land", "source-layer": "parcel", "minzoom": 14,
         "filter": NOTHING, "layout": joined,
         "paint": {"line-color": palette.selection, "line-width": by_zoom(15, 2.6, 19, 4.2)}},
    ]  # fmt: skip
