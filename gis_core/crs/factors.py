"""Meridian convergence and scale of a projection at places: they turn bearings and lengths into those of the ground."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Proj, Transformer

from gis_core.crs.systems import CoordinateSystem, ForeignSystem, LocalGrid

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Factors:
    """Of each place, by arrays.

    Convergence γ is the bearing of grid north: true bearing = grid bearing + γ. East of the central meridian, north
    of the equator, it is positive. `scale` is the length on the map of one metre on the ellipsoid. NaN where a system
    has neither (degrees, local grids).
    """

    convergence_deg: Floats
    scale: Floats


def factors(system: CoordinateSystem, east: ArrayLike, north: ArrayLike) -> Factors:
    """Convergence and point scale of `system` at (east, north) places of that system."""
    x, y = np.atleast_1d(np.asarray(east, dtype=np.float64)), np.atleast_1d(np.asarray(north, dtype=np.float64))
    if system.is_geographic or isinstance(system, LocalGrid):
        return Factors(np.full(x.shape, np.nan), np.full(x.shape, np.nan))
    if isinstance(system, ForeignSystem):
        projection = Proj(system.text)
        lon, lat = projection(x, y, inverse=True)
    else:
        projection = Proj(system.projection_step.removeprefix("step "))
        back = Transformer.from_pipeline(
            f"proj=pipeline step inv {system.projection_step.removeprefix('step ')} "
            "step proj=unitconvert xy_in=rad xy_out=deg"
        )
        lon, lat = back.transform(x, y)
    found = projection.get_factors(lon, lat, errcheck=False)
    return Factors(np.asarray(found.meridian_convergence), np.asarray(found.meridional_scale))
