"""Light-theme looks of the small drawing as SVG attributes: for the PDF engine, which reads no style sheet inside SVG.

On a page the style sheet goes before attributes, so browsers still follow the reader's theme.
"""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from web.public.land_use import colours

_PAPER = (0xF8, 0xF9, 0xF6)
_FIXED: dict[str, dict[str, str]] = {
    "road": {"fill": "#FFFFFF", "stroke": "#CBD2D1", "stroke-width": "1"},
    "water": {"fill": "#C6DFE7"},
    "outline": {"fill": "none", "stroke": "#0B5166", "stroke-width": "3.4", "stroke-linejoin": "round"},
    "right_of_way": {"fill": "url(#ph-road)", "stroke": "#B3202C", "stroke-width": "1.6"},
    "water_corridor": {"fill": "url(#ph-water)", "stroke": "#1F6E8C", "stroke-width": "1"},
    "power_corridor": {"fill": "url(#ph-water)", "stroke": "#1F6E8C", "stroke-width": "1"},
    "land_use_plan": {"fill": "url(#ph-use)", "stroke": "#6B4A78", "stroke-width": "1.2"},
    "zoning": {"fill": "url(#ph-use)", "stroke": "#6B4A78", "stroke-width": "1.2"},
}


def ink(classes: str) -> SafeString:
    """Attributes for the classes of a plot's shape, such as `parcel use-ODT chosen`."""
    words = classes.split()
    use = next((word.removeprefix("use-") for word in words if word.startswith("use-")), "")
    if words[0] == "parcel":
        strength = 86 if "chosen" in words else 40
        look = {"fill": _mixed(colours().get(use, "#CCCCCC"), strength), "stroke": "#3F4E55", "stroke-width": "0.9"}
    else:
        look = _FIXED.get(use if words[0] == "plan" else words[0], {"fill": "none"})
    return format_html_join(" ", '{}="{}"', look.items())


def _mixed(colour: str, percent: int) -> str:
    """`colour` laid over paper with a strength in percent, as CSS color-mix does in sRGB."""
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    mixed = (
        round(part * percent / 100 + paper * (100 - percent) / 100) for part, paper in zip(parts, _PAPER, strict=True)
    )
    return "#" + "".join(f"{part:02X}" for part in mixed)
