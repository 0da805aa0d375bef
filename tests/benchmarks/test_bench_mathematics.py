"""Transformation against bare pyproj, parcel codes against the bare inscribed circle: ratios of one run."""

import time
from collections.abc import Callable

import numpy as np
import pyproj
import shapely

from gis_core.crs.transform import transform_geometries, transform_xy
from gis_core.geometry.parcel_code import parcel_codes

POINTS = 500_000
PARCELS = 4_000


def best_of_three(run: Callable[[], object]) -> float:
    """Shortest wall-clock seconds of three runs."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times)


def irregular_parcels(count: int) -> np.ndarray:
    """Convex parcels of 5 to 9 vertices on the millimetre grid, none touching another."""
    rng = np.random.default_rng(11)
    shapes = []
    for i in range(count):
        corners = int(rng.integers(5, 10))
        angle = (np.arange(corners) + rng.uniform(0, 0.6, corners)) * 2 * np.pi / corners
        middle = np.array((455_000 + 40 * (i % 60), 1_207_000 + 40 * (i // 60)))
        radius = rng.uniform(9, 14)
        shapes.append(shapely.Polygon(np.round(middle + radius * np.column_stack((np.cos(angle), np.sin(angle))), 3)))
    return np.array(shapes, dtype=object)


def test_transformation(capsys) -> None:
    rng = np.random.default_rng(1)
    east, north = rng.uniform(4e5, 5e5, POINTS), rng.uniform(1.16e6, 1.28e6, POINTS)
    bare = pyproj.Transformer.from_crs(9218, 4326, always_xy=True)
    transform_xy(east[:1], north[:1], 9218, 4326)
    theirs = best_of_three(lambda: bare.transform(east, north))
    ours = best_of_three(lambda: transform_xy(east, north, 9218, 4326))
    parcels = irregular_parcels(PARCELS)
    shapes = best_of_three(lambda: transform_geometries(parcels, 9218, 5899))
    with capsys.disabled():
        print(
            f"\ntransform: {ours / POINTS * 1e9:.0f} ns a point, {ours / theirs:.2f} × bare pyproj; "
            f"{shapes / PARCELS * 1e6:.1f} µs a parcel between zones"
        )
    assert ours < 2 * theirs


def test_parcel_codes(capsys) -> None:
    parcels = irregular_parcels(PARCELS)
    bare = best_of_three(lambda: shapely.maximum_inscribed_circle(parcels, 0.001))
    ours = best_of_three(lambda: parcel_codes(parcels, 9218))
    with capsys.disabled():
        print(f"\nparcel codes: {ours / PARCELS * 1e6:.0f} µs a parcel, {ours / bare:.2f} × the bare inscribed circle")
    assert ours < 2 * bare
