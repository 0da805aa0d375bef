"""A MIF carried to another system object by object, in its own text: pens, brushes, symbols, fonts and the MID stay.

Only coordinates, the CoordSys line, turns of texts and sizes that are metres are rewritten. Rectangles become regions
(a turned rectangle is none); rounded ones, ellipses and arcs keep their boxes upright around the place of their middle,
which is said. What does not fit this way (a row without an image, a Transform clause) is left to the table writer.
"""

import re
from dataclasses import dataclass, field

import numpy as np

from importers.conversion.measuring import Floats, Measure
from importers.readers.mapinfo_text import OBJECT, parse_mif_header

NUMBER = rb"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_PAIR = re.compile(rb"^([ \t]*)(" + NUMBER + rb")([ \t]+)(" + NUMBER + rb")([ \t]*\r?)$")
_NAMED = re.compile(rb"^([ \t]*(?:point|center|label[ \t]+line[ \t]+\w+)[ \t]+)(" + NUMBER + rb")([ \t]+)(" + NUMBER
                    + rb")(.*)$", re.I)  # fmt: skip
_BOX = re.compile(rb"^([ \t]*)(?:(line|rect|roundrect|ellipse|arc)[ \t]+)?((?:" + NUMBER + rb"[ \t]+){3}" + NUMBER
                  + rb")([ \t]*\r?)$", re.I)  # fmt: skip
_ANGLE = re.compile(rb"^([ \t]*angle[ \t]+)(" + NUMBER + rb")(.*)$", re.I)
_TEXT = re.compile(rb"^[ \t]*text\b", re.I)
_UPRIGHT = ("roundrect", "ellipse", "arc")


