"""A MIF carried to another zone keeps everything that does not depend on the place, byte for byte."""

import re
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from gis_core.crs.operations import choose_operation
from gis_core.crs.systems import parse_system
from gis_core.crs.transform import transform_xy
from importers.conversion.map_files import convert_maps
from importers.conversion.one_file import Wish
from importers.conversion.written_systems import mapinfo_clause

OBJECTS = """\
Region 2
  5
452310.12 1208785.91
452330.5 1208785.91
452330.5 1208770
452310.12 1208770
452310.12 1208785.91
  4
452315 1208780
452320 1208780
452318 1208775
452315 1208780
    Pen (2,54,16711680)
    Brush (5,65280,16777215)
    Center 452320.3 1208778
Line 452300 1208700 452340.25 1208710.5
    Pen (1,2,255)
Pline Multiple 2
  2
452300 1208700
452310 1208705
  3
452300 1208720
452310 1208725
452320 1208720
    Pen (3,59,0)
    Smooth
Point 452311.111 1208711.222
    Symbol (35,255,12,"MapInfo Cartographic",0,0)
Text
    "Đường Lê Lợi"
    452305 1208760 452325 1208764
    Font ("VNI-Times",1,0,255)
    Angle 30
    Justify Center
Text
    "không góc"
    452305 1208750 452325 1208754
    Font ("Arial",0,0,0)
Rect 452400 1208700 452420 1208710
    Pen (1,2,0)
    Brush (2,16777215,16777215)
Ellipse 452500 1208700 452520 1208710
    Pen (1,2,0)
Multipoint 2
452600 1208700
452610 1208710
    Symbol (34,0,10)
None
"""


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    source = tmp_path / "to1.mif"
    head = [
        "Version 650", 'Charset "WindowsVietnamese"', 'Delimiter ","', mapinfo_clause(parse_system("9218")),
        "Columns 1", "  ma Char(10)", "Data", "",
    ]  # fmt: skip
    source.write_bytes("\r\n".join([*head, *OBJECTS.splitlines(), ""]).encode("cp1258", errors="replace"))
    source.with_suffix(".mid").write_bytes(b'"a"\r\n' * 10)
    return source


def converted(source: Path, target: str) -> tuple[Path, dict]:
    result = source.parent / "out" / "to1.mif"
    return result, convert_maps(source, result, Wish(target=target), progress=lambda _line: None)


def plain(content: bytes) -> list[bytes]:
    """Lines without numbers of places: those that must not change."""
    places = re.compile(rb"^\s*(?:(?:Line|Rect|Ellipse|Point|Center|Angle|CoordSys)\b.*|Region 1|[-\d. ]+)\r?$")
    return [line for line in content.split(b"\n") if not places.match(line)]


def test_pens_brushes_symbols_and_fonts_stay_and_every_vertex_moves(drawing: Path) -> None:
    result, report = converted(drawing, "9217")
    assert report["features"] == {"in": 10, "out": 10, "rejected": 0} and report["balanced"]
    before, after = drawing.read_bytes(), result.read_bytes()
    kept = [line for line in plain(before) if not line.startswith(b"Rect")]
    assert plain(after) == kept
    assert result.with_suffix(".mid").read_bytes() == drawing.with_suffix(".mid").read_bytes()
    region = shapely.get_coordinates(shapely.from_wkb(pyogrio.raw.read(result)[2][0]))
    x, y = transform_xy([452310.12], [1208785.91], 9218, 9217)
    assert np.abs(region - [x[0], y[0]]).sum(axis=1).min() < 2e-5
    assert mapinfo_clause(parse_system("9217")).encode() in after


def test_texts_turn_by_the_convergence(drawing: Path) -> None:
    result, _ = converted(drawing, "9217")
    angles = [float(found) for found in re.findall(rb"Angle ([\d.]+)", result.read_bytes())]
    turn = choose_operation(parse_system("9218"), parse_system("9217")).turn_deg([452305.0], [1208760.0])[0]
    assert abs(turn) > 0.01
    assert angles == pytest.approx([(30 + turn) % 360, turn % 360], abs=1e-5)


def test_a_rectangle_becomes_the_region_it_is_and_the_rest_is_said(drawing: Path) -> None:
    result, report = converted(drawing, "9217")
    shapes = shapely.from_wkb(pyogrio.raw.read(result)[2])
    east, north = [452400.0, 452420.0, 452420.0, 452400.0], [1208700.0, 1208700.0, 1208710.0, 1208710.0]
    corners = np.array(transform_xy(east, north, 9218, 9217)).T
    assert shapely.equals_exact(shapes[6], shapely.polygons(corners), 1e-4, normalize=True)
    assert any("upright" in note["en"] for note in report["notes"])


def test_there_and_back_is_the_same_to_a_tenth_of_a_millimetre(drawing: Path) -> None:
    there, _ = converted(drawing, "9217")
    back = there.parent / "back.mif"
    convert_maps(there, back, Wish(target="9218"), progress=lambda _line: None)
    one, two = (np.array([float(n) for n in re.findall(rb"(?m)^([-\d.]+) [-\d.]+\r?$", path.read_bytes())])
                for path in (drawing, back))  # fmt: skip
    region_of_rectangle = slice(14, 19)
    assert np.abs(one - np.delete(two, region_of_rectangle)).max() < 1e-4


def test_degrees_are_written_with_ten_digits(drawing: Path) -> None:
    result, _ = converted(drawing, "4756")
    assert re.search(rb"(?m)^10[78]\.\d{10} 10\.\d{10}\r$", result.read_bytes())
