"""CRS texts as MapInfo files carry them (read by GDAL) are matched by their numbers."""

from pathlib import Path

import pyogrio
import pytest

from gis_core.crs.recognise import recognise

_SHIFT = "-191.90441429, -39.30318279, -111.45032835, -0.00928836, 0.01975479, -0.00427372, 0.252906278, 0"
CASES = {
    f'Projection 8, 9999, 28, {_SHIFT}, "m", 108.5, 0, 0.9999, 500000, 0': (9218, True),
    f'Projection 8, 9999, 28, {_SHIFT}, "m", 111, 0, 0.9996, 500000, 0': (3406, True),
    f"Projection 1, 9999, 28, {_SHIFT}": (4756, True),
    'Projection 8, 9999, 3, -17.51, -108.32, -62.39, 0, 0, 0, 0, 0, "m", 111, 0, 1, 19500000, 0': (2045, True),
    'Projection 8, 9999, 11, 198, 881, 317, 0, 0, 0, 0, 0, "m", 111, 0, 0.9996, 500000, 0': (3149, True),
    'Projection 8, 104, "m", 108.5, 0, 0.9999, 500000, 0': (9218, False),
    'Projection 8, 104, "m", 111, 0, 0.9996, 500000, 0': (32649, True),
    "Projection 1, 104": (4326, True),
    f'Projection 8, 9999, 28, {_SHIFT}, "m", 110.2, 0, 0.9999, 500000, 0': (None, False),
    'Projection 8, 9999, 28, -191.90441429, -39.30318279, -111.45032835, 0, 0, 0, 0, 0, "m", 108.5, 0, 0.9999, 500000, '
    "0": (9218, False),
}


@pytest.mark.parametrize("coordsys", CASES)
def test_mapinfo_coordsys(coordsys: str, tmp_path: Path) -> None:
    (tmp_path / "a.mif").write_text(
        f'Version 300\nCharset "WindowsLatin1"\nDelimiter ","\nCoordSys Earth {coordsys}\nColumns 1\n  A Integer\n'
        "Data\n\nPoint 1 2\n"
    )
    (tmp_path / "a.mid").write_text("1\n")
    found = recognise(pyogrio.read_info(tmp_path / "a.mif")["crs"])
    assert (found.srid, found.certain) == CASES[coordsys]
    assert found.vi and found.en


def test_a_wgs84_datum_on_a_provincial_grid_is_told() -> None:
    found = recognise("+proj=tmerc +lon_0=108.5 +k=0.9999 +x_0=500000 +y_0=0 +datum=WGS84 +units=m")
    assert (found.srid, found.certain) == (9218, False)
    assert "225 m" in found.vi


@pytest.mark.parametrize("text", ["EPSG:2193", "no system at all", ""])
def test_what_is_not_vietnamese_is_none(text: str) -> None:
    assert recognise(text).srid is None
