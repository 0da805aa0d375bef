"""Numbers and dates as people here read them: decimal comma, one decimal for m², no-break spaces before units.

English pages use a decimal point; the fraction label of a parcel keeps the comma of the official sheet.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

NBSP = "\u00a0"
NARROW = "\u00a0"
"""Between groups of three digits; the page font has no visible narrow space."""


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


def _grouped(value: Decimal, digits: int, *, group: bool) -> str:
    text = f"{value:,.{digits}f}" if group else f"{value:.{digits}f}"
    return text if _english() else text.translate(str.maketrans(",.", ".,"))


def number(value: Decimal | float | int, digits: int = 1, *, group: bool = True) -> str:
    """A number rounded half up; thousands apart from 10,000 on only, so that 1399,2 reads as on the sheet."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return _grouped(exact, digits, group=group and abs(exact) >= 10_000)


def label_area(value: Decimal | float | None) -> str:
    """The number under the bar of a fraction label: one decimal, comma, never grouped; empty when unknown."""
    if value is None:
        return ""
    exact = Decimal(str(value)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{exact:.1f}".replace(".", ",")


def area(value: Decimal | float | None) -> str:
    """`135,2 m²`."""
    return "–" if value is None else f"{number(value)}{NBSP}m²"


def count(value: int) -> str:
    """`18.432`."""
    return f"{value:,}" if _english() else f"{value:,}".replace(",", ".")


def percent(share: float | Decimal | None) -> str:
    """`16,3 %` of a share 0..1 (English: 16.3%)."""
    if share is None:
        return "–"
    return f"{number(Decimal(str(share)) * 100)}{'' if _english() else NBSP}%"


def metres(value: Decimal | float, digits: int = 1) -> str:
    """`0,4 m`."""
    return f"{number(value, digits)}{NBSP}m"


def day(value: date | None) -> str:
    """`23/11/2026` (English: 23 Nov 2026)."""
    if value is None:
        return "–"
    return value.strftime("%-d %b %Y") if _english() else value.strftime("%d/%m/%Y")


def coordinate(value: float, digits: int = 1) -> str:
    """Metres grouped by narrow no-break spaces: `1 208 581,4`."""
    whole, _, rest = f"{value:.{digits}f}".partition(".")
    head = f"{int(whole):,}".replace(",", NARROW)
    return f"{head}{'.' if _english() else ','}{rest}" if rest else head
