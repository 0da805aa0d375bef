"""Made-up parcels for the tests of cuts, merges and corrections, on the millimetre grid of a real zone's numbers."""

import numpy as np
import shapely
from shapely.affinity import translate
from shapely.geometry import Polygon

EAST, NORTH = 452_310.0, 1_205_740.0
SQUARE = Polygon([(0, 0), (20, 0), (20, 20), (0, 20)])
RING = Polygon(SQUARE.exterior.coords, [[(8, 8), (8, 12), (12, 12), (12, 8)]])
U_SHAPE = Polygon([(0, 0), (30, 0), (30, 20), (20, 20), (20, 10), (10, 10), (10, 20), (0, 20)])


def star(seed: int, corners: int, size: float = 25.0) -> Polygon:
    """An irregular, mostly concave parcel."""
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.uniform(0, 2 * np.pi, corners))
    radius = rng.uniform(0.4 * size, size, corners)
    ring = np.column_stack([EAST + radius * np.cos(angle), NORTH + radius * np.sin(angle)])
    return Polygon(ring.round(3))


def shifted(polygon: Polygon, east: float, north: float) -> Polygon:
    """The polygon elsewhere, on the grid."""
    moved = translate(polygon, east, north)
    return shapely.set_coordinates(moved, np.round(shapely.get_coordinates(moved), 3))


def redrawn(polygon: Polygon, turn: int, reverse: bool) -> Polygon:
    """The same ground, its ring begun elsewhere or run backwards."""
    ring = list(polygon.exterior.coords)[:-1]
    turn %= len(ring)
    ring = ring[turn:] + ring[:turn]
    return Polygon(ring[::-1] if reverse else ring, [list(hole.coords) for hole in polygon.interiors])


def on_the_grid(*polygons: Polygon) -> bool:
    """Whether every vertex is a whole millimetre."""
    coordinates = shapely.get_coordinates(polygons) * 1000
    return bool(np.abs(coordinates - np.rint(coordinates)).max() < 1e-4)


def interiors_apart(polygons: list[Polygon]) -> bool:
    """Whether no two polygons share ground."""
    parts = np.array(polygons, dtype=object)
    first, second = shapely.STRtree(parts).query(parts, predicate="intersects")
    pairs = first < second
    return not shapely.relate_pattern(parts[first[pairs]], parts[second[pairs]], "T********").any()
