"""Findings of a built fabric, in the words of the code table (reference/data/finding_codes.csv)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis_core.geometry.measure import area_tolerance
from gis_core.topology.finding import Finding, Severity
from gis_core.topology.label_items import AREA, LAND_USE, NUMBER, Items
from gis_core.topology.label_match import BY_ARROW, BY_NEAREST, NOWHERE, Matches
from gis_core.topology.linework import Geometries, Ints, LineWork
from gis_core.topology.loose_ends import LooseEnds
from gis_core.topology.noding import connected_groups
from gis_core.topology.options import BuildOptions
from gis_core.topology.outcomes import FINDING, PARCEL, FaceFacts, texts_of_faces
from gis_core.topology.planar import NO_FACE, Faces
from gis_core.topology.repeats import Overlap, Repeat

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

ROUNDING_M2 = 0.05
"""Areas are printed to 0.1 m²: half of that is no difference."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the area and label checks look at: polygons, their areas, label facts, sheets and tolerated strips."""

    polygons: Geometries
    area: Floats
    facts: FaceFacts
    sheet: NDArray[np.object_]
    beside: Floats
    items: Items
    matches: Matches
    label_element: NDArray[np.object_]


def line_findings(work: LineWork, ends: LooseEnds, polygons: Geometries, element: Ints) -> Iterator[Finding]:
    """Loose ends; `element` names the caller's element of each line. A dangle's size is its distance to a line."""
    place = work.metres(ends.xy)
    size = ends.size / 1000.0
    dangles = np.flatnonzero(ends.code == "TOPO-DANGLE")
    if len(dangles) and len(polygons):
        points = shapely.points(place[dangles])
        which, face = shapely.STRtree(polygons).query(points, predicate="within")
        size[dangles[which]] = shapely.distance(points[which], shapely.boundary(polygons[face]))
    for code, (x, y), metres, line in zip(ends.code, place, size, ends.element, strict=True):
        yield Finding(str(code), Severity.WARNING, (float(x), float(y)), round(float(metres), 3), (str(element[line]),))


def repeat_findings(repeats: list[Repeat], element: Ints) -> Iterator[Finding]:
    """Boundaries drawn twice, and ends that run along the next boundary."""
    for repeat in repeats:
        names = tuple(str(element[e]) for e in repeat.elements)
        code = "TOPO-OVERSHOOT" if repeat.is_overshoot else "TOPO-DUPLICATE-LINE"
        yield Finding(code, Severity.WARNING, repeat.where, round(repeat.length, 3), names)


def overlap_findings(overlaps: list[Overlap], polygons: Geometries, element: Ints) -> Iterator[Finding]:
    """Ground claimed by several closed shapes."""
    for overlap in overlaps:
        area = shapely.area(polygons[overlap.faces])
        where = _inside(polygons[overlap.faces[np.argmax(area)]])
        names = tuple(str(element[e]) for e in overlap.elements)
        yield Finding("TOPO-OVERLAP", Severity.ERROR, where, round(float(area.sum()), 3), names)


def _inside(polygon: object) -> tuple[float, float]:
    point = shapely.point_on_surface(polygon)
    return float(shapely.get_x(point)), float(shapely.get_y(point))


def sliver_findings(faces: Faces, slivers: Flags, width: Floats) -> Iterator[Finding]:
    """One finding per boundary drawn twice: narrow faces between the same two neighbours belong together."""
    mine = np.flatnonzero(slivers)
    if not len(mine):
        return
    segment, face = faces.sides()
    other = np.where(faces.left[segment] == face, faces.right[segment], faces.left[segment])
    at = slivers[face] & ~np.append(slivers, False)[other]
    table = pd.DataFrame({"face": face[at], "other": other[at]}).drop_duplicates().sort_values(["face", "other"])
    neighbours = {int(f): tuple(int(o) for o in group) for f, group in table.groupby("face")["other"]}
    first, second = shapely.STRtree(faces.polygons[mine]).query(faces.polygons[mine], predicate="intersects")
    same = [
        neighbours.get(int(mine[a]), ()) == neighbours.get(int(mine[b]), ()) for a, b in zip(first, second, strict=True)
    ]
    group = connected_groups(np.column_stack([first, second])[np.array(same, dtype=bool)], len(mine))
    area = shapely.area(faces.polygons[mine])
    for leader in np.unique(group):
        members = np.flatnonzero(group == leader)
        largest = members[np.argmax(area[members])]
        where = _inside(faces.polygons[mine[largest]])
        hint = {"area": round(float(area[members].sum()), 3)}
        yield Finding("TOPO-SLIVER", Severity.ERROR, where, round(float(width[mine[largest]]), 3), (), hint)


