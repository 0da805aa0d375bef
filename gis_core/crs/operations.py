"""One conversion between two systems, pinned by code before any point is touched.

`choose_operation` says which operation, by which name and with which accuracy; ballpark ones are refused. What it
returns converts arrays, gives them back, measures the round trip, and tells by how much texts turn on the way.
Coordinates are (east, north) in metres or (longitude, latitude) in degrees.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gis_core.crs.systems import CoordinateSystem, ForeignSystem, LocalGrid
from gis_core.crs.transform import Operation, operation_between, transform_xy, transform_xyz
from gis_core.errors import CrsError

Floats = NDArray[np.float64]
Impossible = Literal["refuse", "mark"]

ROUND_TRIP_LIMIT_M = 0.00001
"""0.01 mm: a point that does not come back this well lies where its projection no longer holds."""

_AXIS, _E2 = 6_378_137.0, 0.006694379990141
"""Ellipsoid on which degrees are counted as metres; any other would do to a millionth."""

_STEP_M = 50.0


_Leg = tuple[CoordinateSystem, CoordinateSystem] | bool
_Point = tuple[ArrayLike, ArrayLike, ArrayLike | None]


class Fit(Protocol):
    """A named local fit from common points, as `choose_operation` needs it (see gis_core.crs.named_fit)."""

    @property
    def name(self) -> str:
        """The name it was saved under."""

    @property
    def source(self) -> CoordinateSystem:
        """Where its common points come from."""

    @property
    def target(self) -> CoordinateSystem:
        """Where they lead."""

    @property
    def rms_m(self) -> float:
        """Root mean square of its residuals."""

    @property
    def summary(self) -> str:
        """Kind, points, RMS and date in one line."""

    def apply(self, east: ArrayLike, north: ArrayLike) -> tuple[Floats, Floats]:
        """Source to target."""

    def invert(self, east: ArrayLike, north: ArrayLike) -> tuple[Floats, Floats]:
        """Target to source."""

    def inside_area(self, east: ArrayLike, north: ArrayLike) -> NDArray[np.bool_]:
        """True for source places within the area of validity."""


@dataclass(frozen=True, slots=True)
class Caution:
    """What a person must know before trusting the numbers: permanent code, one sentence per language."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """A pinned way from `source` to `target`. Immutable; safe to use from several threads."""

    source: CoordinateSystem
    target: CoordinateSystem
    operation: Operation
    cautions: tuple[Caution, ...] = ()
    fit: Fit | None = None
    fit_backwards: bool = False

    def forward(self, x: ArrayLike, y: ArrayLike, *, impossible: Impossible = "refuse") -> tuple[Floats, Floats]:
        """Source to target; impossible points refuse the whole, or come out as NaN (`mark`)."""
        return self._walk((x, y, None), self._legs(), impossible)[:2]  # type: ignore[return-value]

    def backward(self, x: ArrayLike, y: ArrayLike, *, impossible: Impossible = "refuse") -> tuple[Floats, Floats]:
        """Target to source, both taken at ellipsoidal height zero."""
        return self._walk((x, y, None), self._legs(back=True), impossible)[:2]  # type: ignore[return-value]

    def there_and_back(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats, Floats]:
        """Images (NaN where impossible), and the metres by which each source place is missed on the way back.

        The height that the datum shift gives rise to goes along both ways, see `transform_xyz`.
        """
        flat = np.zeros(np.shape(np.atleast_1d(x)))
        there = self._walk((np.atleast_1d(x), np.atleast_1d(y), flat), self._legs(), "mark")
        again = self._walk(there, self._legs(back=True), "mark")
        return np.asarray(there[0]), np.asarray(there[1]), distance_m(self.source, x, y, again[0], again[1])

    def inside_fit(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.bool_]:
        """True for source places inside the fit's area of validity; everywhere without a fit."""
        if self.fit is None:
            return np.ones(np.shape(np.atleast_1d(x)), dtype=bool)
        legs = self._legs()
        up_to = legs.index(True) if True in legs else legs.index(False) + 1
        place = self._walk((x, y, None), legs[:up_to], "mark")
        return self.fit.inside_area(place[0], place[1])

    def turn_deg(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Degrees, counter-clockwise, by which a direction drawn at a source place turns: add it to text angles."""
        return np.degrees(np.arctan2(*self._eastward(x, y)[::-1]))

    def length_ratio(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Target metres per source metre at each place (degrees count as ground metres): scales text heights."""
        return np.hypot(*self._eastward(x, y))

    def _eastward(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Image of one metre towards the source's east, in target metres."""
        east, north = np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float))
        step = _STEP_M / _metres_per_unit(self.source, north)[0]
        ahead = self.forward(east + step, north, impossible="mark")
        behind = self.forward(east - step, north, impossible="mark")
        unit_x, unit_y = _metres_per_unit(self.target, (ahead[1] + behind[1]) / 2)
        span = 2 * _STEP_M
        return (ahead[0] - behind[0]) * unit_x / span, (ahead[1] - behind[1]) * unit_y / span

    def _legs(self, *, back: bool = False) -> list[_Leg]:
        """What to do in a row: (from, to) changes of system, and the fit as True (forwards) or False."""
        start, end = (self.target, self.source) if back else (self.source, self.target)
        if self.fit is None:
            return [(start, end)]
        forwards = self.fit_backwards == back
        entry, leave = (self.fit.source, self.fit.target) if forwards else (self.fit.target, self.fit.source)
        legs: list[_Leg] = [(start, entry), forwards, (leave, end)]
        return [leg for leg in legs if isinstance(leg, bool) or _differ(*leg)]

    def _walk(self, point: _Point, legs: list[_Leg], impossible: Impossible) -> _Point:
        x, y, height = point
        for leg in legs:
            if isinstance(leg, bool):
                x, y = self.fit.apply(x, y) if leg else self.fit.invert(x, y)  # type: ignore[union-attr]
            elif height is None:
                x, y = transform_xy(x, y, *leg, impossible=impossible)
            else:
                x, y, height = transform_xyz(x, y, height, *leg, impossible=impossible)
        return x, y, height


