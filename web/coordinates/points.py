"""The answer about a list of points: every line with its place in the other system, or the reason why not."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis_core.crs.factors import Factors, factors
from gis_core.crs.operations import Conversion
from gis_core.crs.row_reasons import ORDER, REASONS, judge, judge_result
from gis_core.crs.systems import LocalGrid
from gis_core.crs.transform import transform_xy
from gis_core.crs.user_systems import UserSystem
from gis_core.crs.zones import Zone
from gis_core.errors import CrsError
from web.coordinates.question import Question

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PointRow:
    """One line: `east`, `north` in the target (metres or degrees), its place in WGS-84, convergence and scale.

    `reason` is empty for a good line. `height` is the number written, untouched.
    """

    row: int
    name: str
    written: str
    reason: str
    reason_vi: str
    reason_en: str
    source_north: float | None = None
    source_east: float | None = None
    north: float | None = None
    east: float | None = None
    lon: float | None = None
    lat: float | None = None
    convergence_deg: float | None = None
    scale: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class PointsAnswer:
    """All lines and what was done; `good` + `bad` = lines."""

    conversion: Conversion
    rows: tuple[PointRow, ...]
    good: int
    bad: int
    max_round_trip_m: float
    with_heights: bool

    @property
    def good_rows(self) -> tuple[PointRow, ...]:
        """The lines that were converted."""
        return tuple(row for row in self.rows if not row.reason)


def answer(question: Question) -> PointsAnswer:
    """Convert every line of a question."""
    conversion = question.conversion
    north, east, codes = _numbers(question)
    judged = judge(conversion.source, east, north)
    codes = np.where(codes == 0, judged, codes)
    kept = codes == 0
    out_x, out_y, missed = conversion.there_and_back(east[kept], north[kept])
    late = judge_result(conversion, east[kept], north[kept], out_x, missed)
    codes[np.flatnonzero(kept)[late != 0]] = late[late != 0]
    fine = late == 0
    place = _world(conversion, (east[kept], north[kept]), (out_x, out_y))
    found = factors(conversion.target, out_x, out_y)
    position = np.cumsum(kept) - 1
    rows = []
    for index, point in enumerate(question.points):
        reason = ORDER[codes[index]]
        vi, en = REASONS.get(reason, ("", ""))
        facts: dict[str, Any] = {}
        if not reason:
            at = int(position[index])
            facts = _facts(float(out_x[at]), float(out_y[at]), place, found, at, point.height)
        given = {"source_north": _or_none(north[index]), "source_east": _or_none(east[index])}
        rows.append(PointRow(point.row, point.name, point.text, reason, vi, en, **given, **facts))
    good = sum(not row.reason for row in rows)
    worst = float(missed[fine].max()) if fine.any() else 0.0
    with_heights = any(point.height is not None for point in question.points)
    return PointsAnswer(conversion, tuple(rows), good, len(rows) - good, worst, with_heights)


def _numbers(question: Question) -> tuple[Floats, Floats, NDArray[np.int8]]:
    """North, east and reasons of the lines; letters on a line say more than the order chosen for the list."""
    north = np.full(len(question.points), np.nan)
    east = np.full(len(question.points), np.nan)
    codes = np.zeros(len(question.points), dtype=np.int8)
    for index, point in enumerate(question.points):
        if point.reason or point.first is None or point.second is None:
            codes[index] = ORDER.index(point.reason or "not_a_number")
            continue
        north_first = point.axes[0] == "north" if point.axes else question.order == "north"
        north[index], east[index] = (point.first, point.second) if north_first else (point.second, point.first)
    return north, east, codes


def _world(
    conversion: Conversion, given: tuple[Floats, Floats], found: tuple[Floats, Floats]
) -> tuple[Floats, Floats] | None:
    """Places in WGS-84 for the map: of the source where it is a WGS-84 system itself, else of the target."""
    source, target = conversion.source, conversion.target
    own = isinstance(source, Zone | UserSystem) and source.datum == "wgs84"
    system, numbers = (source, given) if own else (target, found)
    if isinstance(system, LocalGrid):
        return None
    try:
        return transform_xy(*numbers, system, 4326, impossible="mark")
    except CrsError:
        return None


def _facts(
    x: float, y: float, place: tuple[Floats, Floats] | None, found: Factors, at: int, height: float | None
) -> dict[str, Any]:
    facts: dict[str, Any] = {"east": x, "north": y, "height": height}
    if place is not None and np.isfinite(place[0][at]):
        facts |= {"lon": float(place[0][at]), "lat": float(place[1][at])}
    if np.isfinite(found.scale[at]):
        facts |= {"convergence_deg": float(found.convergence_deg[at]), "scale": float(found.scale[at])}
    return facts


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
