"""Which face each label belongs to.

First containment: an item belongs to the face its place lies in, an islet's label to the islet alone. Then,
only for items no face can use: the head of an arrow drawn at the text, a label point of a face without number,
the nearest face without label within a limit (which is reported). Texts of one label that fell into a neighbour
are given to the nearest number that lacks that part.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.topology.label_items import AREA, LAND_USE, NUMBER, POINT, Items
from gis_core.topology.labels import sort_whole_numbers
from gis_core.topology.options import BuildOptions

Ints = NDArray[np.int64]
Geometries = NDArray[np.object_]

NOWHERE = -1
CONTAINED, BY_ARROW, BY_POINT, BY_NEAREST, BY_COMPANION = 0, 1, 2, 3, 4
COMPANION_HEIGHTS = 6.0
"""Parts of one fraction label stand within about six letter heights of each other."""
LEAST_REACH_M = 6.0
"""…and never nearer than this, for files whose letter heights are unknown."""


@dataclass(slots=True)
class Matches:
    """The face of each item (NOWHERE: none) and how it was found."""

    face: Ints
    how: NDArray[np.int8]


def match_labels(
    items: Items, polygons: Geometries, arrows: Geometries, *, closed_off: NDArray[np.bool_], options: BuildOptions
) -> Matches:
    """Give every item its face; `closed_off` marks faces that can be no parcel (open to the outside)."""
    face = _containing_face(items, polygons)
    matches = Matches(face, np.zeros(len(face), dtype=np.int8))
    _sort_unsure(items, matches)
    _follow_arrows(items, matches, polygons, arrows)
    _rescue_numbers(items, matches, polygons, closed_off, options)
    for kind in (AREA, LAND_USE):
        _rescue_companions(items, matches, kind, len(polygons), options)
    return matches


def _containing_face(items: Items, polygons: Geometries) -> Ints:
    face = np.full(len(items.row), NOWHERE)
    if len(polygons) and len(face):
        tree = shapely.STRtree(shapely.points(items.xy))
        which, item = tree.query(polygons, predicate="contains_properly")
        face[item] = which
    return face


def counts(items: Items, matches: Matches, kind: int, faces: int) -> Ints:
    """Items of one kind per face."""
    mine = (items.kind == kind) & (matches.face != NOWHERE)
    return np.bincount(matches.face[mine], minlength=faces)


def _sort_unsure(items: Items, matches: Matches) -> None:
    """Two whole numbers of a one-level label: the upper is the number, the lower the area."""
    unsure = np.flatnonzero(items.unsure & (matches.face != NOWHERE))
    if not len(unsure):
        return
    faces = int(matches.face.max()) + 1
    lone_pair = (np.bincount(matches.face[unsure], minlength=faces) == 2) & (counts(items, matches, AREA, faces) == 0)
    unsure = unsure[lone_pair[matches.face[unsure]]]
    unsure = unsure[sort_whole_numbers(items.xy[unsure, 0], items.xy[unsure, 1], items.rotation[unsure])]
    lower = unsure[np.argsort(matches.face[unsure], kind="stable")][1::2]
    items.kind[lower] = AREA
    items.area[lower] = items.text[lower].astype(float)
    items.text[lower] = None


def _reach(items: Items, index: Ints) -> NDArray[np.float64]:
    return np.maximum(COMPANION_HEIGHTS * items.height[index], LEAST_REACH_M)


def _follow_arrows(items: Items, matches: Matches, polygons: Geometries, arrows: Geometries) -> None:
    """A number with an arrow belongs to the face of the arrow's head, when that face has no number of its own."""
    numbers = items.of(NUMBER)
    arrows = arrows[~shapely.is_missing(arrows)] if len(arrows) else arrows
    if not len(arrows) or not len(numbers) or not len(polygons):
        return
    ends = np.concatenate([shapely.get_point(arrows, 0), shapely.get_point(arrows, -1)])
    tree = shapely.STRtree(shapely.points(items.xy[numbers]))
    (_, nearest), far = tree.query_nearest(ends, return_distance=True, all_matches=False)
    count = len(arrows)
    at_first = far[:count] <= far[count:]
    tail = numbers[np.where(at_first, nearest[:count], nearest[count:])]
    distance = np.minimum(far[:count], far[count:])
    head = np.where(at_first, ends[count:], ends[:count])
    face = np.full(count, NOWHERE)
    which, arrow = shapely.STRtree(head).query(polygons, predicate="contains_properly")
    face[arrow] = which
    numbered = counts(items, matches, NUMBER, len(polygons)) > 0
    moves = (face != NOWHERE) & (distance <= _reach(items, tail)) & (matches.face[tail] != face)
    moves[moves] &= ~numbered[face[moves]]
    _move_label(items, matches, tail[moves], face[moves], BY_ARROW)


