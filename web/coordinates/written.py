"""Coordinates as a page prints them: grouped metres, degrees, degrees-minutes-seconds."""

from django.utils.translation import gettext as _

from gis_core.crs.systems import CoordinateSystem

NARROW = "\u202f"


def metres(value: float | None, decimals: int = 4) -> str:
    """`1 208 622,9214`: groups by a narrow space, decimal comma."""
    if value is None:
        return "–"
    whole, _, part = f"{abs(value):.{decimals}f}".partition(".")
    groups = [whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)][::-1]
    return ("−" if value < 0 else "") + NARROW.join(groups) + (f",{part}" if part else "")


def degrees(value: float | None, decimals: int = 9) -> str:
    """`108,102100000°`."""
    return "–" if value is None else f"{value:.{decimals}f}°".replace(".", ",").replace("-", "−")


def dms(value: float | None, decimals: int = 5, sides: str = "") -> str:
    """`10°55′44,04000″` with `sides` = "BN" or "ĐT" for the letter of plus and minus."""
    if value is None:
        return "–"
    unit = 10**decimals
    total = round(abs(value) * 3600 * unit)
    whole, fraction = divmod(total, unit)
    minutes, seconds = divmod(whole, 60)
    part = f",{fraction:0{decimals}d}" if decimals else ""
    text = f"{minutes // 60}°{minutes % 60:02d}′{seconds:02d}{part}″"
    if sides:
        return text + (sides[0] if value >= 0 else sides[1])
    return ("−" if value < 0 else "") + text


def coordinate(value: float | None, system: CoordinateSystem) -> str:
    """Metres or degrees, whichever the system counts in."""
    return degrees(value) if system.is_geographic else metres(value)


def labels(system: CoordinateSystem) -> tuple[str, str]:
    """Heads of the north and the east column, in the reader's language."""
    return (_("Vĩ độ"), _("Kinh độ")) if system.is_geographic else (_("X (Bắc)"), _("Y (Đông)"))
