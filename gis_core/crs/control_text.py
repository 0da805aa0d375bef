"""Tables of common points as text: CSV, TSV or columns set with blanks, with a header that says what is what.

Columns: `name`/`ten`; source `x1 y1` (X = north, Y = east), `n1 e1` or `lat1 lon1`; target the same with 2; heights
`h1 h2`; `used` 1 or 0. Vietnamese suffixes `nguon` and `dich` do as well: `x_nguon`, `y_dich`.
"""

import csv
import re

from gis_core.crs.named_fit import ControlPoint
from gis_core.crs.number_text import read_number
from gis_core.errors import CrsError
from gis_core.text.names import fold

_NORTH, _EAST, _HEIGHT = ("x", "n", "lat", "b"), ("y", "e", "lon", "l"), ("h", "z")
_NAME = {"name", "ten", "ten diem", "diem", "so hieu", "stt", "id"}
_USED = {"used", "dung", "su dung"}
MOST_POINTS = 2000
"""More common points than any office has; a larger table is the wrong file."""


def read_control_table(text: str) -> list[ControlPoint]:
    """Common points of a table; refuses a table whose columns are not named, and rows that hold no numbers."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines:
        raise _refuse("bảng trống", "the table is empty")
    if len(lines) > MOST_POINTS + 1:
        raise _refuse(f"quá {MOST_POINTS} điểm", f"more than {MOST_POINTS} points")
    separator = next((sign for sign in ("\t", ";", ",") if sign in lines[0]), " ")
    rows = [_cells(line, separator) for line in lines]
    header = [fold(cell) for cell in rows[0]]
    ends = {side: _columns(header, side) for side in ("1", "2")}
    name = next((i for i, cell in enumerate(header) if cell in _NAME), None)
    used = next((i for i, cell in enumerate(header) if cell in _USED), None)
    points = []
    for number, row in enumerate(rows[1:], 1):
        padded = [*row, *[""] * (len(header) - len(row))]
        label = padded[name].strip() if name is not None else ""
        source, target = (_place(padded, ends[side], number) for side in ("1", "2"))
        keep = used is None or fold(padded[used]) not in {"0", "khong", "no", "false"}
        points.append(ControlPoint(label or str(number), source, target, keep))
    names = [point.name for point in points]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise _refuse(f"điểm “{twice}” có hai lần", f"point “{twice}” stands there twice")
    return points


def write_control_table(points: list[ControlPoint] | tuple[ControlPoint, ...]) -> str:
    """The same table, tab-separated: what a page shows in its text field. Heights only when a point has one."""
    high = any(point.source[2] is not None or point.target[2] is not None for point in points)
    head = ["name", "x1", "y1", *(["h1"] if high else []), "x2", "y2", *(["h2"] if high else []), "used"]
    lines = ["\t".join(head)]
    for point in points:
        cells = [point.name]
        for east, north, height in (point.source, point.target):
            cells += [f"{north!r}", f"{east!r}", *(["" if height is None else f"{height!r}"] if high else [])]
        lines.append("\t".join([*cells, "1" if point.used else "0"]))
    return "\n".join(lines) + "\n"


def _cells(line: str, separator: str) -> list[str]:
    return line.split() if separator == " " else next(csv.reader([line], delimiter=separator))


def _columns(header: list[str], side: str) -> tuple[int, int, int | None]:
    """Index of north, east and height of the source (1) or target (2)."""
    word = {"1": "nguon|source|1", "2": "dich|target|2"}[side]

    def find(letters: tuple[str, ...]) -> int | None:
        pattern = re.compile(rf"^(?:{'|'.join(letters)})\s?(?:{word})$")
        return next((i for i, cell in enumerate(header) if pattern.match(cell)), None)

    north, east = find(_NORTH), find(_EAST)
    if north is None or east is None:
        vi, en = {"1": ("hệ nguồn", "the source"), "2": ("hệ đích", "the target")}[side]
        raise _refuse(f"không thấy cột tọa độ của {vi}", f"the coordinate columns of {en} are missing")
    return north, east, find(_HEIGHT)


def _place(row: list[str], at: tuple[int, int, int | None], number: int) -> tuple[float, float, float | None]:
    north, east = read_number(row[at[0]]), read_number(row[at[1]])
    if north is None or east is None:
        raise _refuse(f"dòng {number} có tọa độ không phải là số", f"row {number} has a coordinate that is no number")
    return east, north, read_number(row[at[2]]) if at[2] is not None else None


def _refuse(vi: str, en: str) -> CrsError:
    return CrsError(
        f"Bảng điểm trùng không dùng được: {vi}.",
        f"The table of common points cannot be used: {en}.",
        hint_vi="Tiêu đề: ten, x1, y1, x2, y2 (X = Bắc, Y = Đông; 1 = nguồn, 2 = đích); thêm h1, h2 nếu có độ cao.",
        hint_en="Header: name, x1, y1, x2, y2 (X = north, Y = east; 1 = source, 2 = target); h1, h2 for heights.",
        code="control_points_refused",
    )
