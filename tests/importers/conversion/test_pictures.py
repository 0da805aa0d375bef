"""Pictures: the same ground stands under the same map coordinates before and after."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.crs import CRS

from gis_core.crs.operations import choose_operation
from gis_core.crs.systems import parse_system
from importers.readers import raster_place
from importers.readers.mapinfo_text import parse_raster_tab
from tests.importers.conversion.asked import convert_answer

WAY = choose_operation(parse_system("9218"), parse_system("5899"))
PLACE = Affine(0.5, 0, 456300.0, 0, -0.5, 1208700.0)
SIZE = 400


def picture(path: Path, driver: str = "GTiff", crs: str | None = "EPSG:9218", count: int = 1) -> Path:
    """Columns and rows as smooth grey values, so that a place can be read off a pixel."""
    ramp = np.tile(np.linspace(0, 200, SIZE), (SIZE, 1)).astype(np.uint8)
    bands = np.stack([ramp, ramp.T, ramp][:count])
    facts = {"width": SIZE, "height": SIZE, "count": count, "dtype": "uint8", "driver": driver}
    if driver == "GTiff":
        facts |= {"transform": PLACE, "crs": CRS.from_user_input(crs) if crs else None}
    with rasterio.open(path, "w", **facts) as sink:
        sink.write(bands)
    return path


def world(path: Path) -> None:
    numbers = (0.5, 0.0, 0.0, -0.5, 456300.25, 1208699.75)
    path.write_text("".join(f"{n}\n" for n in numbers), "ascii")


def grey_at(path: Path, east: float, north: float, place: Affine | None = None) -> float:
    with rasterio.open(path) as held:
        column, row = ~(place or held.transform) @ (east, north)
        return float(held.read(1)[int(row), int(column)])


@pytest.mark.parametrize("flags", [(), ("--cog",), ("--retag",)])
def test_geotiff(tmp_path: Path, flags: tuple[str, ...]) -> None:
    source, result = picture(tmp_path / "a.tif"), tmp_path / "b.tif"
    answer, code = convert_answer(source, result, "--to", "5899", *flags)
    assert code == 0 and answer["max_round_trip_m"] < 1e-5, answer
    assert answer["deviation_pixels"] < 0.01
    for east, north in ((456310.3, 1208690.2), (456450.1, 1208600.7), (456490.0, 1208510.0)):
        x, y = (float(v[0]) for v in WAY.forward([east], [north]))
        assert abs(grey_at(result, x, y) - grey_at(source, east, north)) <= 1
    with rasterio.open(result) as held:
        assert held.crs == CRS.from_epsg(5899)
        assert (held.transform.b != 0) == ("--retag" in flags)
        if not flags:
            assert held.read_masks(1)[0, 0] == 0, "outside the picture"
        if flags == ("--cog",):
            assert held.tags(ns="IMAGE_STRUCTURE").get("LAYOUT") == "COG"
    if flags == ("--retag",):
        with rasterio.open(source) as one, rasterio.open(result) as other:
            assert (one.read() == other.read()).all()


@pytest.mark.parametrize(("suffix", "driver", "ending"), [(".jpg", "JPEG", ".jgw"), (".png", "PNG", ".pgw")])
def test_picture_with_world_file(tmp_path: Path, suffix: str, driver: str, ending: str) -> None:
    source = picture(tmp_path / f"a{suffix}", driver, count=3)
    world(tmp_path / f"a{ending}")
    result = tmp_path / f"b{suffix}"
    answer, code = convert_answer(source, result, "--from", "9218", "--to", "5899", "--retag")
    assert code == 0, answer
    assert result.read_bytes() == source.read_bytes()
    place = raster_place.read_world_file(tmp_path / f"b{ending}")
    wanted = np.ravel(WAY.forward([456400.0], [1208600.0]))
    assert np.abs(np.array(place @ (200, 200)) - wanted).max() < 0.001
    answer, code = convert_answer(source, tmp_path / f"c{suffix}", "--from", "9218", "--to", "5899")
    assert code == 0
    place = raster_place.read_world_file(tmp_path / f"c{ending}")
    assert place.b == place.d == 0
    assert abs(grey_at(tmp_path / f"c{suffix}", *wanted, place) - grey_at(source, 456400.0, 1208600.0, PLACE)) <= 3


def test_picture_with_mapinfo_table(tmp_path: Path) -> None:
    source = picture(tmp_path / "a.png", "PNG")
    points = ",\n".join(
        f"  ({456300 + c / 2},{1208700 - r / 2}) ({c},{r}) Label \"{n}\"" for n, (c, r) in
        enumerate([(0, 0), (SIZE, 0), (SIZE, SIZE), (0, SIZE)])
    )  # fmt: skip
    clause = ("CoordSys Earth Projection 8, 9999, 28, -191.90441429, -39.30318279, -111.45032835, -0.00928836, "
              '0.01975479, -0.00427372, 0.252906278, 0, "m", 108.5, 0, 0.9999, 500000, 0')  # fmt: skip
    text = (
        f'!table\n!version 300\n!charset WindowsLatin1\n\nDefinition Table\n  File "a.png"\n  Type "RASTER"\n{points}\n'
    )
    (tmp_path / "a.tab").write_text(f'{text}  {clause}\n  Units "m"\n', "ascii")
    result = tmp_path / "b.png"
    answer, code = convert_answer(source, result, "--to", "5899", "--retag")
    assert code == 0 and answer["from"] == "VN-2000 / TM-3 108-30", answer
    table = parse_raster_tab(tmp_path / "b.tab", result)
    assert table.coordsys["epsg"] == 5899
    x, y, column, row, _ = table.points[2]
    assert (column, row) == (SIZE, SIZE)
    assert np.abs(np.array([x, y]) - np.ravel(WAY.forward([456500.0], [1208500.0]))).max() < 0.002


def test_refusals(tmp_path: Path) -> None:
    plain = picture(tmp_path / "a.png", "PNG")
    answer, code = convert_answer(plain, tmp_path / "b.png", "--from", "9218", "--to", "5899")
    assert code == 1 and answer["error"]["code"] == "not_georeferenced"
    nowhere = picture(tmp_path / "a.tif", crs=None)
    answer, code = convert_answer(nowhere, tmp_path / "b.tif", "--to", "5899")
    assert code == 1 and answer["error"]["code"] == "source_system_unknown"
    wide = tmp_path / "wide.tif"
    with rasterio.open(wide, "w", driver="GTiff", width=200, height=200, count=1, dtype="uint8", crs="EPSG:9218",
                       transform=Affine(1000, 0, 400000, 0, -1000, 1300000)) as sink:  # fmt: skip
        sink.write(np.zeros((1, 200, 200), np.uint8))
    answer, code = convert_answer(wide, tmp_path / "b.tif", "--to", "5899", "--retag", "--retag-pixels", "0.0001")
    assert code == 1 and answer["error"]["code"] == "retag_not_exact"
    assert not (tmp_path / "b.tif").exists()
    answer, code = convert_answer(wide, tmp_path / "b.gpkg", "--to", "5899")
    assert code == 1 and answer["error"]["code"] == "target_format_unknown"
