"""Bearings as field books and decisions write them: degrees, minutes, seconds from grid north, clockwise."""

import math
import re
from dataclasses import dataclass

from gis_core.errors import GeometryError

_WRITTEN = re.compile(
    r"""^\s*(?P<degrees>\d{1,3})\s*[°ºd\s]\s*
        (?:(?P<minutes>\d{1,2})\s*['’′m\s]\s*)?
        (?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:["”″s]|''|’’)?\s*)?$""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Bearing:
    """A direction in the plane of the official zone: degrees from grid north, clockwise, 0 ≤ degrees < 360."""

    degrees: float

    @classmethod
    def of(cls, degrees: float, minutes: float = 0, seconds: float = 0) -> "Bearing":
        """From degrees, minutes and seconds. Refuses what is no bearing (`bearing_unreadable`)."""
        if not (0 <= degrees <= 360 and 0 <= minutes < 60 and 0 <= seconds < 60):
            raise _unreadable(f"{degrees}° {minutes}' {seconds}\"")
        whole = degrees + minutes / 60 + seconds / 3600
        if not math.isfinite(whole) or whole > 360:
            raise _unreadable(f"{degrees}° {minutes}' {seconds}\"")
        return cls(whole % 360)

    @classmethod
    def read(cls, text: str) -> "Bearing":
        """From a text such as `125°30'15"`, `125 30 15,5` or `125°`. Refuses others (`bearing_unreadable`)."""
        found = _WRITTEN.match(f"{text} ")
        if found is None:
            raise _unreadable(text)
        seconds = float((found["seconds"] or "0").replace(",", "."))
        return cls.of(int(found["degrees"]), int(found["minutes"] or 0), seconds)

    @classmethod
    def between(cls, start: tuple[float, float], end: tuple[float, float]) -> "Bearing":
        """From one (east, north) place to another."""
        return cls(math.degrees(math.atan2(end[0] - start[0], end[1] - start[1])) % 360)

    def unit(self) -> tuple[float, float]:
        """One metre in this direction as (east, north)."""
        turn = math.radians(self.degrees)
        return math.sin(turn), math.cos(turn)

    def __str__(self) -> str:
        seconds = round(self.degrees * 3600) % (360 * 3600)
        return f"{seconds // 3600}°{seconds // 60 % 60:02d}'{seconds % 60:02d}\""


def _unreadable(text: str) -> GeometryError:
    return GeometryError(
        f"Không đọc được phương vị “{text[:40]}”.",
        f"The bearing “{text[:40]}” cannot be read.",
        hint_vi="Viết độ, phút, giây tính từ hướng Bắc theo chiều kim đồng hồ, ví dụ 125°30'15\" (từ 0° đến 360°).",
        hint_en="Write degrees, minutes and seconds from grid north, clockwise, such as 125°30'15\" (0° to 360°).",
        code="bearing_unreadable",
    )
