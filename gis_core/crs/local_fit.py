"""Local transformations from common points, for systems without a national formula (HN-72, local grids).

Circular 973/2001/TT-TCĐC III.1 uses second-degree polynomials per area; for 1:1000 and larger a fit on common points
of the area is required. Every fit carries its residuals, so that a person can judge it before it is named and saved.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gis_core.errors import CrsError

Floats = NDArray[np.float64]
FitKind = Literal["helmert", "affine", "second_degree"]

_UNKNOWNS: dict[str, int] = {"helmert": 4, "affine": 6, "second_degree": 12}
MINIMUM_POINTS: dict[str, int] = {"helmert": 2, "affine": 3, "second_degree": 6}
"""Common points that just determine a fit; one more is needed for a residual to mean anything."""

WEAKEST = 0.004
"""Smallest singular value of the (reduced) equations against the largest. Points in a strip 1:170 or narrower fall
below it: an error of 1 cm across the strip would become metres a kilometre aside."""


@dataclass(frozen=True, slots=True)
class LocalFit:
    """A fitted transformation from (east, north) to (east, north), metres.

    `coefficients` belong to coordinates reduced to `origin` (source) and scaled by `unit` (metres), rows east and
    north of the target's offset from `target_origin`. `residuals` (n × 2) are fitted minus given; `cross_residuals`
    are each point's error when it is left out, the honest measure (NaN when too few points remain). `area` is the
    hull of the source points: outside it the fit is a guess.
    """

    kind: FitKind
    coefficients: tuple[tuple[float, ...], tuple[float, ...]]
    origin: tuple[float, float]
    target_origin: tuple[float, float]
    unit: float
    residuals: Floats
    cross_residuals: Floats
    rms_m: float
    max_residual_m: float
    area: shapely.Geometry

    def apply(self, east: ArrayLike, north: ArrayLike) -> tuple[Floats, Floats]:
        """Carry coordinates over."""
        points = np.column_stack((np.atleast_1d(east), np.atleast_1d(north))).astype(np.float64)
        out = _terms(self.kind, (points - self.origin) / self.unit) @ np.array(self.coefficients).T
        return out[:, 0] + self.target_origin[0], out[:, 1] + self.target_origin[1]

    def invert(self, east: ArrayLike, north: ArrayLike) -> tuple[Floats, Floats]:
        """Carry target coordinates back, by Newton's iteration to 1e-7 m; CrsError when it does not settle."""
        wanted = np.column_stack((np.atleast_1d(east), np.atleast_1d(north))).astype(np.float64) - self.target_origin
        linear = np.array([row[1:3] for row in self.coefficients])
        shift = np.array([row[0] for row in self.coefficients])
        inverse = np.linalg.inv(linear)
        place = (wanted - shift) @ inverse.T
        for _ in range(30):
            miss = wanted - _terms(self.kind, place) @ np.array(self.coefficients).T
            if float(np.abs(miss).max()) < 1e-7:
                back = place * self.unit + self.origin
                return back[:, 0], back[:, 1]
            place = place + miss @ inverse.T
        raise CrsError(
            "Phép tính chuyển cục bộ không đảo ngược được ở đây.",
            "The local fit cannot be inverted here.",
            hint_vi="Điểm nằm quá xa vùng có điểm trùng.",
            hint_en="The place is too far from the common points.",
            code="fit_not_invertible",
        )

    def inside_area(self, east: ArrayLike, north: ArrayLike) -> NDArray[np.bool_]:
        """True for source places within the hull of the common points."""
        return np.asarray(shapely.intersects_xy(self.area, np.atleast_1d(east), np.atleast_1d(north)))


