"""The plan of one parcel: numbered corners, side lengths, neighbours, fraction label, grid crosses, north, scale.

All ground in the official zone (east, north, metres). The drawing is a value: lines, dots and words in paper
millimetres; `svg.py` writes it. Side lengths that find no free place are named in `unplaced_sides`; the table of
sides beside the plan has them all.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.affinity import rotate
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from gis_core.geometry.corners import Corner, number_corners, printed_length
from web import formats
from web.sheets.drawing.frame import Frame, fit_frame
from web.sheets.drawing.labels import Board, Spot, Word, text_box, upright

CORNER_SIZE, SIDE_SIZE, NUMBER_SIZE, USE_SIZE, GRID_SIZE = 2.3, 2.3, 2.5, 2.2, 2.0
"""Type sizes in mm: 2 mm is the smallest that reads well from print."""
DOT_MM = 0.6
BAND_MM = 4.5
"""Left and bottom band outside the frame, for coordinates."""
FOOT_MM = 9.0
"""Below that, the scale."""
CODE_WIDTH, FIGURE_WIDTH = 0.68, 0.56
"""Width of a letter and of a digit of the fraction label, in parts of its size."""
_ARROW_BOX = (9.0, 14.0)
_CROSS_MM = 2.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Ground drawn around the parcel; `label` is its number, or a road's name or use. `kind`: parcel, water, road."""

    shape: BaseGeometry
    label: str
    kind: str = "parcel"


