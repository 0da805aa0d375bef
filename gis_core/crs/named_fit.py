"""A fit with its common points, systems, name and date: what is judged, saved and used by files and imports."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, get_args

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gis_core.crs.fit_quality import Snooping, snoop
from gis_core.crs.local_fit import MINIMUM_POINTS, FitKind, LocalFit, design_matrix, fit
from gis_core.crs.rubber_sheet import RubberSheet
from gis_core.crs.spatial_fit import MINIMUM_POINTS_3D, SpatialFit, fit_seven_parameters
from gis_core.crs.systems import CoordinateSystem, parse_system
from gis_core.crs.user_systems import UserSystem
from gis_core.crs.zones import Zone
from gis_core.errors import CrsError

Floats = NDArray[np.float64]
Kind = Literal["helmert", "affine", "second_degree", "seven_parameters"]
KINDS: tuple[Kind, ...] = get_args(Kind)

KIND_NAMES: dict[str, tuple[str, str]] = {
    "helmert": ("Đồng dạng (Helmert, 4 tham số)", "Similarity (Helmert, 4 parameters)"),
    "affine": ("Afin (6 tham số)", "Affine (6 parameters)"),
    "second_degree": ("Đa thức bậc hai (12 tham số)", "Second-degree polynomial (12 parameters)"),
    "seven_parameters": ("Bảy tham số không gian", "Seven parameters in space"),
}
AREA_MARGIN = 0.1
"""The area of validity reaches beyond the hull of the common points by this share of the hull's diameter."""


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One common point: (east, north, ellipsoidal height) in both systems; heights None where unknown.

    `used`: False keeps the point in the table and out of the fit, with its residual shown: a check point, or one
    found wrong.
    """

    name: str
    source: tuple[float, float, float | None]
    target: tuple[float, float, float | None]
    used: bool = True

    def as_row(self) -> dict[str, Any]:
        """For storage and JSON."""
        return {"name": self.name, "source": list(self.source), "target": list(self.target), "used": self.used}

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "ControlPoint":
        """Back from storage."""
        return cls(str(row["name"]), tuple(row["source"]), tuple(row["target"]), bool(row.get("used", True)))


@dataclass(frozen=True, slots=True)
class NamedFit:
    """A fitted way from `source` to `target`; satisfies `gis_core.crs.operations.Fit`."""

    name: str
    made_on: date
    source: CoordinateSystem
    target: CoordinateSystem
    kind: Kind
    points: tuple[ControlPoint, ...]
    model: LocalFit | SpatialFit
    snooping: Snooping
    rubber: RubberSheet | None = None
    area: shapely.Geometry = field(default_factory=shapely.Polygon)

    @property
    def rms_m(self) -> float:
        """Root mean square of the plane residuals of the points used, before any rubber sheeting."""
        return self.model.rms_m

    @property
    def max_residual_m(self) -> float:
        """Longest plane residual of the points used."""
        return self.model.max_residual_m

    @property
    def used(self) -> tuple[ControlPoint, ...]:
        """The points the fit rests on."""
        return tuple(point for point in self.points if point.used)

    @property
    def spare(self) -> int:
        """Points beyond the least possible number: 0 means that the residuals prove nothing."""
        return len(self.used) - minimum_points(self.kind)

    @property
    def summary(self) -> str:
        """One line for operations, receipts and lists."""
        stretched = ", rubber sheeting of residuals" if self.rubber else ""
        return (
            f"{KIND_NAMES[self.kind][1]} on {len(self.used)} common points, RMS {self.rms_m:.3f} m{stretched}, "
            f"{self.made_on.isoformat()}"
        )

    def apply(self, east: ArrayLike, north: ArrayLike) -> tuple[Floats, Floats]:
        """Source to target."""
        out = self.model.apply(east, north)
        return self.rubber.correct(*out) if self.rubber else out

    def invert(self, east: ArrayLike, north: ArrayLike) -> tuple[Floats, Floats]:
        """Target to source."""
        x, y = self.rubber.undo(east, north) if self.rubber else (east, north)
        return self.model.invert(x, y)

    def as_paper(self) -> dict[str, Any]:
        """Plain values from which `fit_of_paper` computes the same fit again, in another process."""
        return {
            "name": self.name,
            "made_on": self.made_on.isoformat(),
            "source": self.source.code,
            "target": self.target.code,
            "kind": self.kind,
            "points": [point.as_row() for point in self.points],
            "sigma_m": self.snooping.sigma_m if self.snooping.sigma_stated else None,
            "stretch": self.rubber is not None,
        }

    def inside_area(self, east: ArrayLike, north: ArrayLike) -> NDArray[np.bool_]:
        """True for source places within the area of validity."""
        return np.asarray(shapely.intersects_xy(self.area, np.atleast_1d(east), np.atleast_1d(north)))

    def all_residuals(self) -> Floats:
        """Plane residuals (n × 2, fitted minus given, metres) of every point of the table, unused ones too."""
        given = np.array([point.source[:2] for point in self.points])
        wanted = np.array([point.target[:2] for point in self.points])
        return np.column_stack(self.model.apply(given[:, 0], given[:, 1])) - wanted


def fit_of_paper(paper: dict[str, Any]) -> NamedFit:
    """The fit of `NamedFit.as_paper`."""
    points = [ControlPoint.from_row(row) for row in paper["points"]]
    facts = {key: paper[key] for key in ("name", "source", "target", "kind", "sigma_m", "stretch")}
    return make_fit(made_on=date.fromisoformat(paper["made_on"]), points=points, **facts)


def minimum_points(kind: str) -> int:
    """Common points that just determine a fit of that kind."""
    return MINIMUM_POINTS_3D if kind == "seven_parameters" else MINIMUM_POINTS[kind]


def make_fit(
    *,
    name: str,
    made_on: date,
    source: CoordinateSystem | str,
    target: CoordinateSystem | str,
    kind: Kind,
    points: list[ControlPoint] | tuple[ControlPoint, ...],
    sigma_m: float | None = None,
    stretch: bool = False,
) -> NamedFit:
    """Compute a fit on the used points of the table.

    `sigma_m`: standard deviation of a coordinate difference, when known. `stretch`: rubber sheeting of the residuals.
    Raises CrsError: `too_few_points`, `points_degenerate`, `fit_needs_plane`, `fit_needs_datum`, `fit_kind_unknown`.
    """
    start = parse_system(source) if isinstance(source, str) else source
    end = parse_system(target) if isinstance(target, str) else target
    used = [point for point in points if point.used]
    model, snooping = _solve(kind, start, end, used, sigma_m)
    hull = model.area
    reach = AREA_MARGIN * float(np.hypot(*np.subtract(hull.bounds[2:], hull.bounds[:2])))
    sheet = None
    if stretch:
        given = np.array([point.source[:2] for point in used])
        fitted = np.column_stack(model.apply(given[:, 0], given[:, 1]))
        sheet = RubberSheet(fitted, np.array([point.target[:2] for point in used]) - fitted)
    return NamedFit(name, made_on, start, end, kind, tuple(points), model, snooping, sheet, shapely.buffer(hull, reach))


def gross_errors(fitted: NamedFit) -> tuple[str, ...]:
    """Names of the points data snooping throws out, worst first: test, drop the worst, fit again, until none is left.

    Stops while at least one spare point remains. A proposal for a person; the fit itself is not changed.
    """
    found: list[str] = []
    current = fitted
    while current.snooping.worst is not None and current.spare > 1:
        bad = current.used[current.snooping.worst]
        found.append(bad.name)
        rest = tuple(replace(point, used=False) if point == bad else point for point in current.points)
        stated = current.snooping.sigma_m if current.snooping.sigma_stated else None
        try:
            current = make_fit(
                name=current.name, made_on=current.made_on, source=current.source, target=current.target,
                kind=current.kind, points=rest, sigma_m=stated,
            )  # fmt: skip
        except CrsError:
            break
    return tuple(found)


def _solve(
    kind: str, source: CoordinateSystem, target: CoordinateSystem, used: list[ControlPoint], sigma_m: float | None
) -> tuple[LocalFit | SpatialFit, Snooping]:
    if kind not in KINDS:
        raise CrsError(
            f"Không có phép tính chuyển “{kind}”.",
            f"There is no fit of kind “{kind}”.",
            hint_vi=f"Chọn một trong: {', '.join(KINDS)}.",
            hint_en=f"Choose one of: {', '.join(KINDS)}.",
            code="fit_kind_unknown",
        )
    given = np.array([[p.source[0], p.source[1], p.source[2] or 0.0] for p in used]).reshape(-1, 3)
    wanted = np.array([[p.target[0], p.target[1], p.target[2] or 0.0] for p in used]).reshape(-1, 3)
    if kind == "seven_parameters":
        if not isinstance(source, Zone | UserSystem) or not isinstance(target, Zone | UserSystem):
            raise _needs_datum(source, target)
        spatial = fit_seven_parameters(source, target, given, wanted)
        return spatial, snoop(
            spatial.design, spatial.test_residuals, sigma_m=sigma_m, tested_axes=3 if spatial.with_heights else 2
        )
    if source.is_geographic or target.is_geographic:
        raise _needs_plane(source, target)
    plane_kind: FitKind = kind  # type: ignore[assignment]
    plane = fit(given[:, :2], wanted[:, :2], plane_kind)
    reduced = (given[:, :2] - plane.origin) / plane.unit
    return plane, snoop(design_matrix(plane_kind, reduced), plane.residuals, sigma_m=sigma_m)


def _needs_plane(source: CoordinateSystem, target: CoordinateSystem) -> CrsError:
    return CrsError(
        f"Phép tính chuyển phẳng cần tọa độ phẳng (mét), không phải độ: {source.name} sang {target.name}.",
        f"A plane fit needs plane coordinates (metres), not degrees: {source.name} to {target.name}.",
        hint_vi="Đổi điểm trùng sang tọa độ phẳng trước, hoặc dùng bảy tham số.",
        hint_en="Convert the common points to plane coordinates first, or take seven parameters.",
        code="fit_needs_plane",
    )


def _needs_datum(source: CoordinateSystem, target: CoordinateSystem) -> CrsError:
    return CrsError(
        f"Bảy tham số cần hai hệ có ellipsoid: {source.name} sang {target.name} thì không.",
        f"Seven parameters need an ellipsoid on both sides: {source.name} to {target.name} has none.",
        hint_vi="Dùng phép đồng dạng, afin hoặc đa thức bậc hai.",
        hint_en="Take a similarity, affine or second-degree fit.",
        code="fit_needs_datum",
    )