def fit(source: ArrayLike, target: ArrayLike, kind: FitKind) -> LocalFit:
    """Least-squares fit of common points, n × 2 (east, north) each, all of equal weight.

    Refuses too few points and points that do not determine the fit (all on one line, two the same).
    """
    given = np.asarray(source, dtype=np.float64)
    wanted = np.asarray(target, dtype=np.float64)
    if given.shape != wanted.shape or given.ndim != 2 or len(given) < MINIMUM_POINTS[kind]:
        raise too_few_points(kind, MINIMUM_POINTS[kind])
    origin, target_origin = given.mean(axis=0), wanted.mean(axis=0)
    unit = max(1.0, float(np.abs(given - origin).max()))
    reduced, aim = (given - origin) / unit, wanted - target_origin
    coefficients = _solve(kind, reduced, aim)
    residuals = _terms(kind, reduced) @ coefficients.T - aim
    lengths = np.hypot(residuals[:, 0], residuals[:, 1])
    return LocalFit(
        kind=kind,
        coefficients=(tuple(map(float, coefficients[0])), tuple(map(float, coefficients[1]))),
        origin=(float(origin[0]), float(origin[1])),
        target_origin=(float(target_origin[0]), float(target_origin[1])),
        unit=unit,
        residuals=residuals,
        cross_residuals=_left_out(kind, reduced, aim),
        rms_m=float(np.sqrt((lengths**2).mean())),
        max_residual_m=float(lengths.max()),
        area=shapely.MultiPoint(given).convex_hull,
    )


def _terms(kind: FitKind, points: Floats) -> Floats:
    """Columns 1, e, n and for the second degree e², n², e·n."""
    e, n = points[:, 0], points[:, 1]
    columns = [np.ones(len(points)), e, n]
    if kind == "second_degree":
        columns += [e**2, n**2, e * n]
    return np.column_stack(columns)


def design_matrix(kind: FitKind, reduced: Floats) -> Floats:
    """Observation equations of the 2n target coordinates (all eastings, then all northings) on the unknowns."""
    terms = _terms(kind, reduced)
    if kind == "helmert":
        # e' = t1 + a·e − b·n ; n' = t2 + b·e + a·n : four unknowns, both axes in one system
        e, n = reduced[:, 0], reduced[:, 1]
        zero, one = np.zeros(len(reduced)), np.ones(len(reduced))
        return np.vstack((np.column_stack((one, zero, e, -n)), np.column_stack((zero, one, n, e))))
    nothing = np.zeros_like(terms)
    return np.vstack((np.hstack((terms, nothing)), np.hstack((nothing, terms))))


def _solve(kind: FitKind, reduced: Floats, aim: Floats) -> Floats:
    """Coefficient rows (east, north) for the columns of `_terms`."""
    matrix = design_matrix(kind, reduced)
    solution, _, _, singular = np.linalg.lstsq(matrix, np.concatenate((aim[:, 0], aim[:, 1])), rcond=1e-10)
    if len(singular) < _UNKNOWNS[kind] or singular[-1] < WEAKEST * singular[0]:
        raise points_degenerate()
    if kind == "helmert":
        t1, t2, a, b = solution
        return np.array([[t1, a, -b], [t2, b, a]])
    return np.asarray(solution.reshape(2, -1), dtype=np.float64)


def points_degenerate() -> CrsError:
    """The refusal of points that leave the fit open."""
    return CrsError(
        "Các điểm trùng nằm trên một đường, quá sát một đường hoặc trùng nhau, không xác định được phép tính chuyển.",
        "The common points lie on or too near one line, or coincide; they do not determine the fit.",
        hint_vi="Chọn thêm điểm phân bố đều quanh khu đo.",
        hint_en="Add points spread around the area.",
        code="points_degenerate",
    )


def too_few_points(kind: str, needed: int) -> CrsError:
    """The refusal of fewer points than unknowns."""
    return CrsError(
        f"Cần ít nhất {needed} điểm trùng cho phép {kind}.",
        f"A {kind} fit needs at least {needed} common points.",
        hint_vi="Thêm điểm trùng; thừa ít nhất một điểm thì sai số mới có ý nghĩa.",
        hint_en="Add common points; at least one more than needed makes the residuals mean something.",
        code="too_few_points",
    )


def _left_out(kind: FitKind, reduced: Floats, aim: Floats) -> Floats:
    """Error of every point predicted from the others."""
    errors = np.full_like(aim, np.nan)
    if len(reduced) <= MINIMUM_POINTS[kind]:
        return errors
    for i in range(len(reduced)):
        others = np.arange(len(reduced)) != i
        try:
            coefficients = _solve(kind, reduced[others], aim[others])
        except CrsError:
            continue
        errors[i] = (_terms(kind, reduced[i : i + 1]) @ coefficients.T - aim[i])[0]
    return errors