@dataclass(frozen=True, slots=True)
class UsePart:
    """A part of the parcel with a use of its own; its border inside the parcel is drawn dash-dot."""

    shape: BaseGeometry
    code: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The parcel drawn: `code` tells one parcel's drawing from another's."""

    code: str
    shape: BaseGeometry
    number: str
    land_use: str
    area_label: str
    use_parts: tuple[UsePart, ...] = ()


@dataclass(frozen=True, slots=True)
class Stroke:
    """SVG path data in paper millimetres, drawn as its kind."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Fraction:
    """The fraction label: land use left, number over area right; `x`, `y` its middle, `angle` clockwise."""

    x: float
    y: float
    angle: float
    size: float
    land_use: str
    number: str
    area: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished plan; `width`, `height` are the whole picture, the frame begins BAND_MM from the left."""

    subject_code: str
    scale: int
    width: float
    height: float
    frame_width: float
    frame_height: float
    strokes: tuple[Stroke, ...]
    dots: tuple[tuple[float, float], ...]
    words: tuple[Word, ...]
    fraction: Fraction | None
    bar_m: int
    bar_mm: float
    unplaced_sides: tuple[int, ...]


@dataclass(slots=True)
class _Sheet:
    """What is being drawn."""

    frame: Frame
    board: Board
    strokes: list[Stroke] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    crosses: list[BaseGeometry] = field(default_factory=list)

    def stroke(self, shape: BaseGeometry, kind: str) -> None:
        path = _path(shape)
        if path:
            self.strokes.append(Stroke(path, kind))

    def add(self, word: Word | None) -> bool:
        if word is not None:
            self.words.append(word)
        return word is not None


def frame_of(shape: BaseGeometry, *, width_mm: float, height_mm: float, scale: int | None = None) -> Frame:
    """The frame of a plan whose whole picture is `width_mm` × `height_mm`; ask the register what lies in its bounds."""
    return fit_frame(shape, width_mm - BAND_MM - 0.5, height_mm - BAND_MM - FOOT_MM - 0.5, scale=scale)


def draw_plan(subject: Subject, neighbours: Sequence[Neighbour], frame: Frame) -> Drawing:
    """Draw the parcel and what lies around it in a frame made by `frame_of`."""
    parcel = frame.on_paper(subject.shape)
    uses = [frame.on_paper(part.shape) for part in subject.use_parts]
    between = _between_uses(parcel, uses)
    keep_clear = shapely.union_all([shapely.boundary(parcel), between])
    sheet = _Sheet(frame, Board(shapely.buffer(frame.window, -0.4), keep_clear))
    sheet.board.take(shapely.box(frame.width_mm - _ARROW_BOX[0], 0, frame.width_mm, _ARROW_BOX[1]))
    drawn = [(frame.on_paper(neighbour.shape), neighbour) for neighbour in neighbours]
    for shape, neighbour in drawn:
        seen = shapely.intersection(shape, frame.window)
        if neighbour.kind == "parcel":
            sheet.stroke(shapely.intersection(shapely.boundary(shape), frame.window), "neighbour")
        else:
            sheet.stroke(seen, neighbour.kind)
    _crosses(sheet, parcel)
    sheet.stroke(parcel, "parcel")
    sheet.stroke(between, "use-border")
    fraction = _fraction(sheet, subject, parcel) if not uses else None
    _use_codes(sheet, subject, uses)
    corners = number_corners(subject.shape)
    dots = [frame.at(corner.east, corner.north) for corner in corners]
    for x, y in dots:
        sheet.board.take(shapely.box(x - DOT_MM, y - DOT_MM, x + DOT_MM, y + DOT_MM))
    _corner_numbers(sheet, corners)
    unplaced = [corner.n for corner in corners if not _side_length(sheet, corner, corners)]
    if uses:
        fraction = _fraction(sheet, subject, parcel)
    _neighbour_labels(sheet, drawn, parcel)
    bar_m = _bar_metres(frame.scale)
    return Drawing(
        subject.code,
        frame.scale,
        frame.width_mm + BAND_MM + 0.5,
        frame.height_mm + BAND_MM + FOOT_MM + 0.5,
        frame.width_mm,
        frame.height_mm,
        tuple(sheet.strokes),
        tuple(dots),
        tuple(sheet.words),
        fraction,
        bar_m,
        bar_m * 1000 / frame.scale,
        tuple(unplaced),
    )


def _between_uses(parcel: BaseGeometry, uses: Sequence[BaseGeometry]) -> BaseGeometry:
    """Lines inside the parcel that part ground of different use."""
    if not uses:
        return LineString()
    borders = shapely.union_all([shapely.boundary(use) for use in uses])
    return shapely.difference(borders, shapely.buffer(shapely.boundary(parcel), 0.01))


def _crosses(sheet: _Sheet, parcel: BaseGeometry) -> None:
    """Grid crosses, ticks in the frame and their coordinates: X on the left, Y below."""
    frame = sheet.frame
    easts, norths = frame.cross_lines()
    for east in easts:
        x, _ = frame.at(east, frame.north)
        sheet.strokes.append(Stroke(f"M{x:.2f} {frame.height_mm:.2f}v1.2M{x:.2f} 0v1.2", "tick"))
        text = formats.coordinate(east, 0)
        beside = _within_side(x, text, frame.width_mm)
        sheet.words.append(Word(beside, frame.height_mm + 2.8, text, GRID_SIZE, 0, "grid"))
        for north in norths:
            _, y = frame.at(east, north)
            if not shapely.contains_xy(parcel, x, y):
                half = _CROSS_MM
                sheet.crosses.append(shapely.box(x - half, y - half, x + half, y + half))
                path = f"M{x - half:.2f} {y:.2f}h{2 * half:.2f}M{x:.2f} {y - half:.2f}v{2 * half:.2f}"
                sheet.strokes.append(Stroke(path, "cross"))
    for north in norths:
        _, y = frame.at(frame.west, north)
        sheet.strokes.append(Stroke(f"M0 {y:.2f}h-1.2M{frame.width_mm:.2f} {y:.2f}h-1.2", "tick"))
        text = formats.coordinate(north, 0)
        sheet.words.append(Word(-2.8, _within_side(y, text, frame.height_mm), text, GRID_SIZE, -90, "grid"))


def _within_side(place: float, text: str, side_mm: float) -> float:
    """The middle of a coordinate beside its tick, moved along the side where it would run past the frame's corner."""
    half = 0.27 * GRID_SIZE * len(text)
    return min(max(place, half), side_mm - half)


