"""What label texts say: parcel number, area and land use, in the forms cadastral sheets use.

Fraction labels (land type left of number over area; Circular 25/2014/TT-BTNMT Annex 01) arrive as three texts
on three levels, as texts of one level in old FAMIS files, or on one line in narrow parcels. Areas are in m²
with a decimal comma and no thousands mark; a point is read too.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

_CODE = r"[A-ZĐ]{2,4}\d?|T"
_USE = rf"(?:{_CODE})(?:-[CP])?(?:\s*\(\s*(?:{_CODE})\s*\))?"
_AREA = r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d+[.,]\d{1,2}"
_LABEL = re.compile(
    rf"\s*(?:(?P<use>{_USE}(?:\s*[+;]\s*{_USE})*)\s*[:/]?\s*)??"
    rf"(?:(?P<number>\d{{1,6}})(?:\s*/\s*(?P<under>{_AREA}|\d+)\s*(?:m2|m²)?)?"
    rf"|(?P<area>{_AREA})\s*(?:m2|m²)?|(?P<marked>\d+)\s*(?:m2|m²))?\s*"
)
_WHOLE_AREA = re.compile(rf"\s*({_AREA}|\d+)\s*(?:m2|m²)?\s*")
_USE_PART = re.compile(rf"(?P<main>{_CODE})(?:-(?P<mark>[CP]))?(?:\s*\(\s*(?P<with>{_CODE})\s*\))?")
_SHEET = re.compile(r"(?:số|so|sè|tờ)\s*:?\s*(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LabelParts:
    """What one text says; a part it does not hold is None."""

    number: int | None = None
    area: Decimal | None = None
    land_use: str | None = None

    def is_empty(self) -> bool:
        """Whether nothing was recognised."""
        return self.number is None and self.area is None and self.land_use is None


@dataclass(frozen=True, slots=True)
class LandUseText:
    """A land-use text taken apart: purposes in order, and secondary purposes (in brackets or marked -P)."""

    codes: tuple[str, ...]
    secondary: tuple[str, ...] = ()


def parse_area(text: str) -> Decimal | None:
    """An area text as m² (`421,1`, `421.1`, `1.234,5`, `421`); None when it is none or cannot be told for sure.

    `1.234` is refused: it may mean 1,234 or 1.234.
    """
    match = _WHOLE_AREA.fullmatch(text)
    return _area(match[1]) if match else None


def _area(digits: str) -> Decimal:
    if "," in digits:
        digits = digits.replace(".", "").replace(",", ".")
    return Decimal(digits)


def parse_land_use(text: str) -> LandUseText | None:
    """Take a land-use text apart: `ONT+CLN`, `LUC(NTS)`, `ONT-C+CLN-P`; None when it is no such text."""
    codes: list[str] = []
    secondary: list[str] = []
    for part in re.split(r"\s*[+;]\s*", text.strip()):
        match = _USE_PART.fullmatch(part)
        if match is None:
            return None
        (secondary if match["mark"] == "P" else codes).append(match["main"])
        if match["with"]:
            secondary.append(match["with"])
    return LandUseText(tuple(codes), tuple(secondary)) if codes else None


def parse_label(text: str) -> LabelParts:
    """Read one text of unknown part: `18`, `421,1`, `ODT`, `18/421,1`, `ODT 208/135,2`.

    A bare whole number is taken as a number; whether it is an area its neighbours tell (see sort_whole_numbers).
    """
    match = _LABEL.fullmatch(text)
    if match is None:
        return LabelParts()
    digits = match["under"] or match["area"] or match["marked"]
    use = match["use"]
    return LabelParts(
        number=int(match["number"]) if match["number"] else None,
        area=_area(digits) if digits else None,
        land_use=re.sub(r"\s+", "", use) if use else None,
    )


def parse_sheet_number(text: str) -> int | None:
    """The sheet number in a title such as `Tờ bản đồ số 12`, or a bare number."""
    match = _SHEET.search(text) or re.fullmatch(r"\s*(\d+)\s*()", text)
    return int(match[1]) if match else None


def sort_whole_numbers(
    x: NDArray[np.float64], y: NDArray[np.float64], rotation_deg: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Order texts from top to bottom as their writing runs: the number stands above the bar, the area below."""
    turn = np.radians(np.where(np.isfinite(rotation_deg), rotation_deg, 0.0))
    height = -np.sin(turn) * x + np.cos(turn) * y
    return np.argsort(-height, kind="stable")
