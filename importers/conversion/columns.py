"""Which columns of a table hold coordinates, found by name; the order of columns never decides.

`lat lon` are degrees; `x y` follow Vietnamese papers, X = north and Y = east; `e n` (or Đông, Bắc) say it themselves.
"""

from dataclasses import dataclass

from gis_core.crs.systems import CoordinateSystem
from gis_core.errors import DomainError
from gis_core.text.names import fold

_NORTH = {
    "lat": 4, "latitude": 4, "vi do": 4, "vido": 4, "b": 1, "phi": 2,
    "x bac": 5, "x north": 5, "bac": 3, "north": 3, "northing": 3, "n": 2, "x": 2, "toa do x": 2, "x m": 2,
}  # fmt: skip
_EAST = {
    "lon": 4, "long": 4, "lng": 4, "longitude": 4, "kinh do": 4, "kinhdo": 4, "l": 1,
    "y dong": 5, "y east": 5, "dong": 3, "east": 3, "easting": 3, "e": 2, "y": 2, "toa do y": 2, "y m": 2,
}  # fmt: skip


class ColumnsUnknown(DomainError):
    """The table's header names no pair of coordinate columns, or several."""

    code = "coordinate_columns_unknown"


@dataclass(frozen=True, slots=True)
class CoordinateColumns:
    """Index of the column of the north (or latitude) and of the east (or longitude)."""

    north: int
    east: int


def find_columns(header: list[str], system: CoordinateSystem) -> CoordinateColumns:
    """The pair of coordinate columns of a header. `x y` in a system of degrees is refused: it has two meanings."""
    names = [fold(name.replace("(", " ").replace(")", " ").replace("\ufeff", "")) for name in header]
    north = _best(names, _NORTH)
    east = _best(names, _EAST)
    if north is None or east is None or north == east:
        raise _unknown(header)
    if system.is_geographic and names[north] in {"x", "toa do x", "x m"}:
        raise ColumnsUnknown(
            "Cột x, y không nói rõ là vĩ độ hay kinh độ trong hệ tính bằng độ.",
            "Columns x, y do not tell latitude from longitude in a system of degrees.",
            hint_vi="Đặt tên cột là lat, lon.",
            hint_en="Name the columns lat, lon.",
        )
    return CoordinateColumns(north, east)


def output_names(header: list[str], found: CoordinateColumns, target: CoordinateSystem) -> list[str]:
    """Header of the result: the same columns, coordinates named for what they hold now."""
    names = list(header)
    was = (fold(header[found.north]), fold(header[found.east]))
    if target.is_geographic:
        names[found.north], names[found.east] = "lat", "lon"
    elif was[0] in {"lat", "latitude", "vi do", "vido", "b", "phi"}:
        names[found.north], names[found.east] = "x", "y"
    return names


def _best(names: list[str], words: dict[str, int]) -> int | None:
    known = [(words[name], -index) for index, name in enumerate(names) if name in words]
    return -max(known)[1] if known else None


def _unknown(header: list[str]) -> ColumnsUnknown:
    shown = ", ".join(name[:30] for name in header[:12])
    return ColumnsUnknown(
        f"Không tìm thấy cặp cột tọa độ trong tiêu đề: {shown}.",
        f"No pair of coordinate columns in the header: {shown}.",
        hint_vi="Đặt tên cột: lat lon (độ), x y (X = Bắc, Y = Đông) hoặc e n; tệp không có tiêu đề thì thêm "
        "--columns, ví dụ --columns ten,x,y.",
        hint_en="Name them lat lon (degrees), x y (X = north, Y = east) or e n; a table without header needs "
        "--columns, e.g. --columns name,x,y.",
    )