def _fraction(sheet: _Sheet, subject: Subject, parcel: BaseGeometry) -> Fraction | None:
    """The label as large as fits, upright or along the parcel; only the number where even that has no room."""
    body = max(shapely.get_parts(parcel), key=lambda part: part.area)
    middles = _middles(body)
    angles = (0.0, _long_axis(parcel))
    for size in (3.6, 3.0, 2.5, 2.1):
        left = CODE_WIDTH * size * len(subject.land_use)
        right = FIGURE_WIDTH * size * max(len(subject.number), len(subject.area_label))
        for angle, (x, y) in itertools.product(angles, middles):
            box = _box(left + right + 0.6 * size, 2.3 * size, Spot(x, y, angle))
            if shapely.covers(body, box) and sheet.board.is_free(box):
                sheet.board.take(box)
                return Fraction(x, y, angle, size, subject.land_use, subject.number, subject.area_label, left, right)
    spots = [Spot(x, y, angle) for angle in angles for x, y in middles]
    sheet.add(sheet.board.place(subject.number, NUMBER_SIZE, "own", spots))
    return None


def _middles(body: Polygon) -> list[tuple[float, float]]:
    """The middle of a parcel where it is as wide as anywhere, then its widest place."""
    circle = shapely.maximum_inscribed_circle(body, 0.1)
    pole, centre = shapely.get_point(circle, 0), shapely.centroid(body)
    roomy = shapely.contains(body, centre) and shapely.distance(shapely.boundary(body), centre) >= 0.85 * circle.length
    return [(centre.x, centre.y), (pole.x, pole.y)] if roomy else [(pole.x, pole.y)]


def _box(width: float, height: float, spot: Spot) -> BaseGeometry:
    flat = shapely.box(spot.x - width / 2, spot.y - height / 2, spot.x + width / 2, spot.y + height / 2)
    return rotate(flat, spot.angle, origin=(spot.x, spot.y))


def _long_axis(shape: BaseGeometry) -> float:
    """Angle of the longer side of the smallest rectangle around a shape, degrees clockwise on paper."""
    box = shapely.get_coordinates(shapely.oriented_envelope(shape))
    sides = np.diff(box[:3], axis=0)
    east, down = sides[np.hypot(*sides.T).argmax()]
    return upright(float(np.degrees(np.arctan2(down, east))))


def _use_codes(sheet: _Sheet, subject: Subject, uses: Sequence[BaseGeometry]) -> None:
    for part, shape in zip(subject.use_parts, uses, strict=True):
        circle = shapely.maximum_inscribed_circle(max(shapely.get_parts(shape), key=lambda one: one.area), 0.1)
        pole = shapely.get_point(circle, 0)
        sheet.add(sheet.board.place(part.code, USE_SIZE, "use", [Spot(pole.x, pole.y)]))


def _corner_numbers(sheet: _Sheet, corners: Sequence[Corner]) -> None:
    """Numbers outside the parcel, in the bisector of their corner, turned aside where that is taken."""
    before = {corner.next_n: corner for corner in corners}
    at = {corner.n: np.array(sheet.frame.at(corner.east, corner.north)) for corner in corners}
    for corner in corners:
        here = at[corner.n]
        out = _outward(at[before[corner.n].n], here) + _outward(here, at[corner.next_n])
        length = np.hypot(*out)
        angle = np.arctan2(out[1], out[0]) if length > 1e-9 else np.arctan2(*(here - at[corner.next_n])[::-1])
        turns = np.radians([0, 35, -35, 70, -70, 105, -105, 180])
        spots = [
            Spot(float(here[0] + far * np.cos(angle + turn)), float(here[1] + far * np.sin(angle + turn)))
            for far in (2.0, 2.7, 3.4)
            for turn in turns
        ]
        sheet.add(sheet.board.place(str(corner.n), CORNER_SIZE, "corner", spots))


