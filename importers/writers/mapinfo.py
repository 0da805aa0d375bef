"""MapInfo files of polygons in VN-2000: MIF/MID and native TAB.

The coordinate system line is written here, because GDAL writes VN-2000 to MapInfo as WGS-84 (datum 104) without a
word, which moves everything by about 225 m. Datum 9999 carries the ellipsoid and the seven official parameters with
the signs of Decision 05/2007/QĐ-BTNMT, which are MapInfo's own signs. Texts are bytes already in their legacy charset
(TCVN3 or VNI); the files declare WindowsLatin1, as such files do.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from numpy.typing import NDArray

COORD_SYS_VN2000_TM3 = (
    "CoordSys Earth Projection 8, 9999, 28, -191.90441429, -39.30318279, -111.45032835, "
    '-0.00928836, 0.01975479, -0.00427372, 0.252906278, 0, "m", {meridian}, 0, 0.9999, 500000, 0'
)
CHARSET = "WindowsLatin1"
# The native format counts 2·10⁹ steps across its bounds: 20 km give steps of 0.01 mm, on which every whole
# millimetre lies exactly.
TAB_SPAN_M = 20_000
DBF_DATE = bytes((116, 1, 1))
# Names of the other files of a table, beside its .tab.
COMPANIONS = (".dat", ".map", ".id")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: MapInfo name, kind ('char', 'integer', 'decimal'), width and decimals, and its values.

    Char values are bytes; a missing number is None.
    """

    name: str
    kind: str
    values: Sequence[Any]
    width: int = 0
    decimals: int = 0

    @property
    def declaration(self) -> str:
        """The column's type as MapInfo writes it."""
        if self.kind == "integer":
            return "Integer"
        return f"Char({self.width})" if self.kind == "char" else f"Decimal({self.width},{self.decimals})"

    @property
    def tab_declaration(self) -> str:
        """The column's type as a .tab file spells it."""
        return self.declaration.replace("(", " (").replace(",", ", ")


def write_mif(path: Path, polygons: NDArray[Any], columns: Sequence[Column], *, meridian: float) -> None:
    """Write `path` (.mif) and its .mid; polygons in metres, east and north, of the zone of that meridian."""
    head = [
        "Version 300",
        f'Charset "{CHARSET}"',
        'Delimiter ","',
        f"{COORD_SYS_VN2000_TM3.format(meridian=meridian)} Bounds {_bounds_text(polygons)}",
        f"Columns {len(columns)}",
        *(f"  {column.name} {column.declaration}" for column in columns),
        "Data",
        "",
    ]
    body = "\r\n".join([*head, *(_region(polygon) for polygon in polygons), ""])
    path.write_bytes(body.encode("ascii"))
    rows = [_mid_row(columns, row) for row in range(len(polygons))]
    path.with_suffix(".mid").write_bytes(b"".join(row + b"\r\n" for row in rows))


def write_tab(path: Path, polygons: NDArray[Any], columns: Sequence[Column], *, meridian: float) -> None:
    """Write `path` (.tab) with .dat, .map and .id. Coordinates must be whole millimetres; they stay exact.

    GDAL writes the map part in the coordinate system it has read from a MIF of ours, so datum and parameters survive;
    the table part is written here to keep the charset's bytes, the column widths and a fixed date.
    """
    with TemporaryDirectory() as folder:
        pattern = Path(folder) / "pattern.mif"
        write_mif(pattern, polygons[:1], [Column("row", "integer", [0])], meridian=meridian)
        system = pyogrio.read_info(pattern)["crs"]
    for suffix in (".tab", *COMPANIONS):
        path.with_suffix(suffix).unlink(missing_ok=True)
    pyogrio.raw.write(
        str(path),
        shapely.to_wkb(polygons),
        [np.arange(len(polygons), dtype=np.int32)],
        ["row"],
        geometry_type="Unknown",
        crs=system,
        driver="MapInfo File",
        layer_options={"BOUNDS": ",".join(str(value) for value in _tab_bounds(polygons))},
    )
    path.write_bytes(_table_definition(columns))
    path.with_suffix(".dat").write_bytes(_dat(columns, len(polygons)))


def _bounds_text(polygons: NDArray[Any]) -> str:
    west, south, east, north = _tab_bounds(polygons)
    return f"({west}, {south}) ({east}, {north})"


def _tab_bounds(polygons: NDArray[Any]) -> tuple[int, int, int, int]:
    west, south, east, north = shapely.total_bounds(polygons)
    x, y = round((west + east) / 2000) * 1000, round((south + north) / 2000) * 1000
    span = TAB_SPAN_M
    while span < 1.2 * max(east - west, north - south):
        span *= 10
    return x - span // 2, y - span // 2, x + span // 2, y + span // 2


def _region(polygon: shapely.Geometry) -> str:
    rings = [ring for part in shapely.get_parts(polygon) for ring in (part.exterior, *part.interiors)]
    lines = [f"Region  {len(rings)}"]
    for ring in rings:
        points = shapely.get_coordinates(ring)
        lines.append(f"  {len(points)}")
        lines += [f"{x:.3f} {y:.3f}" for x, y in points]
    return "\r\n".join([*lines, "    Pen (1,2,0)", "    Brush (1,0,16777215)"])


def _mid_row(columns: Sequence[Column], row: int) -> bytes:
    cells = []
    for column in columns:
        value = column.values[row]
        if column.kind == "char":
            cells.append(b'"' + value.replace(b'"', b'""') + b'"')
        else:
            cells.append(_number_text(column, value))
    return b",".join(cells)


def _number_text(column: Column, value: Any) -> bytes:
    if value is None:
        return b""
    return f"{value:.{column.decimals}f}".encode() if column.kind == "decimal" else str(int(value)).encode()


def _table_definition(columns: Sequence[Column]) -> bytes:
    lines = [
        "!table",
        "!version 300",
        f"!charset {CHARSET}",
        "",
        "Definition Table",
        f'  Type NATIVE Charset "{CHARSET}"',
        f"  Fields {len(columns)}",
        *(f"    {column.name} {column.tab_declaration} ;" for column in columns),
        "",
    ]
    return "\r\n".join(lines).encode("ascii")


def _dat(columns: Sequence[Column], rows: int) -> bytes:
    """Return the table part: dBase III with MapInfo's binary integers."""
    widths = [4 if column.kind == "integer" else column.width for column in columns]
    head = struct.pack("<B3sIHH20x", 3, DBF_DATE, rows, (len(columns) + 1) * 32 + 2, sum(widths) + 1)
    for column, width in zip(columns, widths, strict=True):
        # MapInfo calls its binary integers characters here; the .tab file tells them apart.
        kind = b"N" if column.kind == "decimal" else b"C"
        head += struct.pack("<11sc4xBB14x", column.name.encode("ascii"), kind, width, column.decimals)
    records = []
    for row in range(rows):
        cells = [_dat_cell(column, column.values[row], width) for column, width in zip(columns, widths, strict=True)]
        records.append(b" " + b"".join(cells))
    return head + b"\x0d\x00" + b"".join(records)


def _dat_cell(column: Column, value: Any, width: int) -> bytes:
    if column.kind == "integer":
        return struct.pack("<i", int(value or 0))
    if column.kind == "decimal":
        return _number_text(column, value).rjust(width)
    text = bytes(value)
    if len(text) > width:
        raise ValueError(f"column {column.name}: a text of {len(text)} bytes does not fit into {width}")
    return text.ljust(width, b"\x00")
