"""The residual plot of a fit as SVG: common points in their place, residuals as magnified arrows.

North is up. Suspects are squares, points left aside are hollow; colour never says it alone. Colours are classes, so
that the page's style sheet draws them; widths and sizes stand in the SVG itself.
"""

from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.crs.named_fit import NamedFit

WIDTH, HEIGHT, MARGIN = 640.0, 420.0, 56.0
LONGEST_PX = 62.0
"""Length of the largest arrow."""

_STEPS = tuple(base * 10.0**power for power in range(-5, 4) for base in (1, 2, 5))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """From target places to pixels."""

    west: float
    north: float
    scale: float
    left: float
    top: float

    def place(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(
            (self.left + (points[:, 0] - self.west) * self.scale, self.top + (self.north - points[:, 1]) * self.scale)
        )


def residual_plot(fitted: NamedFit, *, suspects: tuple[str, ...] = (), title: str = "") -> str:
    """SVG of the plane residuals (fitted minus given, reversed: arrows point to where a point was measured)."""
    places = np.array([point.target[:2] for point in fitted.points], dtype=np.float64)
    residuals = -fitted.all_residuals()
    if fitted.target.is_geographic:
        bend = np.radians(6_371_000.0)
        residuals = residuals * np.column_stack((np.cos(np.radians(places[:, 1])) * bend, np.full(len(places), bend)))
    lengths = np.hypot(residuals[:, 0], residuals[:, 1])
    used = np.array([point.used for point in fitted.points])
    largest = float(lengths[used].max()) if used.any() else 0.0
    sheet = _sheet(places)
    magnified = LONGEST_PX / largest if largest > 1e-9 else 0.0
    at = sheet.place(places)
    parts = [_hull(sheet, places[used]), *_grid()]
    for index, point in enumerate(fitted.points):
        # a point left aside may be metres off: its arrow is cut, its length stands in the table
        arrow = residuals[index] * magnified
        long = float(np.hypot(*arrow))
        arrow = arrow * min(1.0, 1.6 * LONGEST_PX / long) if long else arrow
        parts.append(_point(point.name, at[index], arrow, bool(used[index]), point.name in suspects))
    parts.append(_bar(largest, magnified))
    label = escape(title or f"{fitted.name}: RMS {fitted.rms_m:.3f} m", {'"': "&quot;"})
    return (
        f'<svg class="residual-plot" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{label}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def _sheet(places: NDArray[np.float64]) -> _Sheet:
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.maximum(high - low, 1e-9)
    room = np.array((WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN))
    scale = float((room / span).min())
    left = MARGIN + (room[0] - span[0] * scale) / 2
    top = MARGIN + (room[1] - span[1] * scale) / 2
    return _Sheet(float(low[0]), float(high[1]), scale, float(left), float(top))


def _hull(sheet: _Sheet, places: NDArray[np.float64]) -> str:
    hull = shapely.MultiPoint(places).convex_hull if len(places) else shapely.Point()
    if hull.geom_type != "Polygon":
        return ""
    corners = sheet.place(shapely.get_coordinates(hull))
    return f'<polygon class="hull" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in corners)}"/>'


def _grid() -> list[str]:
    box = f'<rect class="frame" x="1" y="1" width="{WIDTH - 2:g}" height="{HEIGHT - 2:g}"/>'
    north = f'<path class="north" d="M{WIDTH - 26:g} 44V20m-5 8 5-8 5 8"/><text x="{WIDTH - 26:g}" y="58">B</text>'
    return [box, north]


def _point(name: str, at: NDArray[np.float64], arrow: NDArray[np.float64], used: bool, suspect: bool) -> str:
    x, y = at
    kind = "suspect" if suspect else ("used" if used else "aside")
    mark = (
        f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>'
        if suspect
        else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4"/>'
    )
    line = ""
    if float(np.hypot(*arrow)) > 1.5:
        end_x, end_y = x + arrow[0], y - arrow[1]
        turn = np.arctan2(end_y - y, end_x - x)
        wings = [(end_x - 7 * np.cos(turn + side), end_y - 7 * np.sin(turn + side)) for side in (0.42, -0.42)]
        head = " ".join(f"L{wx:.1f} {wy:.1f}M{end_x:.1f} {end_y:.1f}" for wx, wy in wings)
        line = f'<path d="M{x:.1f} {y:.1f}L{end_x:.1f} {end_y:.1f}{head}"/>'
    return f'<g class="{kind}">{line}{mark}<text x="{x:.1f}" y="{y + 17:.1f}">{escape(name[:12])}</text></g>'


def _bar(largest: float, magnified: float) -> str:
    """The scale of the arrows: a round length."""
    if not magnified:
        return ""
    length = max((step for step in _STEPS if step <= largest), default=largest)
    pixels = length * magnified
    shown = f"{length * 1000:g} mm" if length < 1 else f"{length:g} m"
    y = HEIGHT - 20
    return (
        f'<path class="bar" d="M20 {y - 5:g}V{y:g}H{20 + pixels:.1f}V{y - 5:g}"/>'
        f'<text class="bar-text" x="{30 + pixels:.1f}" y="{y:g}">{shown.replace(".", ",")}</text>'
    )