def _outward(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Unit vector away from the parcel, which lies to the right of its sides (paper y runs down)."""
    along = (end - start) / max(float(np.hypot(*(end - start))), 1e-9)
    return np.array([along[1], -along[0]])


def _side_length(sheet: _Sheet, corner: Corner, corners: Sequence[Corner]) -> bool:
    """The length outside its side, along it; inside when there is no room outside."""
    following = corners[corner.next_n - 1]
    start, end = (np.array(sheet.frame.at(each.east, each.north)) for each in (corner, following))
    out = _outward(start, end)
    angle = upright(float(np.degrees(np.arctan2(end[1] - start[1], end[0] - start[0]))))
    text = formats.number(printed_length(corner.side_m), 2, group=False)
    spots = []
    for aside in (1.9, 2.6, -1.9, 3.4):
        for along in (0.5, 0.38, 0.62, 0.27, 0.73):
            x, y = start + (end - start) * along + out * aside
            spots.append(Spot(float(x), float(y), angle))
    if float(np.hypot(*(end - start))) < 1.2:
        return False
    return sheet.add(sheet.board.place(text, SIDE_SIZE, "side", spots))


def _neighbour_labels(sheet: _Sheet, drawn: Sequence[tuple[BaseGeometry, Neighbour]], parcel: BaseGeometry) -> None:
    """Numbers of neighbours at the widest seen place, names of roads along them; those that fit beside the crosses."""
    for cross in sheet.crosses:
        sheet.board.take(cross)
    for shape, neighbour in drawn:
        if not neighbour.label:
            continue
        seen = shapely.intersection(shapely.difference(shape, parcel), sheet.board.window)
        parts = [part for part in shapely.get_parts(seen) if isinstance(part, Polygon) and part.area > 1]
        if not parts:
            continue
        size = NUMBER_SIZE if neighbour.kind == "parcel" else USE_SIZE
        spots = list(_inner_spots(max(parts, key=lambda part: part.area), along=neighbour.kind != "parcel"))
        fits = [spot for spot in spots if shapely.covers(seen, text_box(neighbour.label, size, spot))]
        sheet.add(sheet.board.place(neighbour.label, size, neighbour.kind, fits))


def _inner_spots(shape: BaseGeometry, *, along: bool) -> Iterator[Spot]:
    """The widest place of a shape, then a few others inside it."""
    angle = _long_axis(shape) if along else 0.0
    circle = shapely.maximum_inscribed_circle(shape, 0.2)
    pole = shapely.get_point(circle, 0)
    yield Spot(pole.x, pole.y, angle)
    west, south, east, north = shape.bounds
    for down in np.linspace(south, north, 7)[1:-1]:
        for right in np.linspace(west, east, 7)[1:-1]:
            yield Spot(float(right), float(down), angle)


def _bar_metres(scale: int) -> int:
    """A round length of about 4 cm."""
    return next(step for step in (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if step * 1000 / scale >= 24)


def _path(shape: BaseGeometry) -> str:
    """SVG path data of lines and areas in paper millimetres; points draw nothing."""
    pieces = []
    for part in shapely.get_parts(shape):
        if isinstance(part, Polygon):
            pieces += [_line(ring.coords[:-1]) + "Z" for ring in (part.exterior, *part.interiors) if len(ring.coords)]
        elif part.geom_type in {"LineString", "LinearRing"} and not part.is_empty:
            pieces.append(_line(part.coords))
        elif part.geom_type.startswith(("Multi", "Geometry")):
            pieces.append(_path(part))
    return "".join(pieces)


def _line(points: Sequence[tuple[float, ...]]) -> str:
    return "M" + "L".join(f"{point[0]:.3f} {point[1]:.3f}" for point in points)
