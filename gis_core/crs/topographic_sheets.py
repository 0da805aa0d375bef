"""Numbers of VN-2000 topographic map sheets ↔ their extents (Circular 973/2001/TT-TCĐC, part II.2), all scales.

Everything hangs on the 1:1,000,000 sheet: a band of 4° of latitude (A from the equator, I and O left out) and a zone
of 6° of longitude. All sub-numbers run left to right, top to bottom; the UTM number in brackets follows its own order.
Extents are VN-2000 degrees. The circular's example "F-48-104 (6151)" contradicts its own rule (a sheet has 96 parts);
the rule counts here: 6151 is No. 68.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gis_core.errors import CrsError

_BANDS = "ABCDEFGHJKLMNPQRSTUVW"
_UNIT = 3600 * 8000
"""Units in a degree: 1/8000 of an arc-second. The 1:500 sheet (9.375″) is 75,000 of them, so all edges are whole."""

_ROMAN = ("I", "II", "III", "IV")
_TWO_BY_TWO_ROMAN_UTM = {(0, 1): "I", (1, 1): "II", (1, 0): "III", (0, 0): "IV"}
_CLOCKWISE = {(0, 0): "A", (0, 1): "B", (1, 1): "C", (1, 0): "D"}


@dataclass(frozen=True, slots=True)
class _Level:
    """How a scale divides its parent: rows, columns, the names of the parts in order."""

    parent: int
    rows: int
    columns: int
    names: tuple[str, ...]


def _numbers(count: int) -> tuple[str, ...]:
    return tuple(str(i + 1) for i in range(count))


_LEVELS: dict[int, _Level] = {
    500_000: _Level(1_000_000, 2, 2, tuple("ABCD")),
    250_000: _Level(500_000, 2, 2, _numbers(4)),
    100_000: _Level(1_000_000, 8, 12, _numbers(96)),
    50_000: _Level(100_000, 2, 2, tuple("ABCD")),
    25_000: _Level(50_000, 2, 2, tuple("abcd")),
    10_000: _Level(25_000, 2, 2, _numbers(4)),
    5_000: _Level(100_000, 16, 16, _numbers(256)),
    2_000: _Level(5_000, 3, 3, tuple("abcdefghk")),
    1_000: _Level(2_000, 2, 2, _ROMAN),
    500: _Level(2_000, 4, 4, _numbers(16)),
}
SCALES: tuple[int, ...] = (1_000_000, *_LEVELS)
"""Scale denominators of the circular, from coarse to fine."""

_PATTERN = re.compile(
    r"^(?P<band>[A-W])-(?P<zone>\d{1,2})"
    r"(?:-(?P<s500k>[A-D])(?:-(?P<s250k>[1-4]))?"
    r"|-(?P<s100k>\d{1,2})(?:-(?P<s50k>[A-D])(?:-(?P<s25k>[a-d])(?:-(?P<s10k>[1-4]))?)?"
    r"|-\((?P<s5k>\d{1,3})(?:-(?P<s2k>[a-hk])(?:-(?:(?P<s1k>IV|I{1,3})|(?P<s500>\d{1,2})))?)?\))?)?$"
)
_PART_OF_SCALE = {
    "s500k": 500_000, "s250k": 250_000, "s100k": 100_000, "s50k": 50_000, "s25k": 25_000, "s10k": 10_000,
    "s5k": 5_000, "s2k": 2_000, "s1k": 1_000, "s500": 500,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TopographicSheet:
    """One sheet: number, UTM number (empty where the circular gives none), scale, extent in VN-2000 degrees."""

    number: str
    utm_number: str
    scale: int
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class _Cell:
    """A sheet in whole units: its top-left corner, its size, and the path of (scale, row, column) to it."""

    top: int
    left: int
    height: int
    width: int
    path: tuple[tuple[int, int, int], ...]


def sheet_at(lon: float, lat: float, scale: int) -> TopographicSheet:
    """The sheet that holds a VN-2000 place; one on a top or left edge belongs to the sheet below or to the right."""
    if scale not in SCALES:
        raise _refuse(f"1:{scale}")
    if not (-180 <= lon < 180 and 0 < lat <= 84):
        raise _refuse(f"{lat}, {lon}")
    return _finished(_cell_at(round(lon * _UNIT), round(lat * _UNIT), scale), scale)


def sheet_of_number(number: str) -> TopographicSheet:
    """The sheet of a number such as F-48-68-D-d-4, F-48-68-(256-k-IV) or with its UTM number: F-48-68 (6151)."""
    bare = re.sub(r"\s*\(N?[A-W0-9IV-]+\)\s*$", "", number.strip()) if " " in number.strip() else number.strip()
    match = _PATTERN.match(bare.replace(" ", ""))
    if match is None or not 1 <= int(match["zone"]) <= 60 or match["band"] not in _BANDS:
        raise _refuse(number)
    top, left = (_BANDS.index(match["band"]) + 1) * 4 * _UNIT, (int(match["zone"]) * 6 - 186) * _UNIT
    cell, scale = _Cell(top, left, 4 * _UNIT, 6 * _UNIT, ()), 1_000_000
    for group, finer in _PART_OF_SCALE.items():
        if match[group] is None:
            continue
        level = _LEVELS[finer]
        if match[group] not in level.names:
            raise _refuse(number)
        cell, scale = _part(cell, finer, *divmod(level.names.index(match[group]), level.columns)), finer
    return _finished(cell, scale)


def sheets_covering(
    west: float, south: float, east: float, north: float, scale: int, *, limit: int = 500
) -> list[TopographicSheet]:
    """Sheets that share ground with a box in VN-2000 degrees, row by row from the north-west; refuses above `limit`."""
    first = sheet_at(west, north, scale)
    height, width = first.north - first.south, first.east - first.west
    rows = max(1, -int(-(first.north - south) // height))
    columns = max(1, -int(-(east - first.west) // width))
    if rows * columns > limit:
        raise CrsError(
            f"Khu vực cần {rows * columns} mảnh tỷ lệ 1:{scale}, nhiều hơn giới hạn {limit}.",
            f"The area takes {rows * columns} sheets at 1:{scale}, more than the limit of {limit}.",
            hint_vi="Thu hẹp khu vực hoặc chọn tỷ lệ nhỏ hơn.",
            hint_en="Make the area smaller or take a smaller scale.",
            code="too_many_sheets",
        )
    return [
        sheet_at(first.west + (column + 0.5) * width, first.north - (row + 0.5) * height, scale)
        for row in range(rows)
        for column in range(columns)
    ]


def neighbours(sheet: TopographicSheet) -> Iterator[TopographicSheet]:
    """The eight sheets around, north-west first; fewer at the equator."""
    height, width = sheet.north - sheet.south, sheet.east - sheet.west
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            lat = (sheet.north + sheet.south) / 2 - down * height
            if (down or right) and 0 < lat < 84:
                yield sheet_at((sheet.west + sheet.east) / 2 + right * width, lat, sheet.scale)


def _cell_at(lon: int, lat: int, scale: int) -> _Cell:
    if scale == 1_000_000:
        top = -(-lat // (4 * _UNIT)) * 4 * _UNIT
        left = lon // (6 * _UNIT) * 6 * _UNIT
        return _Cell(top, left, 4 * _UNIT, 6 * _UNIT, ())
    level = _LEVELS[scale]
    parent = _cell_at(lon, lat, level.parent)
    height, width = parent.height // level.rows, parent.width // level.columns
    row = min((parent.top - lat) // height, level.rows - 1)
    column = min((lon - parent.left) // width, level.columns - 1)
    return _part(parent, scale, row, column)


def _part(parent: _Cell, scale: int, row: int, column: int) -> _Cell:
    level = _LEVELS[scale]
    height, width = parent.height // level.rows, parent.width // level.columns
    return _Cell(
        parent.top - row * height, parent.left + column * width, height, width, (*parent.path, (scale, row, column))
    )


def _finished(cell: _Cell, scale: int) -> TopographicSheet:
    top, left = cell.top / _UNIT, cell.left / _UNIT
    bottom, right = (cell.top - cell.height) / _UNIT, (cell.left + cell.width) / _UNIT
    return TopographicSheet(_number(cell), _utm_number(cell), scale, left, bottom, right, top)


def _number(cell: _Cell) -> str:
    middle = cell.top - cell.height // 2, cell.left + cell.width // 2
    text = f"{_BANDS[middle[0] // (4 * _UNIT)]}-{middle[1] // (6 * _UNIT) + 31}"
    fine: list[str] = []
    for scale, row, column in cell.path:
        name = _LEVELS[scale].names[row * _LEVELS[scale].columns + column]
        if scale <= 5_000:
            fine.append(name)
        else:
            text += f"-{name}"
    return f"{text}-({'-'.join(fine)})" if fine else text


def _utm_number(cell: _Cell) -> str:
    """The number in brackets, for the scales the circular prints it."""
    middle_lat, middle_lon = cell.top - cell.height // 2, cell.left + cell.width // 2
    million = f"N{_BANDS[middle_lat // (4 * _UNIT)]}-{middle_lon // (6 * _UNIT) + 31}"
    path = {scale: (row, column) for scale, row, column in cell.path}
    finest = min(path, default=1_000_000)
    if finest == 1_000_000:
        return million
    if finest == 500_000:
        return f"{million}-{_CLOCKWISE[path[500_000]]}"
    if finest == 250_000:
        row = path[500_000][0] * 2 + path[250_000][0]
        column = path[500_000][1] * 2 + path[250_000][1]
        return f"{million}-{row * 4 + column + 1}"
    if finest not in {100_000, 50_000}:
        return ""
    half = _UNIT // 2
    hundred = f"{(middle_lon - 75 * _UNIT) // half:02d}{(middle_lat + 4 * _UNIT) // half + 1:02d}"
    return hundred if finest == 100_000 else hundred + _TWO_BY_TWO_ROMAN_UTM[path[50_000]]


def _refuse(what: str) -> CrsError:
    return CrsError(
        f"“{what[:40]}” không phải phiên hiệu mảnh bản đồ địa hình VN-2000 (Thông tư 973/2001).",
        f"“{what[:40]}” is no number of a VN-2000 topographic sheet (Circular 973/2001).",
        hint_vi="Dạng đúng: F-48, F-48-D-1, F-48-68, F-48-68-D-d-4, F-48-68-(256), F-48-68-(256-k-IV).",
        hint_en="Right forms: F-48, F-48-D-1, F-48-68, F-48-68-D-d-4, F-48-68-(256), F-48-68-(256-k-IV).",
        code="sheet_number_refused",
    )
