"""A small drawing of a parcel among its neighbours, as SVG the server writes: prints and reads without script.

It shows only what the `published` schema shows, never more than 200 shapes.
"""

from dataclasses import dataclass
from importlib import resources

import numpy as np
import shapely
from django.conf import settings
from django.db import connections
from django.utils.safestring import SafeString
from shapely.geometry.base import BaseGeometry

from gis_core.crs.transform import transform_geometries
from web.sheets.plot_ink import ink

WIDTH, HEIGHT = 480, 318
MARGIN = 0.55
"""Ground shown around the parcel, as a share of its larger side; at least MIN_SPAN_M in all."""
MIN_SPAN_M = 40.0
MAX_SHAPES = 200
_NUMBER_PX = 10.5
_SAME_LOOK = {"zoning": "land_use_plan", "power_corridor": "water_corridor"}
"""Themes drawn alike share one line of the legend."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One path of the drawing: SVG path data in pixels, CSS classes that colour it."""

    path: str
    classes: str

    @property
    def ink(self) -> SafeString:
        """The same look as SVG attributes, for paper."""
        return ink(self.classes)


@dataclass(frozen=True, slots=True)
class Text:
    """One parcel number of the drawing, in pixels."""

    x: float
    y: float
    text: str
    classes: str


@dataclass(frozen=True, slots=True)
class Plot:
    """The drawing, back to front; `scale_m` metres are `scale_px` pixels long."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    texts: tuple[Text, ...]
    themes: tuple[str, ...]
    scale_m: int
    scale_px: float
    scale_bar: str


class _Frame:
    """Web-Mercator metres to pixels; remembers the true ground length of a pixel."""

    def __init__(self, focus: BaseGeometry, lat: float) -> None:
        west, south, east, north = focus.bounds
        stretch = 1 / np.cos(np.radians(lat))
        span = max((east - west) * (1 + 2 * MARGIN), (north - south) * (1 + 2 * MARGIN) * WIDTH / HEIGHT)
        span = max(span, MIN_SPAN_M * stretch)
        self.per_pixel = span / WIDTH
        self.ground_per_pixel = self.per_pixel / stretch
        self.left = (west + east) / 2 - span / 2
        self.top = (south + north) / 2 + span * HEIGHT / WIDTH / 2
        self.box = shapely.box(self.left, self.top - span * HEIGHT / WIDTH, self.left + span, self.top)

    def path(self, geometry: BaseGeometry) -> str:
        """SVG path data; rings closed."""
        parts = []
        for polygon in shapely.get_parts(geometry):
            for ring in (polygon.exterior, *polygon.interiors):
                points = np.asarray(ring.coords)[:-1, :2]
                x = (points[:, 0] - self.left) / self.per_pixel
                y = (self.top - points[:, 1]) / self.per_pixel
                parts.append("M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True)) + "Z")
        return "".join(parts)

    def at(self, point: BaseGeometry) -> tuple[float, float]:
        """Pixels of a point."""
        return (point.x - self.left) / self.per_pixel, (self.top - point.y) / self.per_pixel


def plot_around(geometry: BaseGeometry, code: str) -> Plot:
    """Draw the parcel (`geometry` in LAND_SRID) with what lies around it; `code` marks the one asked for."""
    mercator, lonlat = (
        transform_geometries(np.array([geometry], dtype=object), settings.LAND_SRID, srid)[0] for srid in (3857, 4326)
    )
    frame = _Frame(mercator, lonlat.centroid.y)
    shapes, texts, themes = [], [], []
    edge = frame.box.buffer(4 * frame.per_pixel)
    for kind, use, key, number, whole in _without_seams(_around(frame.box)):
        shape = shapely.intersection(whole, edge)
        shape = shapely.multipolygons([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])
        if shapely.is_empty(shape):
            continue
        chosen = kind == "parcel" and key == code
        shapes.append(Shape(frame.path(shape), f"{kind} use-{use}" + (" chosen" if chosen else "")))
        if kind == "parcel":
            texts += _number(frame, shape, str(number), chosen)
        if kind == "plan":
            themes.append(_SAME_LOOK.get(use, use))
    shapes.append(Shape(frame.path(mercator), "outline"))
    metres = next(step for step in (5, 10, 20, 50, 100, 200, 500, 1000) if step / frame.ground_per_pixel >= 48)
    length = metres / frame.ground_per_pixel
    bar = f"M1 0V6H{length:.1f}V0"
    return Plot(WIDTH, HEIGHT, tuple(shapes), tuple(texts), tuple(dict.fromkeys(themes)), metres, length, bar)


def _number(frame: _Frame, shape: BaseGeometry, number: str, chosen: bool) -> list[Text]:
    """The number where it fits: the pole of the visible part must be wider than the text."""
    circle = shapely.maximum_inscribed_circle(shape, tolerance=frame.per_pixel)
    room = 2 * shapely.length(circle) / frame.per_pixel
    if not chosen and room < _NUMBER_PX * max(1.2, 0.62 * len(number)):
        return []
    x, y = frame.at(shapely.get_point(circle, 0))
    return [Text(round(x, 1), round(y + 3.6, 1), number, "chosen" if chosen else "")]


Row = tuple[str, str, str, int, BaseGeometry]


def _without_seams(rows: list[Row]) -> list[Row]:
    """Roads and waters end at the edge of their sheet; drawn together they show no seam there."""
    joined: list[Row] = []
    for kind in ("water", "road"):
        parts = [row[4] for row in rows if row[0] == kind]
        if parts:
            joined.append((kind, "", "", 0, shapely.union_all(parts, grid_size=0.01)))
    return joined + [row for row in rows if row[0] not in {"water", "road"}]


def _around(box: BaseGeometry) -> list[Row]:
    statement = resources.files("web.sheets").joinpath("sql", "plot.sql").read_text(encoding="utf-8")
    with connections["published"].cursor() as cursor:
        cursor.execute(
            statement, {"box": shapely.to_wkb(shapely.set_srid(box, 3857), include_srid=True), "most": MAX_SHAPES}
        )
        return [(*row[:-1], shapely.from_wkb(bytes(row[-1]))) for row in cursor.fetchall()]
