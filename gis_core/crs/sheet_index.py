"""Numbers of cadastral map sheets by the kilometre grid (Circular 25/2014/TT-BTNMT Article 5 and Annex 03).

The grid starts at X = 0 (equator) and Y = 500 km (the zone's central meridian); X is north, Y is east. All
sub-numbers run left to right, top to bottom. The certificate quotes the ordinal inside the commune, not this number:
both are stored. Circular 26/2024/TT-BTNMT replaced the scheme on 2025-01-15; a map series therefore carries its
`numbering_scheme`, and this module is scheme SCHEME.
"""

import re
from dataclasses import dataclass

from gis_core.errors import CrsError

SCHEME = "TT25/2014"
SCALES = (10000, 5000, 2000, 1000, 500, 200)
"""Scale denominators the scheme knows."""

_MM = 1_000_000  # millimetres in a kilometre: integer arithmetic keeps points on a grid line where they belong
_PATTERN = re.compile(
    r"^(?:(?P<big>10)-)?(?P<x>\d{3})(?P<y>\d{3})"
    r"(?:-(?P<n2000>[1-9])(?:-(?:(?P<n1000>[a-d])|\((?P<n500>\d{1,2})\)|(?P<n200>\d{1,3})))?)?$"
)


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """Ground square of one sheet in its zone, metres: west, south, east, north; and its scale denominator."""

    grid_id: str
    scale: int
    west: float
    south: float
    east: float
    north: float


def sheet_id(x_north: float, y_east: float, scale: int) -> str:
    """Number of the sheet that holds a point (metres in the provincial zone) at a scale (10000 … 200).

    A point on a sheet's top or left edge belongs to it.
    """
    if scale not in SCALES:
        raise _refuse(f"1:{scale}")
    x, y = round(x_north * 1000), round(y_east * 1000)
    size = (6 if scale == 10000 else 3) * _MM
    top = -(-x // size) * size
    left = 500 * _MM + (y - 500 * _MM) // size * size
    number = f"{top // _MM % 1000:03d}{left // _MM % 1000:03d}"
    if scale == 10000:
        return f"10-{number}"
    if scale == 5000:
        return number
    row, column, down, right = _cell(top - x, y - left, _MM, 3)
    number += f"-{row * 3 + column + 1}"
    if scale == 2000:
        return number
    parts = {1000: 2, 500: 4, 200: 10}[scale]
    row, column, *_ = _cell(down, right, _MM // parts, parts)
    ordinal = row * parts + column + 1
    return number + {1000: f"-{'abcd'[(ordinal - 1) % 4]}", 500: f"-({ordinal})", 200: f"-{ordinal}"}[scale]


def sheet_frame(grid_id: str, *, x_thousands_km: int = 1) -> SheetFrame:
    """The ground square of a sheet number; `x_thousands_km` restores the digit it leaves out (Bình Thuận: 1)."""
    match = _PATTERN.match(grid_id.strip())
    if match is None:
        raise _refuse(grid_id)
    top = x_thousands_km * 1000 + int(match["x"])
    left = int(match["y"])
    side = 6 if match["big"] else 3
    if top % side or (left - 500) % side or (match["big"] and match["n2000"]):
        raise _refuse(grid_id)
    scale, north, west, size = (10000 if match["big"] else 5000), top * 1000.0, left * 1000.0, side * 1000.0
    if match["n2000"]:
        scale, north, west, size = _narrow(2000, north, west, 1000.0, 3, int(match["n2000"]))
        for key, finer, parts in (("n1000", 1000, 2), ("n500", 500, 4), ("n200", 200, 10)):
            if match[key]:
                ordinal = "abcd".index(match[key]) + 1 if key == "n1000" else int(match[key])
                if not 1 <= ordinal <= parts * parts:
                    raise _refuse(grid_id)
                scale, north, west, size = _narrow(finer, north, west, 1000.0 / parts, parts, ordinal)
    return SheetFrame(grid_id.strip(), scale, west, north - size, west + size, north)


def frame_of_number(grid_id: str) -> SheetFrame:
    """The ground square of a number wherever in the country: tops are multiples of 3 or 6 km, and 1000 km is not, so
    of the thousands 0, 1 and 2 only one makes the number a sheet.
    """
    for thousands in (1, 2, 0):
        try:
            return sheet_frame(grid_id, x_thousands_km=thousands)
        except CrsError:
            continue
    raise _refuse(grid_id)


def frame_at(x_north: float, y_east: float, scale: int) -> SheetFrame:
    """The frame of the sheet that holds a point; the thousands digit the number leaves out comes from the point."""
    number = sheet_id(x_north, y_east, scale)
    for thousands in range(4):
        try:
            frame = sheet_frame(number, x_thousands_km=thousands)
        except CrsError:
            continue  # 725 is no multiple of the sheet's side under every thousand
        if frame.south <= x_north <= frame.north:
            return frame
    raise _refuse(f"X {x_north}")


def sheets_covering(
    west: float, south: float, east: float, north: float, scale: int, *, limit: int = 500
) -> list[SheetFrame]:
    """Sheets that share ground with a box (metres in the provincial zone), row by row from the north-west.

    Refuses above `limit` sheets, which is more than anybody looks at.
    """
    first = frame_at(north, west, scale)
    size = first.east - first.west
    rows, columns = max(1, -int(-(first.north - south) // size)), max(1, -int(-(east - first.west) // size))
    if rows * columns > limit:
        raise CrsError(
            f"Khu vực cần {rows * columns} mảnh tỷ lệ 1:{scale}, nhiều hơn giới hạn {limit}.",
            f"The area takes {rows * columns} sheets at 1:{scale}, more than the limit of {limit}.",
            hint_vi="Thu hẹp khu vực hoặc chọn tỷ lệ nhỏ hơn.",
            hint_en="Make the area smaller or take a smaller scale.",
            code="too_many_sheets",
        )
    found = []
    for row in range(rows):
        x = first.north - (row + 0.5) * size
        for column in range(columns):
            found.append(frame_at(x, first.west + (column + 0.5) * size, scale))
    return found


def _cell(down: int, right: int, size: int, count: int) -> tuple[int, int, int, int]:
    """Row and column of a place measured from the top-left corner, and its place inside that cell."""
    row, column = min(down // size, count - 1), min(right // size, count - 1)
    return row, column, down - row * size, right - column * size


def _narrow(
    scale: int, north: float, west: float, size: float, parts: int, ordinal: int
) -> tuple[int, float, float, float]:
    row, column = divmod(ordinal - 1, parts)
    return scale, north - row * size, west + column * size, size


def _refuse(what: str) -> CrsError:
    return CrsError(
        f"“{what[:40]}” không phải phiên hiệu mảnh bản đồ địa chính theo Thông tư 25/2014.",
        f"“{what[:40]}” is no cadastral sheet number of Circular 25/2014.",
        hint_vi="Dạng đúng: 10-728494, 725497, 725500-6, 725500-6-d, 725500-6-(11), 725500-6-25.",
        hint_en="Right forms: 10-728494, 725497, 725500-6, 725500-6-d, 725500-6-(11), 725500-6-25.",
        code="sheet_number_refused",
    )