def _move_label(items: Items, matches: Matches, number: Ints, face: Ints, how: int) -> None:
    """Move numbers, with all other parts of the same text, to their faces."""
    order = np.argsort(items.row[number], kind="stable")
    rows, target = items.row[number][order], face[order]
    mine = np.flatnonzero(np.isin(items.row, rows))
    matches.face[mine] = target[np.searchsorted(rows, items.row[mine])]
    matches.how[mine] = how


def _rescue_numbers(
    items: Items, matches: Matches, polygons: Geometries, closed_off: NDArray[np.bool_], options: BuildOptions
) -> None:
    """Numbers in no face, or in a road or the open: to the label point, else the nearest face without label."""
    if not len(polygons):
        return
    numbers = items.of(NUMBER)
    areas, uses = (counts(items, matches, kind, len(polygons)) for kind in (AREA, LAND_USE))
    object_face = _faces_of_objects(items, matches, len(polygons), options) & (areas == 0)
    useless = np.append(closed_off | object_face, True)
    lost = numbers[useless[matches.face[numbers]]]
    if not len(lost):
        return
    unnumbered = (counts(items, matches, NUMBER, len(polygons)) == 0) & ~closed_off & ~object_face
    points = items.of(POINT)
    points = points[matches.face[points] != NOWHERE]
    points = points[unnumbered[matches.face[points]]]
    _pair_nearest(items, matches, lost, items.xy[points], matches.face[points], options.label_reach_m, BY_POINT)
    lost = lost[useless[matches.face[lost]] & (matches.how[lost] == CONTAINED)]
    empty = np.flatnonzero(unnumbered & (areas == 0) & (uses == 0))
    empty = np.setdiff1d(empty, matches.face[numbers])
    if not len(lost) or not len(empty):
        return
    places = shapely.points(items.xy[lost])
    (which, at), far = shapely.STRtree(polygons[empty]).query_nearest(
        places, max_distance=options.label_reach_m, return_distance=True, all_matches=False
    )
    _keep_mutual(items, matches, lost[which], empty[at], far, BY_NEAREST)


def _faces_of_objects(items: Items, matches: Matches, faces: int, options: BuildOptions) -> NDArray[np.bool_]:
    """Faces whose land types all name objects that are no parcels."""
    uses = items.of(LAND_USE)
    uses = uses[matches.face[uses] != NOWHERE]
    is_object = np.isin(items.text[uses].astype(str), list(options.object_types))
    objects = np.bincount(matches.face[uses[is_object]], minlength=faces)
    return (objects > 0) & (objects == np.bincount(matches.face[uses], minlength=faces))


def _pair_nearest(
    items: Items, matches: Matches, lost: Ints, places: NDArray[np.float64], face: Ints, limit: float, how: int
) -> None:
    if not len(places) or not len(lost):
        return
    (which, at), far = shapely.STRtree(shapely.points(places)).query_nearest(
        shapely.points(items.xy[lost]), max_distance=limit, return_distance=True, all_matches=False
    )
    _keep_mutual(items, matches, lost[which], face[at], far, how)


def _keep_mutual(items: Items, matches: Matches, number: Ints, face: Ints, far: NDArray[np.float64], how: int) -> None:
    """Each face takes the nearest of the numbers that want it."""
    order = np.lexsort((items.xy[number, 1], items.xy[number, 0], far, face))
    _, first = np.unique(face[order], return_index=True)
    best = order[first]
    _move_label(items, matches, number[best], face[best], how)


def _rescue_companions(items: Items, matches: Matches, kind: int, faces: int, options: BuildOptions) -> None:
    """An area or land type beside its number but across the boundary goes to the number that lacks it."""
    numbers = items.of(NUMBER)
    numbers = numbers[matches.face[numbers] != NOWHERE]
    of_number, of_kind = (counts(items, matches, k, faces) for k in (NUMBER, kind))
    needy = numbers[(of_number == 1)[matches.face[numbers]] & (of_kind == 0)[matches.face[numbers]]]
    mine = items.of(kind)
    surplus = np.append(of_kind > np.maximum(of_number, 1), True) | np.append((of_number == 0) & (of_kind > 0), True)
    loose = mine[surplus[matches.face[mine]]]
    if kind == LAND_USE:
        loose = loose[~np.isin(items.text[loose].astype(str), list(options.object_types))]
    if not len(needy) or not len(loose):
        return
    (which, at), far = shapely.STRtree(shapely.points(items.xy[needy])).query_nearest(
        shapely.points(items.xy[loose]), return_distance=True, all_matches=False
    )
    loose, needy = loose[which], needy[at]
    near = far <= np.maximum(_reach(items, loose), 0.0)
    loose, needy, far = loose[near], needy[near], far[near]
    order = np.lexsort((items.xy[loose, 1], items.xy[loose, 0], far, matches.face[needy]))
    target, first = np.unique(matches.face[needy][order], return_index=True)
    chosen = loose[order[first]]
    matches.face[chosen] = target
    matches.how[chosen] = BY_COMPANION
