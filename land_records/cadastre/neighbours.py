"""Fit a block of new shapes into the fabric: common boundaries get the same vertices on both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from land_records.cadastre.common_boundary import Fitted, vertices_of, with_vertices, with_vertices_nearby
from land_records.cadastre.official import as_multipolygons
from land_records.cadastre.snapshots import NeighbourChange
from land_records.cadastre.statements import statement

NEIGHBOUR_CAUSE = "neighbour_vertex"
"""`cause` of a technical version: the shape got vertices, nothing else changed."""


@dataclass(frozen=True, slots=True)
class FittedBlock:
    """`shapes` of the block with their neighbours' vertices in (`inserted` per shape), and the neighbours to change:
    their current version ids, shapes and counts of vertices. All in LAND_SRID."""

    shapes: NDArray[Any]
    inserted: NDArray[np.intp]
    neighbour_versions: list[int]
    neighbour_shapes: NDArray[Any]
    neighbour_inserted: list[int]


def fitted_to_each_other(land: NDArray[Any]) -> Fitted:
    """New shapes (LAND_SRID) with each other's vertices on their common boundaries."""
    if not len(land):
        return Fitted(land, np.zeros(0, dtype=np.intp))
    return with_vertices(land, vertices_of(land), settings.OVERLAP_TOLERANCE_M)


def fit_into_fabric(block: Fitted) -> FittedBlock:
    """Read the current official neighbours of a block and give both sides each other's vertices.

    `block`: the new shapes, fitted to each other already (that needs no lock). Call this under the fabric lock: what is
    read here must still be true at COMMIT.
    """
    tolerance = settings.OVERLAP_TOLERANCE_M
    ids, existing = current_around(block.shapes, tolerance)
    mine = with_vertices_nearby(block.shapes, vertices_of(existing), tolerance)
    theirs = with_vertices_nearby(existing, vertices_of(mine.shapes), tolerance)
    changed = np.flatnonzero(theirs.inserted)
    return FittedBlock(
        mine.shapes,
        block.inserted + mine.inserted,
        [ids[i] for i in changed],
        theirs.shapes[changed],
        [int(theirs.inserted[i]) for i in changed],
    )


def current_around(land: NDArray[Any], margin: float) -> tuple[list[int], NDArray[Any]]:
    """(version ids, shapes) of current official parcels whose boxes come within `margin` metres of a shape's box."""
    boxes = _few_boxes(shapely.bounds(land)) + np.array([-margin, -margin, margin, margin])
    with connection.cursor() as cursor:
        cursor.execute(statement("current_around"), [*(column.tolist() for column in boxes.T), settings.LAND_SRID])
        rows = cursor.fetchall()
    shapes = np.empty(len(rows), dtype=object)
    shapes[:] = shapely.from_wkb([bytes(row[1]) for row in rows]) if rows else []
    return [row[0] for row in rows], as_multipolygons(shapes)


def _few_boxes(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """One box around all when they fill it (a map sheet); else each for itself, so that no empty land is searched."""
    whole = np.array([[*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)]])
    filled = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1).sum()
    return whole if np.prod(whole[0, 2:] - whole[0, :2]) <= 3 * filled else boxes


def write_neighbour_versions(
    fitted: FittedBlock, *, transaction_ids: Sequence[int], at: datetime
) -> tuple[NeighbourChange, ...]:
    """Close the changed neighbours' versions and open technical ones: same areas, uses, standing, papers.

    `transaction_ids`: per changed neighbour, the transaction on whose word it changes.
    """
    if not fitted.neighbour_versions:
        return ()
    shapes = shapely.to_wkb(shapely.set_srid(fitted.neighbour_shapes, settings.LAND_SRID), hex=True, include_srid=True)
    counts = dict(zip(fitted.neighbour_versions, fitted.neighbour_inserted, strict=True))
    facts: dict[str, Any] = {
        "ids": fitted.neighbour_versions,
        "shapes": list(shapes),
        "at": at,
        "transactions": list(transaction_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("close_versions"), facts)
        cursor.execute(statement("open_technical_versions"), {**facts, "cause": NEIGHBOUR_CAUSE})
        opened = cursor.fetchall()
        cursor.execute(
            statement("carry_land_uses"), {"old": [row[0] for row in opened], "new": [row[1] for row in opened]}
        )
    return tuple(
        NeighbourChange(parcel_id=parcel, reference=reference, version_id=new, old_version_id=old, vertices=counts[old])
        for old, new, parcel, reference in opened
    )
