"""Why a row of coordinates is not converted: one code and one sentence per reason, judged on whole arrays.

The test is the frame of the country in the source system: numbers inside it pass, numbers that would pass after one
well-known mistake are named by that mistake. Nothing is put right by itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis_core.crs.operations import ROUND_TRIP_LIMIT_M, Conversion
from gis_core.crs.regions import VIET_NAM
from gis_core.crs.systems import CoordinateSystem, ForeignSystem, LocalGrid

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]

REASONS: dict[str, tuple[str, str]] = {
    "empty_cell": ("thiếu một tọa độ", "a coordinate is missing"),
    "not_a_number": ("tọa độ không phải là số", "a coordinate is not a number"),
    "swapped_axes": (
        "hai tọa độ bị đổi chỗ (Bắc và Đông)", "the two coordinates are swapped (north and east)",
    ),
    "wrong_hemisphere": (
        "sai bán cầu: dấu hoặc gốc phía nam", "wrong hemisphere: a sign, or a southern false origin",
    ),
    "mixed_units": (
        "khác đơn vị: độ lẫn mét, ki-lô-mét hoặc mi-li-mét", "another unit: degrees, kilometres or millimetres",
    ),
    "outside_zone": (
        "nằm quá xa múi chiếu hoặc ngoài khung Việt Nam", "too far outside the zone, or outside the frame of Viet Nam",
    ),
    "outside_fit": ("nằm ngoài vùng có điểm trùng của phép tính chuyển", "outside the area of the fit's common points"),
    "impossible": ("không có vị trí trên mặt đất trong hệ này", "no place on earth in this system"),
    "no_way_back": ("chuyển ngược lại không về chỗ cũ", "does not come back on the way back"),
}  # fmt: skip
"""Code → Vietnamese, English. Codes are permanent."""

ORDER = ("", *REASONS)
"""Index in a `Codes` array → code; 0 is a good row."""

_REACH_DEGREES = {"tm3": 4.5, "tm": 6.0, "utm": 9.0, "gk": 9.0, "geographic": 180.0, "webmercator": 180.0}
"""How far from its meridian a zone is still used: three zones away in 3° zones, one and a half in 6° zones."""

_SOUTH_M = 10_000_000.0
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The country's frame in one system: least and largest east (or longitude) and north (or latitude)."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, x: Floats, y: Floats) -> NDArray[np.bool_]:
        """True for places inside; NaN is outside."""
        return (x >= self.west) & (x <= self.east) & (y >= self.south) & (y <= self.north)


def frame_of(system: CoordinateSystem) -> Frame | None:
    """The frame of Viet Nam in the system's own numbers; None where the system says nothing about the country."""
    west, south, east, north = VIET_NAM
    if isinstance(system, ForeignSystem | LocalGrid):
        return None
    if system.is_geographic:
        return Frame(west, south, east, north)
    if system.kind == "webmercator":
        return Frame(1.135e7, 7.2e5, 1.312e7, 2.70e6)
    meridian, reach = system.central_meridian or 0.0, _REACH_DEGREES[system.kind]
    origin, up = system.false_easting or 0.0, system.false_northing or 0.0
    low = max(west - meridian, -reach) * _METRES_PER_DEGREE
    high = min(east - meridian, reach) * _METRES_PER_DEGREE
    return Frame(origin + low, up + south * 110_000, origin + high, up + north * 112_500)


def judge(system: CoordinateSystem, x: Floats, y: Floats) -> Codes:
    """Codes (see ORDER) of source places; NaN counts as not a number. Zero where nothing speaks against a row."""
    codes = np.zeros(x.shape, dtype=np.int8)
    frame = frame_of(system)
    finite = np.isfinite(x) & np.isfinite(y)
    if frame is None:
        codes[~finite] = ORDER.index("not_a_number")
        return codes
    good = frame.holds(x, y)
    if good.all():
        return codes
    odd = np.flatnonzero(~good)
    codes[odd] = _explain(system, frame, x[odd], y[odd])
    codes[~finite] = ORDER.index("not_a_number")
    return codes


def judge_result(conversion: Conversion, x: Floats, y: Floats, out_x: Floats, missed: Floats) -> Codes:
    """Codes of converted rows: no image, outside the fit's area, or a way back that misses by more than 0.01 mm."""
    codes = np.zeros(x.shape, dtype=np.int8)
    codes[~(missed <= ROUND_TRIP_LIMIT_M)] = ORDER.index("no_way_back")
    codes[~np.isfinite(out_x)] = ORDER.index("impossible")
    if conversion.fit is not None:
        codes[~conversion.inside_fit(x, y)] = ORDER.index("outside_fit")
    return codes


def _explain(system: CoordinateSystem, frame: Frame, x: Floats, y: Floats) -> Codes:
    """Which well-known mistake makes these numbers right; `outside_zone` when none does."""
    codes = np.full(x.shape, ORDER.index("outside_zone"), dtype=np.int8)
    if system.is_geographic:
        metres = (np.abs(x) > 360) | (np.abs(y) > 360)
        codes[metres] = ORDER.index("mixed_units")
        mirrored = frame.holds(np.abs(x), np.abs(y)) | frame.holds(np.abs(y), np.abs(x))
    else:
        degrees = (np.abs(x) <= 180) & (np.abs(y) <= 180)
        scaled = [frame.holds(x * f, y * f) | frame.holds(y * f, x * f) for f in (1000.0, 0.001)]
        codes[degrees | scaled[0] | scaled[1]] = ORDER.index("mixed_units")
        mirrored = frame.holds(x, -y) | frame.holds(x, _SOUTH_M + y) | frame.holds(x, _SOUTH_M - y)
    codes[mirrored] = ORDER.index("wrong_hemisphere")
    codes[frame.holds(y, x)] = ORDER.index("swapped_axes")
    return codes
