"""Shapes from one zone to another: by their official millimetre digits where they have some, and the proof.

A vertex on the official grid is carried from its digits, as registration would carry it, so that nothing adds up over
several moves; a vertex off the grid (a label, a generalised border) is carried as it stands.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.crs.transform import round_coordinates, transform_geometries, transform_xy

Shapes = NDArray[Any]
ON_GRID_M = 1e-5
"""A vertex this near to its rounded official coordinates stands on the grid; transformation noise is below 1e-7 m."""
GRID_M = 0.001


@dataclass(slots=True)
class Proof:
    """What one column shows: counts, largest difference on the way back, official digits, areas (m²)."""

    rows: int = 0
    shapes: int = 0
    vertices: int = 0
    official_vertices: int = 0
    digits_changed: int = 0
    way_back_m: float = 0.0
    area_before_m2: float = 0.0
    area_after_m2: float = 0.0
    worst_area_m2: float = 0.0

    def as_answer(self) -> dict[str, Any]:
        """The column's part of the command's answer."""
        return {
            "rows": self.rows,
            "shapes": self.shapes,
            "vertices": self.vertices,
            "official_vertices": self.official_vertices,
            "official_digits_changed": self.digits_changed,
            "way_back_max_m": self.way_back_m,
            "area_before_m2": round(self.area_before_m2, 4),
            "area_after_m2": round(self.area_after_m2, 4),
            "area_worst_row_m2": self.worst_area_m2,
        }


def move(shapes: Shapes, zones: NDArray[np.int64], old: int, new: int, proof: Proof) -> Shapes:
    """The shapes in `new`, entered in `proof`. `zones`: official zone of each row, 0 where it has none."""
    out = np.full(len(shapes), None, dtype=object)
    present = ~shapely.is_missing(shapes)
    proof.rows += len(shapes)
    proof.shapes += int(present.sum())
    for zone in np.unique(zones[present]).tolist():
        at = np.flatnonzero(present & (zones == zone))
        out[at] = _carry(shapes[at], zone, old, new, proof)
    return out


def _carry(shapes: Shapes, zone: int, old: int, new: int, proof: Proof) -> Shapes:
    before = shapely.get_coordinates(shapes)
    carried = np.column_stack(transform_xy(before[:, 0], before[:, 1], old, new))
    proof.vertices += len(before)
    if zone:
        official = np.column_stack(transform_xy(before[:, 0], before[:, 1], old, zone))
        digits = round_coordinates(official, GRID_M)
        on_grid = (np.abs(official - digits) <= ON_GRID_M).all(axis=1)
        carried[on_grid] = np.column_stack(transform_xy(digits[on_grid, 0], digits[on_grid, 1], zone, new))
    moved = shapely.set_coordinates(shapely.force_2d(shapes), carried)
    back = np.column_stack(transform_xy(carried[:, 0], carried[:, 1], new, old))
    proof.way_back_m = max(proof.way_back_m, float(np.hypot(*(back - before).T).max(initial=0.0)))
    if zone:
        again = np.column_stack(transform_xy(carried[:, 0], carried[:, 1], new, zone))
        same = (round_coordinates(again, GRID_M) == digits).all(axis=1)
        proof.official_vertices += int(on_grid.sum())
        proof.digits_changed += int((on_grid & ~same).sum())
    _compare_areas(shapes, moved, zone or old, old, new, proof)
    return moved


def _compare_areas(before: Shapes, after: Shapes, zone: int, old: int, new: int, proof: Proof) -> None:
    """Areas in the official zone, from the stored shapes of both registers."""
    first, second = (
        shapely.area(transform_geometries(shapes, srid, zone)) for shapes, srid in ((before, old), (after, new))
    )
    proof.area_before_m2 += float(first.sum())
    proof.area_after_m2 += float(second.sum())
    proof.worst_area_m2 = max(proof.worst_area_m2, float(np.abs(first - second).max(initial=0.0)))
