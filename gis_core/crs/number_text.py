"""Coordinates as people write them: decimal point or comma, grouped thousands, degrees-minutes-seconds, lists of lines.

Nothing is guessed about which number is north: a line gives its numbers in the order written, with the axes only
where letters say them (N, S, B, Đ, X, Y …).
"""

import re
from dataclasses import dataclass
from typing import Literal

Side = Literal["north", "east"]

_SIGN_SIDES = {"N": 1, "B": 1, "S": -1, "E": 1, "Đ": 1, "D": 1, "W": -1, "T": -1}
_NORTH_SIDES = frozenset("NBS")
_DMS = re.compile(
    r"(?P<before>[NSEWBĐT])?\s*(?P<sign>[-+−])?\s*(?P<deg>\d{1,3})\s*(?:[°ºd]|\bđộ\b)\s*"
    r"(?:(?P<min>\d{1,2}(?:[.,]\d+)?)\s*(?:['′’]|\bphút\b)\s*)?"
    r"(?:(?P<sec>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''|′′|\bgiây\b)?\s*)?(?P<after>[NSEWBĐT](?![^\W\d_]))?",
    re.IGNORECASE,
)
_DMS_DASHED = re.compile(r"^(?P<sign>[-+])?(?P<deg>\d{1,3})[-:](?P<min>\d{1,2})(?:[-:](?P<sec>\d{1,2}(?:[.,]\d+)?))?$")
_DEGREES_DECIMAL = re.compile(
    r"(?P<before>[NSEWBĐT])?\s*(?P<value>[+-]?\d{1,3}[.,]\d+)\s*[°º]\s*(?P<after>[NSEWBĐT](?![^\W\d_]))?", re.IGNORECASE
)
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d*)?(?:[eE][+-]?\d+)?|[+-]?[.,]\d+")
_SPACED = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3})")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_LABEL = re.compile(r"\b(?P<axis>[XYNE]|lat|lon|lng|B|L)\s*(?:\((?:Bắc|Đông|m)\))?\s*[:=]\s*", re.IGNORECASE)
_AXIS_OF_LABEL: dict[str, Side] = {
    "x": "north", "n": "north", "lat": "north", "b": "north",
    "y": "east", "e": "east", "lon": "east", "lng": "east", "l": "east",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WrittenPoint:
    """One line of a list: `first` and `second` in the order written, None where the line cannot be read.

    `axes` says which is which when letters told so. `row` counts from 1 over all lines given. `reason` is a code of
    gis_core.crs.row_reasons, empty when the line is good.
    """

    row: int
    text: str
    name: str = ""
    first: float | None = None
    second: float | None = None
    height: float | None = None
    axes: tuple[Side, Side] | None = None
    reason: str = ""


def read_number(text: str) -> float | None:
    """One coordinate: `108.5`, `108,5`, `1.208.622,92`, `108°30'15,5"Đ`, `108-30-15.5`; None when it is none."""
    value = _SPACED.sub("", text.strip())
    if not value:
        return None
    if _GROUPED.fullmatch(value):
        value = value.replace(" ", "")
    dms = _DMS.fullmatch(value) or _DEGREES_DECIMAL.fullmatch(value)
    if dms:
        return _angle(dms)
    dashed = _DMS_DASHED.match(value)
    if dashed:
        return _angle(dashed)
    return _decimal(value)


def read_lines(text: str) -> list[WrittenPoint]:
    """Every line that is not empty: an optional name, two coordinates, an optional height.

    Separators: tab, semicolon, spaces, or comma with decimal points. A whole number below 100,000 before two others
    that are much larger or have decimals is a point's number.
    """
    return [_read_line(row, line) for row, line in enumerate(text.splitlines(), 1) if line.strip()]


def _read_line(row: int, line: str) -> WrittenPoint:
    shown = line.strip()[:120]
    angles = [m for m in _DMS.finditer(line) if m["min"]] or list(_DEGREES_DECIMAL.finditer(line))
    if len(angles) == 2:
        return _from_angles(row, shown, line, angles)
    labels = [_AXIS_OF_LABEL[match["axis"].lower()] for match in _LABEL.finditer(line)]
    bare = _SPACED.sub("", _LABEL.sub(" ", line)).strip()
    words = _words(bare)
    values = [read_number(word) for word in words]
    lead = 0
    while lead < len(words) and values[lead] is None:
        lead += 1
    numbers = values[lead:]
    if not numbers:
        return WrittenPoint(row, shown, reason="not_a_number" if words else "empty_cell")
    name = " ".join(words[:lead])
    if lead == 0 and len(numbers) >= 3 and _is_a_number_of_a_point(words, numbers):
        name, numbers, words = words[0], numbers[1:], words[1:]
    if len(numbers) < 2:
        return WrittenPoint(row, shown, name, reason="empty_cell")
    if any(value is None for value in numbers[:2]):
        return WrittenPoint(row, shown, name, reason="not_a_number")
    height = numbers[2] if len(numbers) > 2 else None
    axes = (labels[0], labels[1]) if len(labels) == 2 and labels[0] != labels[1] else None
    return WrittenPoint(row, shown, name, numbers[0], numbers[1], height, axes)


def _from_angles(row: int, shown: str, line: str, angles: list[re.Match[str]]) -> WrittenPoint:
    first, second = angles
    sides = [(match["before"] or match["after"] or "").upper() for match in angles]
    axes: tuple[Side, Side] | None = None
    if all(sides):
        said: tuple[Side, Side] = (_side(sides[0]), _side(sides[1]))
        axes = said if said[0] != said[1] else None
    name = re.sub(r"[\s,;:]+$", "", line[: first.start()]).strip()
    rest = _words(line[second.end() :])
    height = read_number(rest[0]) if rest else None
    return WrittenPoint(row, shown, name, _angle(first), _angle(second), height, axes)


def _side(letter: str) -> Side:
    return "north" if letter in _NORTH_SIDES else "east"


def _words(text: str) -> list[str]:
    spaced = [word.rstrip(",") for word in text.split()]
    if "\t" in text or ";" in text:
        parts = re.split(r"[\t;]+", text)
    elif sum(read_number(word) is not None for word in spaced) >= 2:
        parts = spaced  # blanks separate: a comma inside a word is a decimal comma
    elif "," in text and ("." in text or re.search(r",\s", text)):
        parts = re.split(r"\s*,\s*|\s+", text)
    else:
        parts = text.split()
    return [part.strip() for part in parts if part.strip()]


def _is_a_number_of_a_point(words: list[str], numbers: list[float | None]) -> bool:
    """`12 1208622.9 456313.4`: the first is whole and small, the next two are coordinates."""
    first, second, third = numbers[:3]
    if first is None or second is None or third is None or not words[0].isdigit() or first >= 100_000:
        return False
    degrees = abs(second) <= 180 and abs(third) <= 180
    return degrees or (abs(second) > 100_000 and abs(third) > 10_000)


def _angle(match: re.Match[str]) -> float | None:
    groups = match.groupdict()
    if groups.get("value"):
        value = float(groups["value"].replace(",", "."))
    else:
        minutes = float((groups.get("min") or "0").replace(",", "."))
        seconds = float((groups.get("sec") or "0").replace(",", "."))
        if minutes >= 60 or seconds >= 60:
            return None
        value = int(groups["deg"]) + minutes / 60 + seconds / 3600
        value = -value if groups.get("sign") in {"-", "−"} else value
    side = (groups.get("before") or groups.get("after") or "").upper()
    return value * _SIGN_SIDES.get(side, 1)


def _decimal(value: str) -> float | None:
    text = re.sub(r"\s*m$", "", value).replace("−", "-")
    points, commas = text.count("."), text.count(",")
    if points and commas:
        decimal = max(".,", key=text.rfind)
        text = text.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif points > 1 or commas > 1:
        groups = re.split(r"[.,]", text.lstrip("+-"))
        if any(len(group) != 3 for group in groups[1:]):
            return None
        text = text.replace(".", "").replace(",", "")
    else:
        text = text.replace(",", ".")
    return float(text) if _PLAIN.fullmatch(text) else None
