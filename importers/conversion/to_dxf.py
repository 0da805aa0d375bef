"""Elements of any format as a DXF of release 12: the plainest drawing text every program reads.

Layers, colours, texts with height and turn, circles and arcs, cells as their parts, attributes as extended data of the
application THODIA. Texts outside ASCII are written as \\U+XXXX.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from importers.conversion.elements import CX, CY, PRIMARY, SECONDARY, Elements
from importers.conversion.errors import nothing_written
from importers.conversion.measuring import Measure
from importers.conversion.to_dgn import CIRCLE, DEFAULT_HEIGHT_M

APPLICATION = "THODIA"
ACI_OF_DGN = {0: 7, 1: 5, 2: 3, 3: 1, 4: 2, 5: 6, 6: 30, 7: 4}
"""MicroStation's first colours (white, blue, green, red, yellow, magenta, orange, cyan) in AutoCAD's numbers."""
LONGEST_EXTENDED = 250
ESCAPE = re.compile(r"\\U\+([0-9A-Fa-f]{4})")


def write(elements: Elements, out: Path, measure: Measure) -> int:
    """Write the drawing and read it back; returns how many elements stand in it."""
    layers = sorted({_layer(name) for name in elements.layer} | {"0"})
    with out.open("w", encoding="ascii", newline="\r\n") as sink:
        sink.write(_tables(layers))
        sink.write(_pairs((0, "SECTION"), (2, "ENTITIES")))
        expected = 0
        for row in range(len(elements)):
            for text in _entity(elements, row):
                sink.write(text)
                expected += 1
        sink.write(_pairs((0, "ENDSEC"), (0, "EOF")))
    found = int(pyogrio.read_info(out, force_feature_count=True)["features"])
    if found != expected:
        raise nothing_written(out.name, expected, found)
    if expected != len(elements):
        measure.note(
            f"{len(elements)} đối tượng được vẽ thành {expected} thực thể (vùng có lỗ, đối tượng nhiều phần).",
            f"{len(elements)} features are drawn as {expected} entities (holes and parts on their own).",
        )
    return len(elements)


def _pairs(*pairs: tuple[int, Any]) -> str:
    return "".join(f"{code}\n{value}\n" for code, value in pairs)


def _tables(layers: list[str]) -> str:
    head = _pairs(
        (0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, "AC1009"), (9, "$INSUNITS"), (70, 6), (0, "ENDSEC")
    )
    out = [head, _pairs((0, "SECTION"), (2, "TABLES"), (0, "TABLE"), (2, "LAYER"), (70, len(layers)))]
    out += [_pairs((0, "LAYER"), (2, name), (70, 0), (62, 7), (6, "CONTINUOUS")) for name in layers]
    out.append(_pairs((0, "ENDTAB"), (0, "TABLE"), (2, "APPID"), (70, 1), (0, "APPID"), (2, APPLICATION), (70, 0)))
    out.append(_pairs((0, "ENDTAB"), (0, "ENDSEC")))
    return "".join(out)


def _layer(name: str) -> str:
    return escaped("".join("_" if letter in '<>/\\":;?*|=`,' else letter for letter in name))[:250] or "0"


def escaped(text: str) -> str:
    """ASCII with \\U+XXXX for everything else; line ends become blanks."""
    plain = text.replace("\r", " ").replace("\n", " ")
    return plain if plain.isascii() else "".join(c if c.isascii() else f"\\U+{ord(c):04X}" for c in plain)


def unescaped(text: str | None) -> str | None:
    """The text with its \\U+XXXX read."""
    if text is None or "\\U+" not in text:
        return text
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _entity(elements: Elements, row: int) -> Iterator[str]:
    look = [(8, _layer(elements.layer[row]))]
    color = elements.color[row]
    if color is not None:
        look.append((62, ACI_OF_DGN.get(color, max(color % 256, 1))))  # type: ignore[arg-type]
    data = _extended(elements.attributes[row])
    arc = elements.arc[row]
    if elements.text[row]:
        yield _text(elements, row, look) + data
    elif arc is not None and abs(arc[PRIMARY] - arc[SECONDARY]) <= CIRCLE * max(arc[PRIMARY], 1.0):
        yield _arc(arc, look) + data
    else:
        for part in shapely.get_parts(elements.geometry[row]):
            yield from (text + data for text in _shape(part, look))


def _text(elements: Elements, row: int, look: list[Any]) -> str:
    x, y = shapely.get_coordinates(elements.geometry[row])[0]
    turn = elements.rotation[row] or 0.0
    size = elements.height[row] or DEFAULT_HEIGHT_M
    return _pairs((0, "TEXT"), *look, (10, _n(x)), (20, _n(y)), (40, _n(size)), (1, escaped(elements.text[row] or "")),
                  (50, _n(turn)))  # fmt: skip


def _arc(arc: list[float], look: list[Any]) -> str:
    centre = ((10, _n(arc[CX])), (20, _n(arc[CY])), (40, _n(arc[PRIMARY])))
    if abs(arc[6]) >= 360.0:
        return _pairs((0, "CIRCLE"), *look, *centre)
    begin, end = arc[4] + arc[5], arc[4] + arc[5] + arc[6]
    begin, end = (begin, end) if arc[6] > 0 else (end, begin)
    return _pairs((0, "ARC"), *look, *centre, (50, _n(begin % 360.0)), (51, _n(end % 360.0)))


def _shape(part: shapely.Geometry, look: list[Any]) -> Iterator[str]:
    if part.geom_type == "Polygon":
        for ring in (part.exterior, *part.interiors):
            yield _polyline(shapely.get_coordinates(ring)[:-1], look, closed=True)
        return
    points = shapely.get_coordinates(part)
    if len(points) == 1:
        yield _pairs((0, "POINT"), *look, (10, _n(points[0, 0])), (20, _n(points[0, 1])))
    elif len(points) == 2:
        (x1, y1), (x2, y2) = points
        yield _pairs((0, "LINE"), *look, (10, _n(x1)), (20, _n(y1)), (11, _n(x2)), (21, _n(y2)))
    else:
        yield _polyline(points, look, closed=False)


def _polyline(points: np.ndarray, look: list[Any], *, closed: bool) -> str:
    layer = look[0][1]
    head = _pairs((0, "POLYLINE"), *look, (66, 1), (10, "0.0"), (20, "0.0"), (70, 1 if closed else 0))
    body = "".join(f"0\nVERTEX\n8\n{layer}\n10\n{x:.5f}\n20\n{y:.5f}\n" for x, y in points.tolist())
    return head + body + _pairs((0, "SEQEND"), (8, layer))


def _n(value: float) -> str:
    return f"{value:.5f}"


def _extended(attributes: dict[str, Any]) -> str:
    """Attributes as `name=value` strings of our application; an entity holds at most 16 kB of them."""
    if not attributes:
        return ""
    out = _pairs((1001, APPLICATION))
    for name, value in attributes.items():
        out += _pairs((1000, escaped(f"{name}={value}")[:LONGEST_EXTENDED]))
    return out
