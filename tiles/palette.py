"""Colours of the map in both themes. Hue of land use is law and comes from outside; strength is ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Everything the map is drawn with besides land use. `paper` is what official colours are mixed with, `fill`
    how much of it at zoom 15.5 and 18, `selected_fill` for the chosen parcel."""

    paper: str
    fill: tuple[float, float]
    selected_fill: float
    planned_fill: float
    background: str
    land: str
    water: str
    water_line: str
    water_text: str
    road: str
    road_casing: str
    road_text: str
    hairline: str
    boundary: str
    ink: str
    halo: str
    hover: str
    selection: str
    selection_casing: str
    plan_line: str
    plan_use_line: str
    plan_water_line: str
    plan_water_tint: str
    plan_text: str
    plan_halo: str
    unit_line: str
    unit_text: str
    unknown_use: str


PALETTES: dict[ThemeName, Palette] = {
    "light": Palette(
        paper="#F8F9F6", fill=(0.74, 0.60), selected_fill=0.12, planned_fill=0.50,
        background="#F1F3EF", land="#F6F7F4", water="#C6DFE7", water_line="#9CC3D0", water_text="#2E6B7F",
        road="#FFFFFF", road_casing="#CBD2D1", road_text="#4A5A62",
        hairline="#6B7A80", boundary="#3F4E55", ink="#10212B", halo="#FFFFFF",
        hover="#10212B", selection="#0B5166", selection_casing="#FFFFFF",
        plan_line="#B3202C", plan_use_line="#5B3A68", plan_water_line="#1F6E8C", plan_water_tint="#DCEBF0",
        plan_text="#47295A", plan_halo="#FBEFF6",
        unit_line="#7F8F96", unit_text="#3A4C56", unknown_use="#E6E6E6",
    ),
    "dark": Palette(
        paper="#101A20", fill=(0.78, 0.70), selected_fill=0.42, planned_fill=0.62,
        background="#131D22", land="#182329", water="#12333F", water_line="#1E4A58", water_text="#7FB7C8",
        road="#26343B", road_casing="#32434B", road_text="#AEBDC3",
        hairline="#8FA1A8", boundary="#B8C6CB", ink="#E4ECEF", halo="#131D22",
        hover="#FFFFFF", selection="#7CC7DC", selection_casing="#06161C",
        plan_line="#FF8A8F", plan_use_line="#E3C3E3", plan_water_line="#7FB7C8", plan_water_tint="#12333F",
        plan_text="#EBD6F0", plan_halo="#241A2A",
        unit_line="#6C7F88", unit_text="#BCC9CE", unknown_use="#C8C8C8",
    ),
}  # fmt: skip


def mixed(colour: str, paper: str, share: float) -> str:
    """`#RRGGBB` moved towards `paper` by `share` (0: untouched, 1: paper). Solid colours, so overlaps never darken."""
    pairs = zip(_channels(colour), _channels(paper), strict=True)
    return "#" + "".join(f"{round(own * (1 - share) + other * share):02X}" for own, other in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    digits = colour.lstrip("#")
    if len(digits) != 6:
        raise ValueError(f"not a #RRGGBB colour: {colour!r}")
    return tuple(int(digits[start : start + 2], 16) for start in (0, 2, 4))


def by_use(column: str, colours: Mapping[str, str], palette: Palette, share: float) -> list[object]:
    """Map expression: the calm colour of the land use in `column`; unknown codes grey."""
    pairs: list[object] = []
    for code, colour in sorted(colours.items()):
        pairs += [code, mixed(colour, palette.paper, share)]
    fallback = mixed(palette.unknown_use, palette.paper, share)
    return ["match", ["get", column], *pairs, fallback] if pairs else ["literal", fallback]
