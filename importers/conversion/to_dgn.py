"""Elements of any format as a DGN V7 drawing of our own writer: levels, colours, texts, circular arcs, cells."""

from pathlib import Path

import numpy as np
import shapely

from gis_core.errors import TextError
from gis_core.text.charsets import encode
from importers.conversion.elements import CX, CY, PRIMARY, SECONDARY, Elements
from importers.conversion.measuring import Measure
from importers.readers.v7_scan import scan
from importers.writers.dgn_v7 import DgnDesign, DgnWriteError, Lettering, Symbology, linkage

OWN_LINKAGE = 0x5444
"""User number of the linkage that carries the row of the attribute table (“TD”)."""
DEFAULT_LEVEL = 10
DEFAULT_HEIGHT_M = 2.0
CIRCLE = 1e-6


def write(elements: Elements, out: Path, measure: Measure) -> int:
    """Write the drawing; returns how many elements stand in it. What does not fit the format is rejected."""
    design = DgnDesign(origin=_origin(elements))
    legacy, written, fallback = 0, 0, 0
    order = sorted(range(len(elements)), key=lambda row: (elements.group[row] is not None, elements.group[row] or 0))
    levels = _levels(elements)
    at = 0
    while at < len(order):
        row = order[at]
        members = [row]
        group = elements.group[row]
        while (
            group is not None and at + len(members) < len(order) and elements.group[order[at + len(members)]] == group
        ):
            members.append(order[at + len(members)])
        at += len(members)
        if group is None:
            done, plain = _draw(design, elements, row, levels, measure)
            written, fallback = written + done, fallback + plain
            continue
        place = shapely.get_coordinates(elements.geometry[members[0]])[0]
        piece = DgnDesign(origin=design.origin)
        try:
            with piece.cell(_cell_name(elements.cell[row]), (float(place[0]), float(place[1])), level=levels[row]):
                results = [_draw(piece, elements, member, levels, measure) for member in members]
            design.append(piece)
        except DgnWriteError:
            results = [_draw(design, elements, member, levels, measure) for member in members]
        written += sum(done for done, _ in results)
        fallback += sum(plain for _, plain in results)
    design.save(out)
    _told(elements, measure, legacy, fallback)
    scan(out.read_bytes())
    return written


def _origin(elements: Elements) -> tuple[float, float]:
    """The middle of the drawing in whole kilometres, so that 32-bit millimetres reach everything."""
    bounds = shapely.total_bounds(elements.geometry)
    if not np.isfinite(bounds).all():
        return 500_000.0, 1_000_000.0
    return (
        float(round((bounds[0] + bounds[2]) / 2000) * 1000),
        float(round((bounds[1] + bounds[3]) / 2000) * 1000),
    )


def _levels(elements: Elements) -> list[int]:
    """Levels 1–63: the element's own, a number in its layer's name, otherwise one per layer from 10 on."""
    named = dict.fromkeys(elements.layer, 0)
    free = iter(range(DEFAULT_LEVEL, 64))
    out = []
    for layer, level in zip(elements.layer, elements.level, strict=True):
        if level is not None and 0 < level < 64:
            out.append(level)
            continue
        if not named[layer]:
            digits = "".join(letter for letter in layer if letter.isdigit())
            named[layer] = int(digits) if digits and 0 < int(digits) < 64 else next(free, 63)
        out.append(named[layer])
    return out


def _cell_name(name: str | None) -> str:
    kept = "".join(letter for letter in (name or "").upper() if letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789$._")
    return kept[:6] or "CELL"


def _draw(design: DgnDesign, elements: Elements, row: int, levels: list[int], measure: Measure) -> tuple[int, int]:
    """Draw one element: (1, 0), (1, 1) when its text fell back to UTF-8, (0, 0) when it was rejected."""
    look = Symbology(
        levels[row], (elements.color[row] or 0) & 255, (elements.weight[row] or 0) & 31, (elements.style[row] or 0) & 7
    )
    tag = linkage(OWN_LINKAGE, [row & 0xFFFF, row >> 16]) if elements.attributes[row] else b""
    try:
        if elements.text[row]:
            return 1, _draw_text(design, elements, row, look, tag)
        arc = elements.arc[row]
        if arc is not None and abs(arc[PRIMARY] - arc[SECONDARY]) <= CIRCLE * max(arc[PRIMARY], 1.0):
            centre = (arc[CX], arc[CY])
            if abs(arc[6]) >= 360.0:
                design.add_ellipse(look, centre=centre, radius=arc[PRIMARY])
            else:
                design.add_arc(look, centre=centre, radius=arc[PRIMARY], start=arc[4] + arc[5], sweep=arc[6])
            return 1, 0
        for part in shapely.get_parts(elements.geometry[row]):
            _draw_shape(design, part, look, tag)
    except DgnWriteError as problem:
        measure.reject(row, f"DGN V7: {problem}")
        return 0, 0
    return 1, 0


def _draw_text(design: DgnDesign, elements: Elements, row: int, look: Symbology, tag: bytes) -> int:
    raw, plain = elements.raw_text[row], 0
    if raw is None:
        try:
            raw = encode(elements.text[row] or "", "tcvn3")
        except TextError:
            raw, plain = (elements.text[row] or "").encode("utf-8"), 1
    size = elements.height[row] or DEFAULT_HEIGHT_M
    place = shapely.get_coordinates(elements.geometry[row])[0]
    lettering = Lettering(size, size, rotation=elements.rotation[row] or 0.0)
    design.add_text(look, (float(place[0]), float(place[1])), raw[:255], lettering, attributes=tag)
    return plain


def _draw_shape(design: DgnDesign, part: shapely.Geometry, look: Symbology, tag: bytes) -> None:
    if part.geom_type == "Polygon":
        for ring in (part.exterior, *part.interiors):
            design.add_shape(look, shapely.get_coordinates(ring), attributes=tag)
        return
    points = shapely.get_coordinates(part)
    if len(points) == 1:
        points = np.vstack([points, points])
    design.add_line(look, points, attributes=tag)


def _told(elements: Elements, measure: Measure, _legacy: int, fallback: int) -> None:
    if any(raw is None and text for raw, text in zip(elements.raw_text, elements.text, strict=True)):
        measure.note(
            "DGN V7 không có Unicode: chữ được ghi bằng TCVN3 (phông .Vn).",
            "DGN V7 knows no Unicode: texts were written in TCVN3 (.Vn fonts).",
        )
    if fallback:
        measure.note(
            f"{fallback} chữ không có trong TCVN3, được ghi bằng UTF-8.",
            f"{fallback} texts have no TCVN3 form and were written in UTF-8.",
        )
