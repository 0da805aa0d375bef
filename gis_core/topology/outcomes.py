"""What every face is: exactly one of parcel, land object, outside, finding.

- **finding**: a sliver, ground claimed by two shapes, a face with two numbers, a face that should be a parcel
  but has no number, or a face with two kinds of land objects. Somebody must decide.
- **parcel**: exactly one number (the same number printed twice still is one; it is reported).
- **land object**: no number, land types of one kind of object that forms no parcel (road, canal, river …).
- **outside**: no label at all, and either one can walk from it to the open by crossing frame lines only (the
  fabric does not enclose it), or its outer border consists of frame and unit boundary lines only.

Frames never cut parcels on cadastral sheets: where a frame line runs through ground that holds one number and
is otherwise enclosed by the fabric, the line is left out and the face is whole. A label-less piece of a road or
canal cut off by a frame takes the kind of the piece it continues when the fabric encloses both.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis_core.topology.label_items import AREA, LAND_USE, NUMBER, Items
from gis_core.topology.label_match import NOWHERE, Matches, counts
from gis_core.topology.linework import Ints, LineWork
from gis_core.topology.noding import connected_groups
from gis_core.topology.options import BuildOptions
from gis_core.topology.planar import NO_FACE, Faces

Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]

PARCEL, LAND_OBJECT, OUTSIDE, FINDING = "parcel", "land_object", "outside", "finding"


@dataclass(frozen=True, slots=True)
class Borders:
    """How faces hang together across frame lines.

    `group` joins faces with only frame lines between them, `is_open` groups reach the open; `framed` faces have
    an outer border of frame and unit boundary lines only. `frame_segment` marks segments drawn by frames alone.
    """

    group: Ints
    is_open: Flags
    framed: Flags
    frame_segment: Flags


def read_borders(work: LineWork, faces: Faces, *, frame: Flags, unit_boundary: Flags) -> Borders:
    """See which faces the fabric encloses; `frame` and `unit_boundary` are per element."""
    segments, count = len(work.start), len(faces.polygons)
    fabric = np.bincount(work.drawn_segment, weights=~frame[work.drawn_by], minlength=segments) > 0
    hard = np.bincount(work.drawn_segment, weights=~(frame | unit_boundary)[work.drawn_by], minlength=segments) > 0
    live = ~faces.barren
    frame_segment = ~fabric & live
    links = np.column_stack([faces.left, faces.right])[frame_segment]
    links[links == NO_FACE] = count
    group = connected_groups(links, count + 1)
    hard_outside = np.zeros(count, dtype=bool)
    for face, outer in ((faces.left, faces.outer_left), (faces.right, faces.outer_right)):
        hard_outside[face[live & hard & outer & (face != NO_FACE)]] = True
    return Borders(group[:count], group[:count] == group[count], ~hard_outside, frame_segment)


def frames_through_parcels(faces: Faces, borders: Borders, numbered: Flags, labelled: Flags) -> Flags:
    """Frame segments inside enclosed ground that holds exactly one numbered face and no other label."""
    count = len(numbered)
    numbers = np.bincount(borders.group[numbered], minlength=count + 1)
    labels = np.bincount(borders.group[labelled], minlength=count + 1)
    size = np.bincount(borders.group, minlength=count + 1)
    group = np.append(borders.group, NOWHERE)[faces.left]
    cut = (numbers == 1) & (labels == 1) & (size > 1)
    cut[np.unique(borders.group[borders.is_open])] = False
    return borders.frame_segment & (faces.left != NO_FACE) & cut[np.maximum(group, 0)]


@dataclass(slots=True)
class FaceFacts:
    """What the labels say about each face. `number` is None without or with several different numbers."""

    outcome: Texts
    number: Texts
    land_use: Texts
    area: NDArray[np.float64]
    object_type: Texts
    numbers: Ints
    distinct_numbers: Ints
    label_item: Ints


def read_facts(items: Items, matches: Matches, faces: int) -> FaceFacts:
    """Collect the labels of each face, without judging."""
    number, number_item = _first_per_face(items, matches, NUMBER, faces)
    use, _ = _first_per_face(items, matches, LAND_USE, faces)
    use_count = counts(items, matches, LAND_USE, faces)
    area = np.full(faces, np.nan)
    mine = items.of(AREA)
    mine = mine[matches.face[mine] != NOWHERE][::-1]
    area[matches.face[mine]] = items.area[mine]
    for face, texts in texts_of_faces(items, matches, LAND_USE, use_count > 1).items():
        use[face] = "+".join(texts)
    numbers = counts(items, matches, NUMBER, faces)
    distinct = np.minimum(numbers, 1)
    for face, texts in texts_of_faces(items, matches, NUMBER, numbers > 1).items():
        distinct[face] = len(texts)
    number[distinct != 1] = None
    outcome = np.full(faces, FINDING, dtype=object)
    return FaceFacts(outcome, number, use, area, np.full(faces, None), numbers, distinct, number_item)


def texts_of_faces(items: Items, matches: Matches, kind: int, wanted: Flags) -> dict[int, list[Any]]:
    """Distinct texts of one kind in each wanted face, sorted."""
    mine = items.of(kind)
    mine = mine[matches.face[mine] != NOWHERE]
    mine = mine[wanted[matches.face[mine]]]
    table = pd.DataFrame({"face": matches.face[mine], "text": items.text[mine]}).drop_duplicates()
    return {int(face): sorted(texts) for face, texts in table.groupby("face")["text"]}


def _first_per_face(items: Items, matches: Matches, kind: int, faces: int) -> tuple[Texts, Ints]:
    """The text of one kind in each face (the lowest place, should there be several) and its item."""
    mine = items.of(kind)
    mine = mine[matches.face[mine] != NOWHERE]
    mine = mine[np.lexsort((items.xy[mine, 1], items.xy[mine, 0]))][::-1]
    text, item = np.full(faces, None), np.full(faces, NOWHERE)
    text[matches.face[mine]] = items.text[mine]
    item[matches.face[mine]] = mine
    return text, item


def judge_faces(facts: FaceFacts, borders: Borders, set_aside: Flags, options: BuildOptions) -> None:
    """Fill in `outcome` and `object_type`; faces `set_aside` (slivers, overlaps) stay findings."""
    types = np.full(len(facts.outcome), None, dtype=object)
    bare = ~set_aside & (facts.numbers == 0)
    used = bare & pd.notna(facts.land_use)
    which, distinct = pd.factorize(facts.land_use[used])
    types[used] = np.array([*(object_type_of(text, options) for text in distinct), None], dtype=object)[which]
    silent = bare & np.isnan(facts.area)
    silent[used] = False
    outside = silent & (borders.is_open | borders.framed)
    _continue_objects(facts, borders, types, silent & ~outside)
    is_object = pd.notna(types)
    facts.outcome[is_object] = LAND_OBJECT
    facts.object_type[is_object] = types[is_object]
    facts.outcome[outside] = OUTSIDE
    facts.outcome[~set_aside & (facts.distinct_numbers == 1)] = PARCEL


def object_type_of(land_use: str, options: BuildOptions) -> str | None:
    """The one kind of land object all codes of a land-use text name, if there is one."""
    kinds = {options.object_types.get(code) for code in land_use.split("+")}
    return kinds.pop() if len(kinds) == 1 else None


def _continue_objects(facts: FaceFacts, borders: Borders, types: Texts, silent: Flags) -> None:
    """Give label-less pieces behind a frame line the kind of the object they continue."""
    size = np.bincount(borders.group, minlength=len(types) + 1)
    pieces = np.flatnonzero(silent & (size[borders.group] > 1))
    for group in np.unique(borders.group[pieces]):
        members = np.flatnonzero(borders.group == group)
        kinds = {t for t in types[members] if t is not None}
        if len(kinds) == 1 and not facts.numbers[members].any():
            mine = pieces[borders.group[pieces] == group]
            known = members[[types[m] is not None for m in members]]
            types[mine] = kinds.pop()
            facts.land_use[mine] = facts.land_use[known[0]]
