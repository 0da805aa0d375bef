"""What somebody typed into the search box, as facts: a parcel code, two coordinates, or words.

Nothing is guessed silently: two numbers come out with every reading that is possible, in the order they were
written; choosing one is the reader's business.
"""

import re
from dataclasses import dataclass
from typing import Literal

Axis = Literal["north", "east", "lat", "lon"]

_CODE = re.compile(r"^[0-9b-hjkmnp-z]{12}$")
_LABELS: dict[str, Axis] = {
    "x": "north", "n": "north", "bac": "north", "b": "north",
    "y": "east", "e": "east", "dong": "east", "d": "east",
    "lat": "lat", "vi do": "lat", "lon": "lon", "lng": "lon", "long": "lon", "kinh do": "lon",
}  # fmt: skip
_DMS = re.compile(
    r"(?P<deg>\d{1,3})\s*[°ºd]\s*(?:(?P<min>\d{1,2})\s*['′’]\s*)?"
    r"(?:(?P<sec>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|'')\s*)?(?P<side>[nsewbđtNSEWBĐT])?"
)
_LABEL = re.compile(r"(?P<label>lat|lng|long|lon|[xyneXYNE])\s*(?:\([^)]*\))?\s*[:=]?\s*(?=[+-]?\d)", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_GROUPED = re.compile(
    r"[+-]?\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?:,\d+)?|[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:[.,]\d+)?"
)


@dataclass(frozen=True, slots=True)
class PairOfNumbers:
    """Two numbers in the order written; `axes` where the writer said which is which, else None."""

    first: float
    second: float
    axes: tuple[Axis, Axis] | None
    degrees: bool


def parcel_code(text: str) -> str | None:
    """The 12-character national code when the text is one (GeoHash alphabet, at least one digit)."""
    code = text.strip().lower()
    return code if _CODE.match(code) and any(letter.isdigit() for letter in code) else None


def coordinates(text: str) -> PairOfNumbers | None:
    """Two coordinates in the text: degrees (decimal or DMS) or metres; None when it holds something else."""
    return _from_dms(text) or _from_numbers(text)


def _from_dms(text: str) -> PairOfNumbers | None:
    found = list(_DMS.finditer(text))
    if len(found) != 2 or not any(match["min"] for match in found):
        return None
    values = [
        int(match["deg"]) + int(match["min"] or 0) / 60 + float((match["sec"] or "0").replace(",", ".")) / 3600
        for match in found
    ]
    sides = [(match["side"] or "").upper() for match in found]
    axes: tuple[Axis, Axis] | None = None
    if all(sides):
        named: list[Axis] = ["lat" if side in "NSB" else "lon" for side in sides]
        axes = (named[0], named[1]) if len(set(named)) == 2 else None
        values = [-value if side in "SWT" else value for value, side in zip(values, sides, strict=True)]
    return PairOfNumbers(values[0], values[1], axes, degrees=True)


def _from_numbers(text: str) -> PairOfNumbers | None:
    labels = [_LABELS[match["label"].lower()] for match in _LABEL.finditer(text)]
    bare = _LABEL.sub(" ", text).replace("°", " ")
    if re.search(r"[^\W\d_]", bare):
        return None
    values = _split_plainly(bare) or _split_grouped(bare)
    if values is None:
        return None
    degrees = all(abs(value) <= 180 for value in values)
    if degrees and all(value == int(value) for value in values):
        return None  # two small whole numbers are a sheet and a parcel
    if not degrees and min(map(abs, values)) < 1000:
        return None
    return PairOfNumbers(values[0], values[1], _axes(labels, degrees), degrees)


def _axes(labels: list[Axis], degrees: bool) -> tuple[Axis, Axis] | None:
    if len(labels) != 2 or labels[0] == labels[1]:
        return None
    if not degrees:
        return (labels[0], labels[1]) if set(labels) == {"north", "east"} else None
    names: dict[Axis, Axis] = {"north": "lat", "east": "lon", "lat": "lat", "lon": "lon"}
    first, second = names[labels[0]], names[labels[1]]
    return (first, second) if first != second else None


def _split_plainly(text: str) -> tuple[float, float] | None:
    """`10.92 108.1`, `10,92; 108,1`, `10.92,108.1`, `1208581.4 456358.7`."""
    parts = [part for part in re.split(r"[;\s]+|,\s+", text.strip(" ,;")) if part]
    if len(parts) == 1 and parts[0].count(",") == 1 and "." in parts[0]:
        parts = parts[0].split(",")
    if len(parts) != 2 or not all(_PLAIN.fullmatch(part) for part in parts):
        return None
    first, second = (float(part.replace(",", ".")) for part in parts)
    written_metres = all(re.fullmatch(r"\d{1,3}[.,]\d{3}", part) for part in parts)
    return None if written_metres and not _like_degrees(first, second) else (first, second)


def _like_degrees(first: float, second: float) -> bool:
    """Both within the frame of the country, in either order: what `10.928 108.102` surely means."""
    low, high = sorted((first, second))
    return 8 <= low <= 24 and 102 <= high <= 118


def _split_grouped(text: str) -> tuple[float, float] | None:
    """`1 208 581,4 456 358,7`, `1.208.581,4; 456.358,7`, `1,208,581.4 456,358.7`."""
    halves = [half for half in re.split(r"\s*;\s*", text.strip()) if half]
    candidates = halves if len(halves) == 2 else _GROUPED.findall(text.strip())
    if len(candidates) != 2:
        return None
    values = [_number(part) for part in candidates]
    return None if None in values else (values[0], values[1])  # type: ignore[return-value]


def _number(part: str) -> float | None:
    """A number with groups: the last separator that is not a group mark is the decimal one."""
    text = re.sub(r"[ \u00a0\u202f]", "", part.strip())
    if text.count(",") and text.count("."):
        decimal = max(",.", key=text.rfind)
        text = text.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif text.count(",") + text.count(".") > 1:
        text = text.replace(",", "").replace(".", "")
    else:
        text = text.replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None
