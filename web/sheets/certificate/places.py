"""Where change notes stand on the forms: millimetres from the upper left corner of their page.

Notes follow each other in the order of the entries; none is divided over two places. The text is broken into lines
here, so that the place of a note never depends on what a PDF engine does with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from gis_core.errors import DomainError

TYPE_MM, LINE_MM = 3.5, 4.4
"""Type size and line distance of notes."""
PAD_MM = 1.6
LEAST_HEIGHT_MM = 27.0
"""Room for day, office, signature and seal beside the shortest note."""
_NARROW, _WIDE, _CAPITAL = frozenset("iljtfr.,:;'|!()[] "), frozenset("mwMW%"), 0.66


@dataclass(frozen=True, slots=True)
class Area:
    """A stretch of a page that takes notes: left edge, width of the text column, whole width, from top to bottom."""

    page: str
    left: float
    text_width: float
    width: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Form:
    """A printed form: page size, where its notes go, and whether supplement pages may follow."""

    code: str
    width: float
    height: float
    areas: tuple[Area, ...]
    supplement: Area | None = None


TT10_2024 = Form("tt10_2024", 210.0, 297.0, (Area("2", 15.0, 112.0, 180.0, 176.0, 278.0),))
"""Circular 10/2024: section 6 on page 2; a paper without room left is exchanged for a new one."""
TT23_2014 = Form(
    "tt23_2014", 190.0, 265.0,
    (Area("3", 15.0, 105.0, 160.0, 178.0, 250.0), Area("4", 15.0, 105.0, 160.0, 30.0, 218.0)),
    Area("bổ sung", 15.0, 105.0, 160.0, 52.0, 250.0),
)  # fmt: skip
"""Circular 23/2014: section IV on pages 3 and 4, then supplement pages (Trang bổ sung)."""
OLDER = Form("older", 190.0, 265.0, (), Area("bổ sung", 15.0, 105.0, 160.0, 52.0, 250.0))
"""Older papers differ among themselves: their changes go on supplement pages."""

FORMS = {form.code: form for form in (TT10_2024, TT23_2014, OLDER)}


@dataclass(frozen=True, slots=True)
class NotePlace:
    """One note on paper: `page` "2" … or "bổ sung 1"; lines as broken, the height it takes."""

    n: int
    page: str
    left: float
    top: float
    width: float
    text_width: float
    height: float
    lines: tuple[str, ...]


def places_of(form_code: str, texts: Sequence[str]) -> tuple[NotePlace, ...]:
    """The places of all notes, the first text first. Raises DomainError `certificate_full` when a note has no place."""
    form = FORMS[form_code]
    areas = _areas(form)
    area = next(areas, None)
    top = area.top if area else 0.0
    places = []
    for n, text in enumerate(texts, start=1):
        while area is not None:
            lines = lines_of(text, area.text_width - 2 * PAD_MM)
            height = max(LEAST_HEIGHT_MM, len(lines) * LINE_MM + 2 * PAD_MM)
            if top + height <= area.bottom or (top == area.top and area.page.startswith("bổ sung")):
                break
            area = next(areas, None)
            top = area.top if area else 0.0
        if area is None:
            raise DomainError(
                f"Giấy chứng nhận không còn chỗ để ghi thay đổi thứ {n}.",
                f"There is no room left on the certificate for change {n}.",
                hint_vi="Cấp đổi Giấy chứng nhận mới; thay đổi đã có trong sổ địa chính.",
                hint_en="Renew the certificate; the change stands in the register.",
                code="certificate_full",
            )
        places.append(NotePlace(n, area.page, area.left, top, area.width, area.text_width, height, tuple(lines)))
        top += height
    return tuple(places)


def lines_of(text: str, width_mm: float, type_mm: float = TYPE_MM) -> list[str]:
    """The text in lines no wider than that by careful widths; a word longer than a line is divided."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text, width_mm, type_mm):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, type_mm) > width_mm:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def width_of(text: str, type_mm: float) -> float:
    """How wide a text is at most, in mm: widths of Source Sans 3 by kind of letter, rounded up."""
    parts = 0.0
    for letter in text:
        if letter in _NARROW:
            parts += 0.31
        elif letter in _WIDE:
            parts += 0.86
        elif letter.isupper():
            parts += _CAPITAL
        else:
            parts += 0.54
    return parts * type_mm


def _pieces(text: str, width_mm: float, type_mm: float) -> Iterator[str]:
    for word in text.split():
        rest = word
        while width_of(rest, type_mm) > width_mm:
            fits = next(n for n in range(len(rest), 0, -1) if n == 1 or width_of(rest[:n], type_mm) <= width_mm)
            yield rest[:fits]
            rest = rest[fits:]
        yield rest


def _areas(form: Form) -> Iterator[Area]:
    yield from form.areas
    if form.supplement is not None:
        for number in count(1):
            one = form.supplement
            yield Area(f"{one.page} {number}", one.left, one.text_width, one.width, one.top, one.bottom)
