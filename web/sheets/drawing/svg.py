"""A drawing as SVG: sizes in millimetres, looks as attributes, so that browser and PDF engine show the same."""

from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from web import formats
from web.sheets.drawing.labels import Word
from web.sheets.drawing.plan import BAND_MM, Drawing, Fraction

INK, QUIET, WATER, ROAD, GRID = "#10212B", "#5B6A71", "#DCEAF0", "#F1EFEA", "#8A979D"
_STROKES: dict[str, dict[str, str]] = {
    "neighbour": {"fill": "none", "stroke": QUIET, "stroke-width": "0.15"},
    "road": {"fill": ROAD, "stroke": QUIET, "stroke-width": "0.15"},
    "water": {"fill": WATER, "stroke": QUIET, "stroke-width": "0.15"},
    "parcel": {
        "fill": "#FFFFFF",
        "stroke": INK,
        "stroke-width": "0.45",
        "stroke-linejoin": "round",
        "fill-rule": "evenodd",
    },
    "use-border": {"fill": "none", "stroke": INK, "stroke-width": "0.25", "stroke-dasharray": "2.4 0.8 0.4 0.8"},
    "cross": {"fill": "none", "stroke": GRID, "stroke-width": "0.13"},
    "tick": {"fill": "none", "stroke": INK, "stroke-width": "0.13"},
}
_WORDS: dict[str, dict[str, str]] = {
    "corner": {"fill": INK, "font-weight": "700"},
    "side": {"fill": INK},
    "parcel": {"fill": QUIET},
    "own": {"fill": INK, "font-weight": "700"},
    "road": {"fill": QUIET, "font-style": "italic"},
    "water": {"fill": "#1F6E8C", "font-style": "italic"},
    "use": {"fill": INK},
    "grid": {"fill": INK},
}
_FONT = "TD-Paper, TD-Text, sans-serif"
_BASELINE = 0.34
"""How far below its middle a line of type stands, in parts of its size."""


def svg_of(drawing: Drawing, title: str) -> SafeString:
    """The whole picture, `title` for readers who hear it."""
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "true-plan",
            "width": f"{drawing.width:g}mm",
            "height": f"{drawing.height:g}mm",
            "viewBox": f"0 0 {drawing.width:g} {drawing.height:g}",
            "role": "img",
            "aria-label": title,
            "data-parcel": drawing.subject_code,
            "data-scale": str(drawing.scale),
            "font-family": _FONT,
        },
    )
    SubElement(root, "rect", {"width": f"{drawing.width:g}", "height": f"{drawing.height:g}", "fill": "#FFFFFF"})
    field = SubElement(root, "g", {"transform": f"translate({BAND_MM} 0.3)"})
    for stroke in drawing.strokes:
        SubElement(field, "path", {"class": stroke.kind, "d": stroke.path, **_STROKES[stroke.kind]})
    for x, y in drawing.dots:
        SubElement(
            field,
            "circle",
            {"cx": f"{x:.3f}", "cy": f"{y:.3f}", "r": "0.55", "fill": "#FFFFFF", "stroke": INK, "stroke-width": "0.3"},
        )
    for word in drawing.words:
        _write(field, word)
    if drawing.fraction:
        _write_fraction(field, drawing.fraction)
    _frame(field, drawing)
    _north_arrow(field, drawing)
    _scale_bar(field, drawing)
    return mark_safe(tostring(root, encoding="unicode"))  # noqa: S308 - our own SVG, texts escaped by ElementTree


def _text(parent: Element, x: float, y: float, text: str, size: float, **attributes: str) -> None:
    facts = {"x": f"{x:.3f}", "y": f"{y:.3f}", "font-size": f"{size:g}", "text-anchor": "middle"}
    SubElement(
        parent, "text", facts | {name.replace("_", "-"): value for name, value in attributes.items()}
    ).text = text


def _write(parent: Element, word: Word) -> None:
    """A word around its middle; those over other lines get a white edge first."""
    look = dict(_WORDS[word.kind])
    turn = {"transform": f"rotate({word.angle:.2f} {word.x:.3f} {word.y:.3f})"} if word.angle else {}
    base = word.y + _BASELINE * word.size
    if word.kind != "grid":
        halo = {**look, "fill": "#FFFFFF", "stroke": "#FFFFFF", "stroke_width": "0.7", "stroke_linejoin": "round"}
        _text(parent, word.x, base, word.text, word.size, aria_hidden="true", **halo, **turn)
    _text(parent, word.x, base, word.text, word.size, **{"class": word.kind}, **look, **turn)


def _write_fraction(parent: Element, label: Fraction) -> None:
    """Land use left, number over area right of it, the bar between."""
    turn = f"translate({label.x:.3f} {label.y:.3f}) rotate({label.angle:.2f})"
    group = SubElement(parent, "g", {"class": "fraction", "transform": turn, "fill": INK})
    gap = 0.3 * label.size
    whole = label.left + gap + label.right
    start = -whole / 2
    right = start + label.left + gap + label.right / 2
    _text(group, start + label.left / 2, _BASELINE * label.size, label.land_use, label.size)
    _text(group, right, -0.3 * label.size, label.number, label.size, font_weight="700")
    _text(group, right, 0.98 * label.size, label.area, label.size)
    bar = f"M{right - label.right / 2:.3f} 0h{label.right:.3f}"
    SubElement(group, "path", {"d": bar, "stroke": INK, "stroke-width": "0.2", "fill": "none"})


def _frame(parent: Element, drawing: Drawing) -> None:
    size = {"width": f"{drawing.frame_width:g}", "height": f"{drawing.frame_height:g}"}
    SubElement(parent, "rect", {**size, "fill": "none", "stroke": INK, "stroke-width": "0.3"})


def _north_arrow(parent: Element, drawing: Drawing) -> None:
    """Grid north."""
    group = SubElement(parent, "g", {"class": "north", "transform": f"translate({drawing.frame_width - 4.5:g} 0)"})
    SubElement(
        group, "rect", {"x": "-3.5", "y": "1", "width": "7", "height": "12", "fill": "#FFFFFF", "opacity": "0.85"}
    )
    SubElement(group, "path", {"d": "M0 4.6L2.2 12L0 10.4Z", "fill": INK})
    edge = {"d": "M0 4.6L-2.2 12L0 10.4Z", "fill": "#FFFFFF", "stroke": INK, "stroke-width": "0.2"}
    SubElement(group, "path", edge)
    _text(group, 0, 3.8, _("B"), 2.8, font_weight="700", fill=INK)


def _scale_bar(parent: Element, drawing: Drawing) -> None:
    """Four black and white fields, the scale in figures beside them."""
    top = drawing.frame_height + BAND_MM + 3.2
    group = SubElement(parent, "g", {"class": "scale-bar", "transform": f"translate(2 {top:g})"})
    step = drawing.bar_mm / 4
    for field in range(4):
        look = {"fill": INK if field % 2 == 0 else "#FFFFFF", "stroke": INK, "stroke-width": "0.15"}
        SubElement(group, "rect", {"x": f"{field * step:.3f}", "width": f"{step:.3f}", "height": "1.1", **look})
    for share in (0, 2, 4):
        metres = drawing.bar_m * share / 4
        text = formats.number(metres, 0 if metres == int(metres) else 1)
        _text(group, share * step, -0.8, f"{text} m" if share == 4 else text, GRID_TEXT, fill=INK)
    words = _("Tỷ lệ 1:%(scale)s") % {"scale": drawing.scale}
    _text(group, drawing.frame_width / 2 - 2, 1.2, words, 3.2, fill=INK, font_weight="600")


GRID_TEXT = 2.2
