"""Seven parameters in space between two datums from common points (Helmert, in the form of Bursa and Wolf).

Solved about the centre of the points, where shift and rotation do not fight each other, then written as the seven
parameters everybody uses (coordinate-frame rotations, as Decision 05/2007). Heights are ellipsoidal metres; where a
point has none, zero on both sides does: only the plane result is meant then.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

from gis_core.crs.local_fit import WEAKEST, points_degenerate, too_few_points
from gis_core.crs.user_systems import SevenParameters, UserSystem
from gis_core.crs.zones import ELLIPSOIDS, Zone

Floats = NDArray[np.float64]
DatumSystem = Zone | UserSystem

MINIMUM_POINTS_3D = 3
_ARCSECOND = np.pi / 180 / 3600


@dataclass(frozen=True, slots=True)
class SpatialFit:
    """A fitted datum shift between two systems.

    `parameters` lead from the source's datum to the target's. `residuals` (n × 3): east, north, height, fitted minus
    given, in the target. `rms_m`, `max_residual_m` and `cross_residuals` count the plane only, like the plane fits.
    `design` and `test_residuals` are the equations and residuals for data snooping, one local axis after another: east,
    north, up. `with_heights`: False when no point has a height; the test then leaves the third axis aside.
    """

    source: DatumSystem
    target: DatumSystem
    parameters: SevenParameters
    residuals: Floats
    test_residuals: Floats
    design: Floats
    cross_residuals: Floats
    rms_m: float
    max_residual_m: float
    area: shapely.Geometry
    with_heights: bool = True
    kind: str = "seven_parameters"

    def apply(self, east: ArrayLike, north: ArrayLike) -> tuple[Floats, Floats]:
        """Carry coordinates over, at ellipsoidal height zero."""
        x, y = np.atleast_1d(np.asarray(east, float)), np.atleast_1d(np.asarray(north, float))
        out = self._pipeline().transform(x, y, np.zeros(x.shape))
        return np.asarray(out[0]), np.asarray(out[1])

    def invert(self, east: ArrayLike, north: ArrayLike) -> tuple[Floats, Floats]:
        """The exact inverse of `apply`: the height zero of the source is kept, three corrections settle it."""
        wanted = np.atleast_1d(np.asarray(east, float)), np.atleast_1d(np.asarray(north, float))
        aim = wanted
        back = self._pipeline()
        for _ in range(4):
            place = back.transform(*aim, np.zeros(aim[0].shape), direction="INVERSE")
            there = self.apply(place[0], place[1])
            aim = aim[0] + wanted[0] - there[0], aim[1] + wanted[1] - there[1]
        return np.asarray(place[0]), np.asarray(place[1])

    def inside_area(self, east: ArrayLike, north: ArrayLike) -> NDArray[np.bool_]:
        """True for source places within the hull of the common points."""
        return np.asarray(shapely.intersects_xy(self.area, np.atleast_1d(east), np.atleast_1d(north)))

    def _pipeline(self) -> Transformer:
        return Transformer.from_pipeline(
            f"proj=pipeline {_inverse(self.source.projection_step)} step {_cart(self.source)} "
            f"step {self.parameters.helmert} step inv {_cart(self.target)} {self.target.projection_step}"
        )


def fit_seven_parameters(
    source: DatumSystem, target: DatumSystem, given: ArrayLike, wanted: ArrayLike, *, cross: bool = True
) -> SpatialFit:
    """Fit n × 3 points (east, north, height) of `source` on those of `target`; degrees where a system is geographic.

    Refuses too few points and points on a line.
    """
    first, second = np.asarray(given, dtype=np.float64), np.asarray(wanted, dtype=np.float64)
    if len(first) < MINIMUM_POINTS_3D or first.shape != second.shape:
        raise too_few_points("seven_parameters", MINIMUM_POINTS_3D)
    start, aim = _geocentric(source, first), _geocentric(target, second)
    centre, unit = start.mean(axis=0), float(np.abs(start - start.mean(axis=0)).max()) or 1.0
    local = (start - centre) / unit
    design = _equations(local)
    offset = aim - start
    found, _, _, singular = np.linalg.lstsq(design, offset.T.reshape(-1), rcond=None)
    solution = np.asarray(found, dtype=np.float64)
    if singular[-1] < WEAKEST * singular[0]:
        raise points_degenerate()
    with_heights = bool(first[:, 2].any() or second[:, 2].any())
    equations, tested = _along_local_axes(aim, design, (design @ solution).reshape(3, -1).T - offset)
    parameters = _about_the_earth(solution, centre, unit)
    fit = SpatialFit(
        source, target, parameters, np.empty((0, 3)), tested, equations, np.empty((0, 3)), 0.0, 0.0,
        shapely.MultiPoint(first[:, :2]).convex_hull,
    )  # fmt: skip
    out = np.column_stack(fit._pipeline().transform(first[:, 0], first[:, 1], first[:, 2]))
    residuals = _in_metres(target, out - second, second)
    lengths = np.hypot(residuals[:, 0], residuals[:, 1])
    left_out = _left_out(source, target, first, second) if cross else np.full_like(residuals, np.nan)
    return SpatialFit(
        source, target, parameters, residuals, tested, equations, left_out, float(np.sqrt((lengths**2).mean())),
        float(lengths.max()), fit.area, with_heights,
    )  # fmt: skip


def ellipsoid_of(system: DatumSystem) -> tuple[float, float]:
    """Semi-major axis in metres and inverse flattening."""
    if isinstance(system, UserSystem) and system.datum_name == "own":
        return system.ellipsoid
    return ELLIPSOIDS[system.datum]


def _equations(local: Floats) -> Floats:
    """Columns: three shifts, scale, three coordinate-frame rotations; rows: all X, all Y, all Z."""
    x, y, z = local.T
    one, no = np.ones(len(local)), np.zeros(len(local))
    return np.vstack(
        (
            np.column_stack((one, no, no, x, no, -z, y)),
            np.column_stack((no, one, no, y, z, no, -x)),
            np.column_stack((no, no, one, z, -y, x, no)),
        )
    )


def _along_local_axes(places: Floats, design: Floats, residuals: Floats) -> tuple[Floats, Floats]:
    """Geocentric equations and residuals turned to east, north, up of each place."""
    up = places / np.linalg.norm(places, axis=1, keepdims=True)
    east = np.column_stack((-places[:, 1], places[:, 0], np.zeros(len(places))))
    east /= np.linalg.norm(east, axis=1, keepdims=True)
    turn = np.stack((east, np.cross(up, east), up))  # axis × point × xyz
    rows = np.einsum("apx,xpu->apu", turn, design.reshape(3, len(places), -1))
    return rows.reshape(3 * len(places), -1), np.einsum("apx,px->pa", turn, residuals)


def _about_the_earth(solution: Floats, centre: Floats, unit: float) -> SevenParameters:
    """From rotations about the points' centre to rotations about the earth's: only the shift changes."""
    scale, rx, ry, rz = solution[3:] / unit
    turned = np.array(
        [
            scale * centre[0] - ry * centre[2] + rz * centre[1],
            scale * centre[1] + rx * centre[2] - rz * centre[0],
            scale * centre[2] - rx * centre[1] + ry * centre[0],
        ]
    )
    shift = solution[:3] - turned
    dx, dy, dz = (float(value) for value in shift)
    turns = [float(value / _ARCSECOND) for value in (rx, ry, rz)]
    return SevenParameters(dx, dy, dz, turns[0], turns[1], turns[2], float(scale * 1e6))


def _left_out(source: DatumSystem, target: DatumSystem, first: Floats, second: Floats) -> Floats:
    errors = np.full_like(second, np.nan)
    if len(first) <= MINIMUM_POINTS_3D:
        return errors
    for i in range(len(first)):
        others = np.arange(len(first)) != i
        try:
            fit = fit_seven_parameters(source, target, first[others], second[others], cross=False)
        except type(points_degenerate()):
            continue
        out = np.column_stack(fit._pipeline().transform(*first[i : i + 1].T))
        errors[i] = _in_metres(target, out - second[i : i + 1], second[i : i + 1])[0]
    return errors


def _geocentric(system: DatumSystem, points: Floats) -> Floats:
    step = Transformer.from_pipeline(f"proj=pipeline {_inverse(system.projection_step)} step {_cart(system)}")
    return np.column_stack(step.transform(points[:, 0], points[:, 1], points[:, 2]))


def _in_metres(system: DatumSystem, difference: Floats, where: Floats) -> Floats:
    if not system.is_geographic:
        return difference
    factor = np.radians(ELLIPSOIDS["wgs84"][0])
    return difference * np.column_stack(
        (factor * np.cos(np.radians(where[:, 1])), np.full(len(where), factor), np.ones(len(where)))
    )


def _cart(system: DatumSystem) -> str:
    axis, flattening = ellipsoid_of(system)
    return f"proj=cart a={axis!r} rf={flattening!r}"


def _inverse(step: str) -> str:
    return step.replace("step ", "step inv ", 1)