def choose_operation(source: CoordinateSystem, target: CoordinateSystem, *, fit: Fit | None = None) -> Conversion:
    """Pin the operation from `source` to `target`, through `fit` when one is named.

    Raises CrsError: `ballpark_refused` when nothing exact leads there, `fit_does_not_apply` when the fit belongs to
    other systems.
    """
    if fit is None:
        operation = operation_between(source, target) if _differ(source, target) else operation_between(4326, 4326)
        return Conversion(source, target, operation, _cautions(source, target))
    backwards = _direction(source, target, fit)
    leave = fit.source if backwards else fit.target
    beyond = operation_between(leave, target) if _differ(leave, target) else None
    code, name, accuracy = f"fit {fit.name}", fit.summary, fit.rms_m
    before = fit.target if backwards else fit.source
    ahead = operation_between(source, before) if _differ(source, before) else None
    known: float | None = accuracy
    for leg in (ahead, beyond):
        if leg is not None and leg.code not in {"identity", "projection"}:
            code, name = f"{code} + {leg.code}", f"{name} + {leg.name}"
            known = known + leg.accuracy_m if known is not None and leg.accuracy_m is not None else None
    return Conversion(source, target, Operation(code, name, known), (), fit, backwards)


def distance_m(system: CoordinateSystem, x: ArrayLike, y: ArrayLike, other_x: ArrayLike, other_y: ArrayLike) -> Floats:
    """Distance in metres between near places of one system, degrees counted as ground metres."""
    first_y = np.atleast_1d(np.asarray(y, float))
    unit_x, unit_y = _metres_per_unit(system, first_y)
    across = (np.atleast_1d(np.asarray(other_x, float)) - np.atleast_1d(np.asarray(x, float))) * unit_x
    along = (np.atleast_1d(np.asarray(other_y, float)) - first_y) * unit_y
    return np.hypot(across, along)


def _metres_per_unit(system: CoordinateSystem, y: Floats) -> tuple[Floats, Floats]:
    """Ground metres of one unit eastwards and northwards."""
    if not system.is_geographic:
        return np.ones(y.shape), np.ones(y.shape)
    bend = 1 - _E2 * np.sin(np.radians(y)) ** 2
    across = np.radians(_AXIS * np.cos(np.radians(y)) / np.sqrt(bend))
    return across, np.radians(_AXIS * (1 - _E2) / bend**1.5)


def _differ(one: CoordinateSystem, other: CoordinateSystem) -> bool:
    if isinstance(one, LocalGrid) and isinstance(other, LocalGrid):
        return False
    return one != other


def _same_frame(one: CoordinateSystem, other: CoordinateSystem) -> bool:
    """True when at most a change of projection lies between them."""
    if not _differ(one, other):
        return True
    if isinstance(one, LocalGrid | ForeignSystem) or isinstance(other, LocalGrid | ForeignSystem):
        return False
    return one.datum == other.datum


def _direction(source: CoordinateSystem, target: CoordinateSystem, fit: Fit) -> bool:
    """False: the fit is used as it was made; True: backwards. Refuses a fit of other systems."""
    if _same_frame(source, fit.source):
        return False
    if _same_frame(target, fit.source):
        return True
    raise CrsError(
        f"Phép tính chuyển “{fit.name}” đi từ {fit.source.name} sang {fit.target.name}; "
        f"không dùng được cho {source.name} sang {target.name}.",
        f"Fit “{fit.name}” leads from {fit.source.name} to {fit.target.name}; "
        f"it does not serve {source.name} to {target.name}.",
        hint_vi="Chọn hệ nguồn đúng với hệ của điểm trùng, hoặc chọn phép tính chuyển khác.",
        hint_en="Take the source system of its common points, or another fit.",
        code="fit_does_not_apply",
    )


def _cautions(source: CoordinateSystem, target: CoordinateSystem) -> tuple[Caution, ...]:
    """The plain word about datums that have no exact national formula."""
    datums = [getattr(system, "datum", "") for system in (source, target)]
    if datums[0] == datums[1]:
        return ()
    found = []
    if "hn72" in datums:
        found.append(
            Caution(
                "hn72_without_fit",
                "HN-72 không có công thức chuyển chung cho cả nước: tham số EPSG:1544 chỉ đạt khoảng 5–6 m. "
                "Muốn đạt độ chính xác địa chính phải tính chuyển cục bộ từ điểm trùng của khu vực.",
                "HN-72 has no national formula: the parameters EPSG:1544 are good to about 5–6 m only. "
                "Cadastral accuracy needs a local fit on common points of the area.",
            )
        )
    if "indian1960" in datums:
        found.append(
            Caution(
                "indian1960_without_fit",
                "Indian 1960 chỉ có tham số đạt khoảng 44 m (EPSG:1542); cần điểm trùng để chính xác hơn.",
                "Indian 1960 only has parameters good to about 44 m (EPSG:1542); common points give better.",
            )
        )
    if any("own " in datum for datum in datums):
        found.append(
            Caution(
                "own_parameters",
                "Tham số chuyển do người dùng khai; độ chính xác chưa được kiểm chứng.",
                "The datum parameters were stated by the user; their accuracy is not proved.",
            )
        )
    return tuple(found)