class NotInPlace(Exception):
    """This file needs the table writer; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class _Places:
    """Vertices found: the line of each, how it is written, and the object it belongs to."""

    lines: list[bytes]
    at: list[int] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    xy: list[tuple[float, float]] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    angles: dict[int, int] = field(default_factory=dict)
    """Object of a text → the line of its angle, -1 while it has none."""
    text_box: dict[int, int] = field(default_factory=dict)
    objects: int = 0

    def vertex(self, line: int, form: str, x: bytes | float, y: bytes | float) -> None:
        self.at.append(line)
        self.forms.append(form)
        self.xy.append((float(x), float(y)))
        self.owner.append(max(self.objects - 1, 0))


def convert(content: bytes, name: str, clause: str, measure: Measure, *, geographic: bool) -> tuple[bytes, int]:
    """The file in the target system and its number of objects. Raises NotInPlace, DamagedFile.

    `clause` is the CoordSys line of the target; `geographic`: it is written in degrees.
    """
    header = parse_mif_header(content, name)
    if re.search(rb"(?im)^[ \t]*transform\b", content[: header.data_at]) or header.coordsys is None:
        raise NotInPlace("transform or no coordinate system")
    if "earth" in header.coordsys.lower() and not re.search(r'projection\s+1,|"m"', header.coordsys, re.I):
        raise NotInPlace("units other than metres and degrees")
    head = re.sub(rb"(?im)^([ \t]*)coordsys .*?(\r?)$", rb"\g<1>" + clause.encode() + rb"\g<2>",
                  content[: header.data_at])  # fmt: skip
    places = _scan(content[header.data_at :])
    measure.rows_in = places.objects
    xy = np.array(places.xy, dtype=np.float64).reshape(-1, 2)
    image, gone = measure.convert(xy, np.array(places.owner, dtype=np.int64))
    if len(gone):
        raise NotInPlace("rows without an image")
    turn = _turns(places, xy, measure)
    _put(places, image, turn, 10 if geographic else 5)
    upright = [turn[vertex] for vertex, form in enumerate(places.forms) if form in _UPRIGHT]
    if upright:
        off = max(abs(degrees) for degrees in upright)
        measure.note(
            f"Hình chữ nhật bo góc, elip, cung của MapInfo giữ hộp thẳng (lệch hướng tối đa {off:.4f}°).",
            f"Rounded rectangles, ellipses and arcs of MapInfo keep upright boxes (off by at most {off:.4f}°).",
        )
    return head + b"\n".join(places.lines), places.objects


def _turns(places: _Places, xy: Floats, measure: Measure) -> dict[int, float]:
    """Vertex → degrees by which directions turn there, for texts and upright boxes only."""
    rows = [vertex for vertex, form in enumerate(places.forms) if form == "text" or form in _UPRIGHT]
    if not rows:
        return {}
    degrees = np.nan_to_num(measure.conversion.turn_deg(xy[rows, 0], xy[rows, 1]))
    return dict(zip(rows, degrees.tolist(), strict=True))


def _scan(data: bytes) -> _Places:
    places = _Places(data.split(b"\n"))
    sections = 0
    awaiting_box = False
    for at, line in enumerate(places.lines):
        found = OBJECT.match(line)
        if found:
            kind = found.group(1).lower()
            if sections and kind in (b"region", b"pline", b"multipoint"):
                sections -= 1
            else:
                places.objects += 1
                sections = 0
            if kind == b"collection":
                count = re.search(rb"\d+", line)
                sections = int(count[0]) if count else 0
            awaiting_box = kind == b"text"
            if awaiting_box:
                places.angles[places.objects - 1] = -1
        _take(places, at, line, awaiting_box)
        if awaiting_box and places.objects - 1 in places.text_box:
            awaiting_box = False
    return places


def _take(places: _Places, at: int, line: bytes, awaiting_box: bool) -> None:
    if pair := _PAIR.match(line):
        places.vertex(at, "pair", pair[2], pair[4])
    elif named := _NAMED.match(line):
        places.vertex(at, "named", named[2], named[4])
    elif box := _BOX.match(line):
        x1, y1, x2, y2 = (float(number) for number in box[3].split())
        kind = (box[2] or b"").lower().decode()
        if kind in _UPRIGHT:
            middle = (x1 + x2) / 2, (y1 + y2) / 2
            for x, y in (middle, (x2, middle[1]), (middle[0], y2)):
                places.vertex(at, kind, x, y)
        elif kind == "rect":
            for x, y in ((x1, y1), (x2, y1), (x2, y2), (x1, y2)):
                places.vertex(at, "rect", x, y)
        elif kind == "line":
            places.vertex(at, "line", x1, y1)
            places.vertex(at, "line", x2, y2)
        elif awaiting_box:
            places.text_box[places.objects - 1] = at
            for x, y in ((x1, y1), (x2, y1), (x1, y2)):
                places.vertex(at, "text", x, y)
    elif _ANGLE.match(line) and places.objects - 1 in places.angles:
        places.angles[places.objects - 1] = at


def _put(places: _Places, image: Floats, turn: dict[int, float], digits: int) -> None:
    by_line: dict[int, list[int]] = {}
    for vertex, at in enumerate(places.at):
        by_line.setdefault(at, []).append(vertex)
    for at, vertices in by_line.items():
        first = vertices[0]
        places.lines[at] = _line(places.lines[at], places.forms[first], image[vertices].tolist(), digits)
        if places.forms[first] == "text":
            _turn_text(places, places.owner[first], turn[first])


def _line(old: bytes, form: str, made: list[list[float]], digits: int) -> bytes:
    """One line (of a rectangle: the lines of a region) with the new numbers; `made` as `_take` noted the vertices."""

    def said(*numbers: float) -> bytes:
        return " ".join(f"{number:.{digits}f}" for number in numbers).encode()

    if form in ("pair", "named"):
        east, north = (said(number) for number in made[0])
        pattern = _PAIR if form == "pair" else _NAMED
        return pattern.sub(lambda found: found[1] + east + found[3] + north + found[5], old, count=1)
    end = b"\r" if old.endswith(b"\r") else b""
    if form == "line":
        return b"Line " + said(*made[0], *made[1]) + end
    if form == "rect":
        return b"\n".join([b"Region 1" + end, b"  5" + end, *(said(*place) + end for place in [*made, made[0]])])
    (x, y), wide, high = made[0], _apart(made[0], made[1]), _apart(made[0], made[2])
    if form == "text":
        return b"    " + said(x, y, x + wide, y + high) + end
    return form.capitalize().encode() + b" " + said(x - wide, y - high, x + wide, y + high) + end


def _apart(one: list[float], two: list[float]) -> float:
    return float(np.hypot(two[0] - one[0], two[1] - one[1]))


def _turn_text(places: _Places, owner: int, degrees: float) -> None:
    at = places.angles[owner]
    if at >= 0:
        places.lines[at] = _ANGLE.sub(
            lambda found: found[1] + f"{(float(found[2]) + degrees) % 360.0:.6f}".encode() + found[3],
            places.lines[at],
            count=1,
        )
    elif abs(degrees) >= 1e-6:
        box = places.text_box[owner]
        end = b"\r" if places.lines[box].endswith(b"\r") else b""
        places.lines[box] += b"\n" + f"    Angle {degrees % 360.0:.6f}".encode() + end
