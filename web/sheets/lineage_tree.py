"""The family tree of a parcel as a drawing: oldest at the top, one row a generation, shares beside the lines."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from land_records import api as land_records
from web import formats
from web.public.land_use import uses_of

BOX_W, BOX_H, GAP_X, GAP_Y, MARGIN = 148, 64, 18, 54, 8
"""Pixels of the drawing; a phone scrolls it sideways."""
WHOLE = 0.9995
MOST_PARCELS = 120
"""A drawing people can still read; larger families are listed."""


@dataclass(frozen=True, slots=True)
class TreeBox:
    """One parcel: place of the box, its label, since when and until when; `here`: the parcel asked for."""

    x: int
    y: int
    title: str
    land_use: str
    main_use: str
    number: str
    area: str
    days: str
    url: str
    current: bool
    here: bool


@dataclass(frozen=True, slots=True)
class TreeLine:
    """One parentage as an SVG path, with the part of the parent's area (empty when all of it)."""

    path: str
    share: str
    share_x: int
    share_y: int
    kind: str


@dataclass(frozen=True, slots=True)
class LineagePicture:
    """Boxes and lines in pixels; `alone`: nothing came before or after. `spoken`: the same as sentences."""

    width: int
    height: int
    boxes: tuple[TreeBox, ...]
    lines: tuple[TreeLine, ...]
    alone: bool
    too_many: bool
    spoken: tuple[str, ...]


def lineage_picture(tree: land_records.Lineage, *, url_of: Any) -> LineagePicture:
    """Lay the tree out. `url_of(relative)`: the page a box leads to, or an empty text."""
    rows = _rows(tree)
    places = _places(tree, rows)
    boxes = tuple(
        _box(tree.relatives[parcel], x, y, here=parcel == tree.parcel_id, url=url_of(tree.relatives[parcel]))
        for parcel, (x, y) in places.items()
    )
    lines = tuple(_line(step, places) for step in tree.steps)
    widest = max(x for x, _y in places.values()) + BOX_W + MARGIN
    lowest = max(y for _x, y in places.values()) + BOX_H + MARGIN
    spoken = tuple(_sentence(tree, step) for step in tree.steps)
    return LineagePicture(widest, lowest, boxes, lines, not tree.steps, len(places) > MOST_PARCELS, spoken)


def _rows(tree: land_records.Lineage) -> dict[int, int]:
    """Parcel → generation: one below its lowest parent."""
    parents = defaultdict(list)
    for step in tree.steps:
        parents[step.child_id].append(step.parent_id)
    rows: dict[int, int] = {}

    def row(parcel: int) -> int:
        if parcel not in rows:
            rows[parcel] = 0  # a loop in the data ends here instead of running for ever
            rows[parcel] = max((row(parent) + 1 for parent in parents[parcel]), default=0)
        return rows[parcel]

    for parcel in tree.relatives:
        row(parcel)
    return rows


def _places(tree: land_records.Lineage, rows: dict[int, int]) -> dict[int, tuple[int, int]]:
    """Left upper corners: each generation centred, children under their parents' order."""
    generations: dict[int, list[int]] = defaultdict(list)
    for parcel, row in rows.items():
        generations[row].append(parcel)
    order: dict[int, float] = {}
    for row in sorted(generations):
        generations[row].sort(key=lambda parcel: (_mean_of_parents(tree, parcel, order), _number(tree, parcel)))
        for place, parcel in enumerate(generations[row]):
            order[parcel] = place - (len(generations[row]) - 1) / 2
    widest = max(len(parcels) for parcels in generations.values())
    middle = MARGIN + (widest * (BOX_W + GAP_X) - GAP_X - BOX_W) / 2
    return {
        parcel: (round(middle + order[parcel] * (BOX_W + GAP_X)), MARGIN + rows[parcel] * (BOX_H + GAP_Y))
        for parcel in tree.relatives
    }


def _mean_of_parents(tree: land_records.Lineage, parcel: int, order: dict[int, float]) -> float:
    places = [order[step.parent_id] for step in tree.parents_of(parcel) if step.parent_id in order]
    return sum(places) / len(places) if places else 0.0


def _number(tree: land_records.Lineage, parcel: int) -> tuple[str, int]:
    return tree.relatives[parcel].sheet, tree.relatives[parcel].number


def _box(one: land_records.Relative, x: int, y: int, *, here: bool, url: str) -> TreeBox:
    uses = uses_of(one.land_use)
    since = timezone.localtime(one.began).strftime("%d/%m/%Y")
    until = timezone.localtime(one.ended).strftime("%d/%m/%Y") if one.ended else ""
    return TreeBox(
        x=x,
        y=y,
        title=_("Tờ %(sheet)s, thửa %(number)s") % {"sheet": one.sheet, "number": one.number},
        land_use=one.land_use,
        main_use=uses[0].code if uses else "",
        number=str(one.number),
        area=formats.label_area(one.area_m2),
        days=f"{since} – {until}" if until else _("từ %(day)s") % {"day": since},
        url=url,
        current=one.ended is None,
        here=here,
    )


def _line(step: land_records.Step, places: dict[int, tuple[int, int]]) -> TreeLine:
    (x1, y1), (x2, y2) = places[step.parent_id], places[step.child_id]
    begin, end = x1 + BOX_W // 2, x2 + BOX_W // 2
    top, bottom = y1 + BOX_H, y2
    middle = (top + bottom) // 2
    share = "" if step.parent_share >= WHOLE else formats.percent(step.parent_share)
    path = f"M{begin} {top} C{begin} {middle} {end} {middle} {end} {bottom}"
    return TreeLine(path, share, end, bottom - 8, step.kind)


def _sentence(tree: land_records.Lineage, step: land_records.Step) -> str:
    """`Thửa 1 tách thành thửa 4 (40,0 %)`: for those who do not see the drawing."""
    words = {"split": _("tách thành"), "merge": _("hợp vào"), "resurvey": _("đo lại thành"),
             "renumber": _("đánh số lại thành")}  # fmt: skip
    return _("Tờ %(s1)s thửa %(n1)s %(how)s tờ %(s2)s thửa %(n2)s (%(share)s)") % {
        "s1": tree.relatives[step.parent_id].sheet, "n1": tree.relatives[step.parent_id].number,
        "how": words.get(step.kind, step.kind),
        "s2": tree.relatives[step.child_id].sheet, "n2": tree.relatives[step.child_id].number,
        "share": formats.percent(step.parent_share),
    }  # fmt: skip
