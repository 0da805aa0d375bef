"""The magnified drawing of a finding as numbers for an inline SVG: pixels, classes, labels, a scale bar."""

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, hypot, log10

from django.utils.translation import gettext as _

from importers import api as importers
from web import formats

WIDTH, HEIGHT = 328, 132
ASPECT = WIDTH / HEIGHT
Spot = tuple[float, float]
MOST_LABELS = 7
LABEL_SHARE = 0.035
"""A face gets its number when it covers at least this share of the picture."""
_WATER = ("river", "canal")


@dataclass(frozen=True, slots=True)
class Shape:
    """A path and the class that draws it."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text centred on a point."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the SVG template writes; `span` is the dimension line (x1, y1, x2, y2)."""

    width: int
    height: int
    faces: tuple[Shape, ...]
    lines: tuple[Shape, ...]
    labels: tuple[Label, ...]
    place: tuple[float, float]
    span: tuple[float, float, float, float] | None
    bar_px: float
    bar_text: str


def picture(drawing: importers.FindingDrawing) -> Picture:
    """Metres to pixels, north up."""
    scale = WIDTH / (2 * drawing.half_width_m)

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return round(WIDTH / 2 + point[0] * scale, 1), round(HEIGHT / 2 - point[1] * scale, 1)

    def path(points: tuple[tuple[float, float], ...], *, close: bool = False) -> str:
        steps = "L".join(f"{x} {y}" for x, y in map(at, points))
        return f"M{steps}{'Z' if close else ''}"

    faces = sorted(drawing.faces, key=lambda face: face.holds_place)
    bar_m = _round_length(2 * drawing.half_width_m / 4)
    span = (*at(drawing.span[0]), *at(drawing.span[1])) if drawing.span else None
    return Picture(
        width=WIDTH,
        height=HEIGHT,
        faces=tuple(Shape("".join(path(ring, close=True) for ring in face.rings), _kind(face)) for face in faces),
        lines=tuple(
            Shape(path(line.points), "aside" if line.use == "set_aside" else "used")
            for line in sorted(drawing.lines, key=lambda line: line.use == "set_aside")
        ),
        labels=tuple(_labels(drawing, at)),
        place=at(drawing.place),
        span=span if span and hypot(span[2] - span[0], span[3] - span[1]) > 6 else None,
        bar_px=round(bar_m * scale, 1),
        bar_text=_length(bar_m),
    )


def _kind(face: importers.DrawnFace) -> str:
    here = " here" if face.holds_place else ""
    if face.outcome == "land_object":
        return ("water" if face.object_type in _WATER else "road") + here
    return face.outcome + here


def _labels(drawing: importers.FindingDrawing, at: Callable[[Spot], Spot]) -> list[Label]:
    """Names of the largest faces, none over the place, the scale bar or another name."""
    shown = sorted((face for face in drawing.faces if face.share >= LABEL_SHARE), key=lambda face: -face.share)
    place = at(drawing.place)
    taken: list[tuple[float, float, float]] = [(*place, 14), (WIDTH - 60, HEIGHT - 12, 64)]
    result = []
    for face in shown[:MOST_LABELS]:
        words = _label_of(face)
        half = 3.4 * len(words) + 4
        x, y = at(face.label_at)
        x = min(max(x, half), WIDTH - half)
        for shift in (4, 26, -18):
            spot = (x, y + shift, half)
            if words and 14 <= spot[1] <= HEIGHT - 6 and not any(_meet(spot, other) for other in taken):
                taken.append(spot)
                result.append(Label(spot[0], spot[1], words))
                break
    return result


def _label_of(face: importers.DrawnFace) -> str:
    if face.number is not None:
        return _("thửa %(number)s") % {"number": face.number} if face.share > 0.12 else str(face.number)
    return face.land_use if face.outcome == "land_object" else ""


def _meet(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Two labels (middle, baseline, half width) touch."""
    return abs(one[0] - other[0]) < one[2] + other[2] and abs(one[1] - other[1]) < 15


def _round_length(metres: float) -> float:
    """1, 2 or 5 times a power of ten, at most `metres`."""
    power = 10.0 ** floor(log10(metres))
    return next(step * power for step in (5, 2, 1) if step * power <= metres * 1.0001)


def _length(metres: float) -> str:
    if metres < 0.01:
        return f"{formats.number(metres * 1000, 0)}{formats.NBSP}mm"
    if metres < 1:
        return f"{formats.number(metres * 100, 0)}{formats.NBSP}cm"
    return f"{formats.number(metres, 0)}{formats.NBSP}m"
