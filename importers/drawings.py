"""Where a finding lies, near enough to draw: faces and lines of the file around it, in metres. No text, no names.

Errors of centimetres cannot be seen at any zoom of the map; the card of a finding shows this drawing instead.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.db import connection

from importers.queries import batch as visible_batch
from importers.queries import finding as visible_finding
from importers.snapshots import FindingSnapshot

Point = tuple[float, float]

MERCATOR_STRETCH = 1.2
"""Metres of web Mercator per metre on the ground is at most this in Viet Nam (1/cos 23.4° = 1.09), with room."""
CLOSE_UPS: dict[str, tuple[float, float]] = {
    "TOPO-DANGLE": (1.3, 0.4),
    "TOPO-OVERSHOOT": (2.2, 0.15),
    "TOPO-UNDERSHOOT": (2.2, 0.15),
    "TOPO-SLIVER": (3.0, 0.06),
    "TOPO-DUPLICATE-LINE": (0.4, 1.0),
    "LABEL-OUTSIDE": (1.3, 1.0),
}
"""Code of a finding measured in metres → half the window's height as a multiple of its size, and at least so many m."""
NARROW_M = 1.0
"""A face narrower than this is drawn as a close-up of the place, a wider one as a whole."""
WIDEST_M = 400.0
MOST_SHAPES = 400


@dataclass(frozen=True, slots=True)
class DrawnFace:
    """A face inside the window; `rings` are outlines (east, north) in metres from the window's centre."""

    outcome: str
    object_type: str
    sheet: int | None
    number: int | None
    land_use: str
    rings: tuple[tuple[Point, ...], ...]
    label_at: Point
    share: float
    holds_place: bool


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of the file inside the window; `use` is used or set_aside."""

    form: str
    use: str
    reason: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class FindingDrawing:
    """A window of ground around a finding, metres from its centre. `span` is the measured distance as a line."""

    half_width_m: float
    half_height_m: float
    place: Point
    faces: tuple[DrawnFace, ...]
    lines: tuple[DrawnLine, ...]
    span: tuple[Point, Point] | None


@dataclass(frozen=True, slots=True)
class NearParcel:
    """The parcel a finding lies in, or the nearest one."""

    sheet: int | None
    number: int
    inside: bool


def parcels_near(*, user: Any, batch_id: int, finding_ids: list[int], within_m: float = 20.0) -> dict[int, NearParcel]:
    """Finding id → the batch's parcel it lies in or next to; findings with no parcel so near are left out."""
    visible_batch(user=user, batch_id=batch_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.id, n.sheet, n.number, n.away = 0 FROM public.importers_batchfinding f CROSS JOIN LATERAL ("
            " SELECT s.sheet, s.number, public.ST_Distance(s.geom_3857, f.geom_3857) AS away"
            " FROM public.importers_stagedface s"
            " WHERE s.batch_id = f.batch_id AND s.outcome = 'parcel' AND s.number IS NOT NULL"
            "   AND s.geom_3857 && public.ST_Expand(f.geom_3857, %s) ORDER BY away, s.face LIMIT 1) AS n"
            " WHERE f.batch_id = %s AND f.id = ANY (%s)",
            [within_m, batch_id, finding_ids],
        )
        return {row[0]: NearParcel(row[1], row[2], row[3]) for row in cursor.fetchall()}


def finding_drawing(*, user: Any, batch_id: int, finding_id: int, aspect: float = 2.5) -> FindingDrawing | None:
    """The ground around a finding; None when it has no place or nothing is drawn there.

    `aspect` is width over height of the picture the window is for.
    """
    found = visible_finding(user=user, batch_id=batch_id, finding_id=finding_id)
    if found.x is None or found.y is None:
        return None
    faces = _faces(batch_id, finding_id, 2.0)
    centre, half = _window(found, _holding(faces, shapely.Point(found.x, found.y)), aspect)
    half = min(half, WIDEST_M)
    frame = (centre[0] - half * aspect, centre[1] - half, centre[0] + half * aspect, centre[1] + half)
    reach = max(half * aspect, half) + abs(centre[0] - found.x) + abs(centre[1] - found.y)
    faces = _faces(batch_id, finding_id, reach)
    lines = _lines(batch_id, found, frame)
    if not faces and not lines:
        return None
    drawn = tuple(part for row in faces if (part := _drawn_face(row, frame, centre, shapely.Point(found.x, found.y))))
    parts = tuple(part for row in lines for part in _drawn_lines(row, frame, centre))
    span = _span(found, faces, lines)
    return FindingDrawing(
        half_width_m=half * aspect,
        half_height_m=half,
        place=(found.x - centre[0], found.y - centre[1]),
        faces=drawn,
        lines=parts,
        span=tuple((x - centre[0], y - centre[1]) for x, y in span) if span else None,  # type: ignore[arg-type]
    )


def _faces(batch_id: int, finding_id: int, reach_m: float) -> list[tuple[Any, ...]]:
    """Rows (outcome, object_type, sheet, number, land_use, shape) of faces within reach of the finding."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.outcome, s.object_type, s.sheet, s.number, s.land_use, public.ST_AsBinary(s.geom)"
            " FROM public.importers_stagedface s WHERE s.batch_id = %s AND s.geom_3857 && public.ST_Expand("
            " (SELECT geom_3857 FROM public.importers_batchfinding WHERE id = %s), %s) LIMIT %s",
            [batch_id, finding_id, reach_m * MERCATOR_STRETCH, MOST_SHAPES],
        )
        return [(*row[:5], shapely.from_wkb(bytes(row[5]))) for row in cursor.fetchall()]


def _lines(batch_id: int, found: FindingSnapshot, frame: tuple[float, ...]) -> list[tuple[Any, ...]]:
    """Rows (form, use, reason, shape) of the file's lines that touch the frame."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT form, use, reason, public.ST_AsBinary(public.ST_Force2D(geom)) FROM public.importers_stagedelement"
            " WHERE batch_id = %s AND form NOT IN ('', 'frame')"
            " AND geom && public.ST_MakeEnvelope(%s, %s, %s, %s, %s) LIMIT %s",
            [batch_id, *frame, found.srid, MOST_SHAPES],
        )
        return [(*row[:3], _as_lines(shapely.from_wkb(bytes(row[3])))) for row in cursor.fetchall()]


