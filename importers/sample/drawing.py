"""Drawing a sheet (or the whole commune) as a DGN V7 design, the way FAMIS and gCadas leave it.

Levels, label parts and colours follow Circular 25/2014/TT-BTNMT, Annexes 1 and 18. Texts are TCVN3 or VNI bytes.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandas as pd
import shapely

from gis_core.text.charsets import encode
from importers.sample.labels import LETTER_RATIO, label_size
from importers.sample.linework import FRAME_LEVEL, Stroke
from importers.sample.names import CANARY_OWNER
from importers.sample.register import Commune
from importers.writers.dgn_v7 import DgnDesign, Lettering, Symbology, linkage

USE_LEVEL, AREA_LEVEL, LABEL_POINT_LEVEL, NUMBER_LEVEL, OWNER_LEVEL = 2, 4, 11, 13, 60
CONTROL_LEVEL, PLACE_LEVEL = 7, 48
FONT_NUMBER = {"tcvn3": 25, "vni": 26}
FONT_NAME = {"tcvn3": ".VnTime", "vni": "VNI-Times"}
WATER_COLOR = 5
JOINED_ENCODING = "tcvn3"
LOOK = {
    10: Symbology(10, 0, 1),
    23: Symbology(23, 0, 1),
    31: Symbology(31, WATER_COLOR, 1),
    32: Symbology(32, WATER_COLOR, 1),
    46: Symbology(46, 0, 4, 6),
    FRAME_LEVEL: Symbology(FRAME_LEVEL, 0, 3),
}
OWNER_LINKAGE = 0x2710


class SheetStyle(StrEnum):
    """How the texts of a sheet were made."""

    CIRCULAR = "three texts, TCVN3"
    OLD_FAMIS = "all texts on level 13, TCVN3"
    VNI = "three texts, VNI"
    WITH_OWNERS = "three texts, TCVN3, owner names on level 60"

    @property
    def encoding(self) -> str:
        """The charset of its texts."""
        return "vni" if self == SheetStyle.VNI else "tcvn3"


@dataclass(frozen=True)
class Drawing:
    """Everything that is drawn: strokes, face labels, names, and each sheet's style."""

    commune: Commune
    strokes: list[Stroke]
    labels: pd.DataFrame
    names: pd.DataFrame
    styles: dict[int, SheetStyle]

    @cached_property
    def strokes_of(self) -> dict[int, list[Stroke]]:
        """The strokes of each sheet."""
        found: dict[int, list[Stroke]] = {ordinal: [] for ordinal in self.styles}
        for stroke in self.strokes:
            found[stroke.sheet].append(stroke)
        return found


def style_sheets(commune: Commune) -> dict[int, SheetStyle]:
    """Give sheet 2 the old FAMIS look, sheet 3 VNI texts, the last sheet owner names; the others are plain."""
    ordinals = [int(number) for number in commune.sheets["ordinal"]]
    styles = dict.fromkeys(ordinals, SheetStyle.CIRCULAR)
    styles[ordinals[-1]] = SheetStyle.WITH_OWNERS
    for number, style in ((2, SheetStyle.OLD_FAMIS), (3, SheetStyle.VNI)):
        if number < ordinals[-1]:
            styles[number] = style
    return styles


def draw(drawing: Drawing, ordinal: int, *, encoding: str | None = None) -> DgnDesign:
    """Return a design of one sheet; `encoding` overrides the sheet's own charset."""
    design = DgnDesign()
    style = drawing.styles[ordinal]
    _Pen(design, style, encoding or style.encoding).draw_sheet(drawing, ordinal)
    return design


def draw_commune(drawing: Drawing, sheets: dict[int, DgnDesign] | None = None) -> DgnDesign:
    """Return one design of all sheets, all texts TCVN3: whoever joins sheets converts the texts.

    `sheets` may bring designs of `draw` so that they are not drawn twice.
    """
    whole = DgnDesign()
    for ordinal, style in drawing.styles.items():
        ready = (sheets or {}).get(ordinal) if style.encoding == JOINED_ENCODING else None
        whole.append(ready or draw(drawing, ordinal, encoding=JOINED_ENCODING))
    return whole


def owner_name(sheet: int, number: str) -> str:
    """Return the invented owner's name that must never leave the office."""
    return f"{CANARY_OWNER} {sheet:02d}{int(number):04d}"