def strips_beside(faces: Faces, strips: Flags, area: Floats) -> Floats:
    """Per face, the area of narrow or disputed faces beside it: they explain a difference of areas."""
    beside = np.zeros(len(area))
    for one, two in ((faces.left, faces.right), (faces.right, faces.left)):
        at = (one != NO_FACE) & (two != NO_FACE)
        at[at] &= strips[two[at]]
        pairs = np.unique(np.column_stack([one[at], two[at]]), axis=0)
        np.add.at(beside, pairs[:, 0], area[pairs[:, 1]])
    return beside


def label_findings(ground: Ground, set_aside: Flags, options: BuildOptions) -> Iterator[Finding]:
    """Faces without, with incomplete or with several numbers; labels outside; numbers used twice; areas."""
    yield from _without_number(ground, set_aside, options)
    yield from _several_numbers(ground)
    yield from _surplus(ground)
    yield from _incomplete(ground)
    yield from _outside(ground)
    yield from _used_twice(ground)
    yield from _areas(ground, options)


def _reference(ground: Ground, face: int | np.integer[Any]) -> str:
    number = ground.facts.number[face]
    return f"{ground.sheet[face]}/{number}" if ground.sheet[face] is not None else str(number)


def _place(ground: Ground, item: int | np.integer[Any]) -> tuple[float, float]:
    x, y = ground.items.xy[item]
    return float(x), float(y)


def _without_number(ground: Ground, set_aside: Flags, options: BuildOptions) -> Iterator[Finding]:
    facts = ground.facts
    bare = np.flatnonzero((facts.outcome == FINDING) & ~set_aside & (facts.numbers == 0))
    for face in bare:
        where, area = _inside(ground.polygons[face]), round(float(ground.area[face]), 3)
        use = facts.land_use[face]
        codes = str(use).split("+") if use is not None else []
        if codes and all(code in options.object_types for code in codes):
            yield Finding(
                "LABEL-DOUBLE",
                Severity.ERROR,
                where,
                float(len(codes)),
                (),
                {"numbers": ", ".join(codes), "area": area},
            )
        elif codes or not np.isnan(facts.area[face]):
            hint = {"number": "?", "missing": "number", "area": area}
            yield Finding("LABEL-INCOMPLETE", Severity.ERROR, where, None, (), hint)
        else:
            yield Finding("LABEL-MISSING", Severity.ERROR, where, area)


def _several_numbers(ground: Ground) -> Iterator[Finding]:
    """Two numbers in one face: the place is that of the number with fewer parts of a label around it."""
    several = np.flatnonzero(ground.facts.numbers > 1)
    if not len(several):
        return
    items, matches = ground.items, ground.matches
    texts = texts_of_faces(items, matches, NUMBER, ground.facts.numbers > 1)
    mine = np.flatnonzero(np.isin(matches.face, several))
    mine = mine[np.argsort(matches.face[mine], kind="stable")]
    for group in np.split(mine, np.flatnonzero(np.diff(matches.face[mine])) + 1):
        numbers, parts = group[items.kind[group] == NUMBER], group[items.kind[group] != NUMBER]
        closeness = _closeness(items, numbers, parts)
        order = np.lexsort((items.xy[numbers, 1], items.xy[numbers, 0], closeness))
        face = int(matches.face[group[0]])
        hint = {"numbers": ", ".join(str(t) for t in texts[face])}
        size = float(len(numbers))
        severity = Severity.ERROR if len(texts[face]) > 1 else Severity.WARNING
        yield Finding("LABEL-DOUBLE", severity, _place(ground, numbers[order[0]]), size, (), hint)


def _surplus(ground: Ground) -> Iterator[Finding]:
    """Parcels with one number but several different areas or land-use texts."""
    parcels = ground.facts.outcome == PARCEL
    for kind, part in ((AREA, "area"), (LAND_USE, "land_use")):
        items = ground.items.of(kind)
        items = items[ground.matches.face[items] != NOWHERE]
        items = items[parcels[ground.matches.face[items]]]
        said = ground.items.area[items] if kind == AREA else ground.items.text[items]
        table = pd.DataFrame({"face": ground.matches.face[items], "said": said}).drop_duplicates()
        several = table.groupby("face").size()
        for face, count in several[several > 1].items():
            hint = {"number": str(ground.facts.number[face]), "part": part}
            where = _place(ground, ground.facts.label_item[face])
            yield Finding("LABEL-SURPLUS", Severity.WARNING, where, float(count), (_reference(ground, face),), hint)


def _closeness(items: Items, numbers: Ints, parts: Ints) -> Ints:
    """How many parts of a label are nearer to each number than to the others."""
    if not len(parts):
        return np.zeros(len(numbers), np.int64)
    apart = np.hypot(*(items.xy[parts][:, None] - items.xy[numbers][None]).transpose(2, 0, 1))
    return np.bincount(apart.argmin(axis=1), minlength=len(numbers))