def _as_lines(shape: Any) -> Any:
    return shape.boundary if shapely.get_dimensions(shape) == 2 else shape


def _holding(faces: list[tuple[Any, ...]], place: Any) -> Any | None:
    """The face the place lies in; a face that is itself the finding first."""
    holding = [row for row in faces if row[5].distance(place) < 1e-3]
    holding.sort(key=lambda row: (row[0] != "finding", row[5].area))
    return holding[0][5] if holding else None


def _window(found: FindingSnapshot, face: Any | None, aspect: float) -> tuple[Point, float]:
    """Centre and half height of the window."""
    place = (float(found.x or 0.0), float(found.y or 0.0))
    if found.code in CLOSE_UPS and found.size:
        times, least = CLOSE_UPS[found.code]
        return place, max(times * found.size, least)
    if face is None:
        return place, 10.0
    width = 2 * face.area / face.length if face.length else 0.0
    if width < NARROW_M:
        return place, max(3 * width, 0.1)
    west, south, east, north = face.bounds
    return ((west + east) / 2, (south + north) / 2), 0.58 * max(north - south, (east - west) / aspect)


def _drawn_face(row: tuple[Any, ...], frame: tuple[float, ...], centre: Point, place: Any) -> DrawnFace | None:
    shape = row[5]
    shown = shapely.clip_by_rect(shape, *frame)
    # a little more than the window, so that its edge is never drawn as a boundary
    wide = _grown(frame, 0.1)
    beyond = shapely.clip_by_rect(shape, *wide)
    if shown.is_empty or shapely.get_dimensions(beyond) < 2:
        return None
    polygons = [part for part in shapely.get_parts(beyond) if part.geom_type == "Polygon"]
    at = shapely.point_on_surface(max(shapely.get_parts(shown), key=lambda part: part.area))
    window = (frame[2] - frame[0]) * (frame[3] - frame[1])
    return DrawnFace(
        outcome=row[0],
        object_type=row[1],
        sheet=row[2],
        number=row[3],
        land_use=row[4],
        rings=tuple(_moved(ring, centre) for part in polygons for ring in (part.exterior, *part.interiors)),
        label_at=(at.x - centre[0], at.y - centre[1]),
        share=float(shown.area / window),
        holds_place=bool(shape.distance(place) < 1e-3),
    )


def _drawn_lines(row: tuple[Any, ...], frame: tuple[float, ...], centre: Point) -> list[DrawnLine]:
    shown = shapely.clip_by_rect(row[3], *_grown(frame, 0.1))
    parts = [part for part in shapely.get_parts(shown) if part.geom_type in ("LineString", "LinearRing")]
    return [DrawnLine(row[0], row[1], row[2], _moved(part, centre)) for part in parts if not part.is_empty]


def _grown(frame: tuple[float, ...], share: float) -> tuple[float, float, float, float]:
    wide, high = (frame[2] - frame[0]) * share, (frame[3] - frame[1]) * share
    return frame[0] - wide, frame[1] - high, frame[2] + wide, frame[3] + high


def _moved(line: Any, centre: Point) -> tuple[Point, ...]:
    return tuple((float(x - centre[0]), float(y - centre[1])) for x, y in shapely.get_coordinates(line))


def _span(
    found: FindingSnapshot, faces: list[tuple[Any, ...]], lines: list[tuple[Any, ...]]
) -> tuple[Point, Point] | None:
    """The measured distance as a line on the ground, where it is one; never one the size contradicts."""
    place = shapely.Point(found.x, found.y)
    if not found.size:
        return None
    if found.code in ("TOPO-DANGLE", "TOPO-UNDERSHOOT"):
        others = [row[3] for row in lines if row[3].distance(place) > 1e-3]
        if not others:
            return None
        end = shapely.get_coordinates(shapely.shortest_line(place, shapely.union_all(others)))[-1]
        span = ((place.x, place.y), (float(end[0]), float(end[1])))
        return span if abs(np.hypot(end[0] - place.x, end[1] - place.y) - found.size) <= 0.1 * found.size else None
    if found.code == "TOPO-SLIVER":
        strips = [row[5] for row in faces if row[0] == "finding" and row[5].distance(place) < 1e-3]
        return _narrowest_chord(strips[0], place) if strips else None
    return None


def _narrowest_chord(face: Any, place: Any) -> tuple[Point, Point] | None:
    """The shortest line across the face through the place, among 60 directions."""
    angles = np.linspace(0.0, np.pi, 60, endpoint=False)
    far = np.column_stack([np.cos(angles), np.sin(angles)]) * max(face.length, 1.0)
    here = np.array([place.x, place.y])
    rays = shapely.linestrings(np.stack([here - far, here + far], axis=1))
    chords = [
        part
        for cut in shapely.intersection(rays, face)
        for part in shapely.get_parts(cut)
        if part.geom_type == "LineString" and part.distance(place) < 1e-3
    ]
    if not chords:
        return None
    (x1, y1), (x2, y2) = shapely.get_coordinates(min(chords, key=lambda part: part.length))[[0, -1]]
    return (float(x1), float(y1)), (float(x2), float(y2))