class _Pen:
    """Draws one sheet into a design."""

    def __init__(self, design: DgnDesign, style: SheetStyle, encoding: str) -> None:
        self.design, self.style, self.encoding = design, style, encoding

    def draw_sheet(self, drawing: Drawing, ordinal: int) -> None:
        for stroke in drawing.strokes_of[ordinal]:
            self._stroke(stroke)
        for label in drawing.labels[drawing.labels["sheet"] == ordinal].itertuples():
            self._label(label, ordinal)
        for name in drawing.names[drawing.names["sheet"] == ordinal].itertuples():
            width = len(name.text) * LETTER_RATIO * name.height
            self._text(name.level, name.text, (name.x, name.y), (-width / 2, -name.height / 2), name)
        sheets = drawing.commune.sheets
        self._furniture(sheets[sheets["ordinal"] == ordinal].iloc[0], ordinal)

    def _stroke(self, stroke: Stroke) -> None:
        look = LOOK[stroke.level]
        if stroke.arc is not None:
            arc = stroke.arc
            self.design.add_arc(look, centre=arc.centre, radius=arc.radius, start=arc.start, sweep=arc.sweep)
        elif stroke.closed:
            self.design.add_shape(look, stroke.points)
        else:
            self.design.add_line(look, stroke.points)

    def _label(self, label: Any, ordinal: int) -> None:
        old = self.style == SheetStyle.OLD_FAMIS
        height = label.height
        width, fraction, gap = label_size(label.use, label.number, label.area, height)
        at = (label.x, label.y)
        left = -width / 2
        self._text(NUMBER_LEVEL if old else USE_LEVEL, label.use, at, (left, -height / 2), label)
        if not label.number:
            return
        letter = LETTER_RATIO * height
        middle = left + len(label.use) * letter + gap + fraction / 2
        self._text(NUMBER_LEVEL, label.number, at, (middle - len(label.number) * letter / 2, 0.25 * height), label)
        area_level = NUMBER_LEVEL if old else AREA_LEVEL
        self._text(area_level, label.area, at, (middle - len(label.area) * letter / 2, -1.25 * height), label)
        bar = [_turned(at, (middle + side * fraction / 2, 0.0), label.rotation) for side in (-1, 1)]
        self.design.add_line(Symbology(NUMBER_LEVEL), bar)
        owners = self.style == SheetStyle.WITH_OWNERS
        mark = linkage(OWNER_LINKAGE, [ordinal, int(label.number)]) if owners else b""
        point = _turned(at, (middle, 0.0), label.rotation)
        self.design.add_line(Symbology(LABEL_POINT_LEVEL, 0, 3), [point, point], attributes=mark)
        if owners:
            self._text(OWNER_LEVEL, owner_name(ordinal, label.number), at, (left, -2.0 * height), label)

    def _text(self, level: int, text: str, at: tuple[float, float], offset: tuple[float, float], like: Any) -> None:
        lettering = Lettering(
            like.height,
            round(LETTER_RATIO * like.height, 3),
            font=FONT_NUMBER[self.encoding],
            rotation=like.rotation,
        )
        corner = _turned(at, offset, like.rotation)
        color = WATER_COLOR if level == 39 else 0
        self.design.add_text(Symbology(level, color), corner, encode(text, self.encoding), lettering)

    def _furniture(self, sheet: pd.Series, ordinal: int) -> None:
        """Title of the sheet, a place name of two lines (text node), a control point (cell)."""
        scale = float(sheet["scale"]) / 1000.0
        middle = shapely.maximum_inscribed_circle(sheet["geometry"], 5.0).coords[0]
        title = Lettering(6.0 * scale, 5.0 * scale, font=FONT_NUMBER[self.encoding])
        text = encode(sheet["title"], self.encoding)
        start = (middle[0] - len(text) * title.width / 2, middle[1])
        self.design.add_text(Symbology(FRAME_LEVEL), start, text, title)
        place = Lettering(4.0 * scale, 3.2 * scale, font=FONT_NUMBER[self.encoding])
        corner = (middle[0] + 20 * scale, middle[1] - 30 * scale)
        with self.design.text_node(Symbology(PLACE_LEVEL), corner, place):
            for line, words in enumerate(("Khu phố", str(ordinal))):
                below = (corner[0], corner[1] - line * place.height * 1.5)
                self.design.add_text(Symbology(PLACE_LEVEL), below, encode(words, self.encoding), place)
        x, y = round(middle[0] - 25 * scale, 3), round(middle[1] + 40 * scale, 3)
        side = 1.5 * scale
        with self.design.cell("KT1", (x, y), level=CONTROL_LEVEL):
            self.design.add_shape(Symbology(CONTROL_LEVEL), [(x - side, y - side), (x + side, y - side), (x, y + side)])
            number = Lettering(2.0 * scale, 1.6 * scale, font=FONT_NUMBER[self.encoding])
            self.design.add_text(Symbology(CONTROL_LEVEL), (x + 2 * side, y), f"PT{100 + ordinal}".encode(), number)


def _turned(at: tuple[float, float], offset: tuple[float, float], rotation: float) -> tuple[float, float]:
    angle = math.radians(rotation)
    cos, sin = math.cos(angle), math.sin(angle)
    return at[0] + offset[0] * cos - offset[1] * sin, at[1] + offset[0] * sin + offset[1] * cos