def _incomplete(ground: Ground) -> Iterator[Finding]:
    """Parcels that lack a part most parcels have; a number with an arrow stands alone by custom."""
    facts = ground.facts
    parcels = facts.outcome == PARCEL
    lacks = {"area": np.isnan(facts.area), "land_use": pd.isna(facts.land_use)}
    asked = {part: lack for part, lack in lacks.items() if (parcels & ~lack).sum() * 2 > parcels.sum()}
    if not asked:
        return
    by_arrow = np.append(ground.matches.how, 0)[facts.label_item] == BY_ARROW
    for face in np.flatnonzero(parcels & ~by_arrow & np.any(list(asked.values()), axis=0)):
        missing = ", ".join(part for part, lack in asked.items() if lack[face])
        hint = {"number": str(facts.number[face]), "missing": missing}
        where = _place(ground, facts.label_item[face])
        yield Finding("LABEL-INCOMPLETE", Severity.WARNING, where, None, (_reference(ground, face),), hint)


def _outside(ground: Ground) -> Iterator[Finding]:
    """Label texts in no face, once per text, and numbers that were given to the nearest face."""
    items, matches = ground.items, ground.matches
    texts = np.isin(items.kind, (NUMBER, AREA, LAND_USE))
    lost = np.flatnonzero(texts & ((matches.face == NOWHERE) | ((matches.how == BY_NEAREST) & (items.kind == NUMBER))))
    _, first = np.unique(items.row[lost], return_index=True)
    lost = lost[first]
    if not len(lost) or not len(ground.polygons):
        far = np.zeros(len(lost))
    else:
        tree = shapely.STRtree(ground.polygons)
        _, far = tree.query_nearest(shapely.points(items.xy[lost]), return_distance=True, all_matches=False)
    for item, metres in zip(lost, far, strict=True):
        shown = items.area[item] if items.kind[item] == AREA else items.text[item]
        face = int(matches.face[item])
        given = (_reference(ground, face),) if face != NOWHERE else ()
        hint = {"number": str(shown)}
        yield Finding("LABEL-OUTSIDE", Severity.WARNING, _place(ground, item), round(float(metres), 3), given, hint)


def _used_twice(ground: Ground) -> Iterator[Finding]:
    facts = ground.facts
    parcels = np.flatnonzero(facts.outcome == PARCEL)
    key = pd.DataFrame({"sheet": ground.sheet[parcels], "number": facts.number[parcels]})
    twice = key.duplicated(keep=False).to_numpy()
    for (sheet, number), group in key[twice].groupby(["sheet", "number"], dropna=False):
        members = parcels[group.index.to_numpy()]
        items = facts.label_item[members]
        last = items[np.lexsort((ground.items.xy[items, 1], ground.items.xy[items, 0]))[-1]]
        hint = {"number": str(number), "sheet": "?" if pd.isna(sheet) else str(sheet)}
        between = tuple(_reference(ground, face) for face in members)
        yield Finding("NUMBER-TWICE", Severity.ERROR, _place(ground, last), float(len(members)), between, hint)


def _areas(ground: Ground, options: BuildOptions) -> Iterator[Finding]:
    """Labelled against computed area, beyond two standard deviations and any narrow strip beside the parcel."""
    facts = ground.facts
    difference = np.abs(facts.area - ground.area)
    doubtful = np.flatnonzero((facts.outcome == PARCEL) & (difference - ground.beside > ROUNDING_M2))
    if not len(doubtful):
        return
    tolerance = area_tolerance(ground.polygons[doubtful], options.point_accuracy_m) + ROUNDING_M2
    allowed = tolerance + ground.beside[doubtful]
    areas = ground.items.of(AREA)
    areas = areas[ground.matches.face[areas] != NOWHERE][::-1]
    item_of_face = np.full(len(ground.polygons), NOWHERE)
    item_of_face[ground.matches.face[areas]] = areas
    for face, bound in zip(doubtful, allowed, strict=True):
        if difference[face] <= bound:
            continue
        hint = {
            "labelled": round(float(facts.area[face]), 2),
            "computed": round(float(ground.area[face]), 2),
            "tolerance": round(float(bound), 2),
        }
        where = _place(ground, item_of_face[face])
        size = round(float(difference[face]), 2)
        yield Finding("AREA-DIFFERS", Severity.WARNING, where, size, (_reference(ground, face),), hint)


def label_use(ground: Ground, unread: Flags, roles: NDArray[np.object_]) -> NDArray[np.object_]:
    """What became of every label row: used, outside (in no face), unread (says nothing known), decoration."""
    use = np.full(len(roles), "decoration", dtype=object)
    use[ground.items.row] = "outside"
    use[ground.items.row[ground.matches.face != NOWHERE]] = "used"
    use[unread] = "unread"
    use[np.isin(roles, ("sheet", "name"))] = "used"
    return use
