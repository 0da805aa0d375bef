"""Scanned plans: every pixel lands where the official transformation puts it, tiles show it, bad scans are refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from django.db import transaction
from django.test import Client
from rasterio.io import MemoryFile
from rasterio.transform import from_origin
from rio_cogeo.cogeo import cog_validate

from dossiers import api as dossiers
from gis_core.crs.transform import transform_xy
from planning import api as planning
from planning.cog import bound_system, make_cog
from planning.services.rasters import cog_in_child
from tests.planning.ground import AT, PlanOffice, draft, square, zones
from tiles.grid import HALF_WORLD_M, Tile

WIDTH, HEIGHT, PIXEL = 700, 500, 0.5
WEST, NORTH = 456_000.0, 1_208_250.0
MARKS = [(60, 40), (640, 60), (350, 250), (80, 450), (630, 440)]
"""Black squares of 3 × 3 pixels: (column, row) of their upper left pixels."""


def scan(path: Path, *, crs: str | None = "EPSG:9218", srid_west: float = WEST, **more: Any) -> Path:
    """A white scan with marks, half a metre a pixel."""
    image = np.full((3, HEIGHT, WIDTH), 255, np.uint8)
    for column, row in MARKS:
        image[:, row : row + 3, column : column + 3] = 0
    profile = {"driver": "GTiff", "width": WIDTH, "height": HEIGHT, "count": 3, "dtype": "uint8", "crs": crs,
               "transform": from_origin(srid_west, NORTH, PIXEL, PIXEL)} | more  # fmt: skip
    with rasterio.open(path, "w", **profile) as target:
        target.write(image[: profile["count"]])
    return path


def mark_places(path: Path, expected: np.ndarray) -> np.ndarray:
    """Dark centroids near the expected places of a COG (EPSG:3857 metres)."""
    with rasterio.open(path) as cog:
        dark = np.where(cog.dataset_mask() > 0, 255.0 - cog.read(1), 0.0)
        found = []
        for x, y in expected:
            column, row = (round(value) for value in ~cog.transform * (x, y))
            window = dark[row - 8 : row + 9, column - 8 : column + 9]
            rows, columns = np.indices(window.shape)
            centre = (
                (columns * window).sum() / window.sum() + column - 8 + 0.5,
                (rows * window).sum() / window.sum() + row - 8 + 0.5,
            )
            found.append(cog.transform * centre)
    return np.array(found)


def official_places(srid: int, west: float = WEST) -> np.ndarray:
    x = [west + (column + 1.5) * PIXEL for column, _ in MARKS]
    y = [NORTH - (row + 1.5) * PIXEL for _, row in MARKS]
    return np.column_stack(transform_xy(x, y, srid, 3857))


@pytest.mark.parametrize("srid", [9218, 5899, 3405])
def test_marks_land_within_half_a_pixel_of_the_official_place(tmp_path: Path, srid: int) -> None:
    west = {9218: WEST, 5899: 538_000.0, 3405: 838_000.0}[srid]
    facts = make_cog(scan(tmp_path / "scan.tif", crs=f"EPSG:{srid}", srid_west=west), tmp_path / "cog.tif", srid=None)
    expected = official_places(srid, west)
    off = np.hypot(*(mark_places(tmp_path / "cog.tif", expected) - expected).T) / PIXEL
    print(f"\nEPSG:{srid}: marks off by at most {off.max():.3f} pixels; operation {facts.operation}")
    assert off.max() < 0.5
    assert facts.max_error_px < 0.01
    assert "EPSG:6960" in facts.operation
    assert cog_validate(tmp_path / "cog.tif", quiet=True)[0]


def test_another_operation_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = bound_system(9218).to_proj4().replace("0.00928836", "-0.00928836")  # the classic sign of the rotations
    monkeypatch.setattr("planning.cog.bound_system", lambda _: rasterio.crs.CRS.from_string(wrong))
    with pytest.raises(planning.RasterRefused) as refusal:
        make_cog(scan(tmp_path / "scan.tif"), tmp_path / "cog.tif", srid=None)
    assert refusal.value.code == "raster_misplaced"


def test_pixels_lie_on_the_web_grid_and_outside_is_transparent(tmp_path: Path) -> None:
    facts = make_cog(scan(tmp_path / "scan.tif"), tmp_path / "cog.tif", srid=9218)
    with rasterio.open(tmp_path / "cog.tif") as cog:
        pixel = 2 * HALF_WORLD_M / 256 / 2**facts.maxzoom
        assert cog.transform.a == pytest.approx(pixel, rel=1e-12)
        assert (cog.transform.c + HALF_WORLD_M) / pixel == pytest.approx(
            round((cog.transform.c + HALF_WORLD_M) / pixel)
        )
        assert cog.dataset_mask()[0, 0] == 0 or cog.dataset_mask()[-1, 0] == 0  # the turned sheet leaves corners free
        assert cog.dataset_mask()[cog.height // 2, cog.width // 2] == 255


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda p: scan(p, crs=None), "raster_without_system"),
        (lambda p: scan(p, transform=rasterio.Affine.identity()), "raster_without_position"),
        (lambda p: p.write_bytes(b"not a picture") and p, "raster_unreadable"),
        (lambda p: p.write_bytes(b"") or p, "raster_unreadable"),
    ],
)
def test_bad_scans_are_refused_in_the_child(tmp_path: Path, make: Any, code: str) -> None:
    path = tmp_path / "scan.tif"
    make(path)
    with pytest.raises(planning.RasterRefused) as refusal:
        cog_in_child(path, tmp_path / "out" / "cog.tif", srid=None)
    assert refusal.value.code == code
    assert not list((tmp_path / "out").iterdir())


def test_palette_and_bilevel_scans_become_rgb(tmp_path: Path) -> None:
    path = scan(tmp_path / "bits.tif", count=1, nbits=1)
    make_cog(path, tmp_path / "cog.tif", srid=None)
    with rasterio.open(tmp_path / "cog.tif") as cog:
        assert cog.count == 3
        middle = cog.read(1)[cog.height // 2 - 40, cog.width // 2 - 40]
        assert middle == 255


def test_registered_scan_has_tiles_where_it_lies(committed_db: str, tmp_path: Path, settings: Any) -> None:
    settings.THODIA_HOME = tmp_path
    office = PlanOffice()
    receipt = office.in_force(draft(valid_to=None), zones((square(0, 0, 10, 100), {"code": "LG-1"})))
    stored = dossiers.store_file(source=scan(tmp_path / "scan.tif"), name="bản đồ.tif", actor=office.officer)
    with transaction.atomic():
        raster = planning.register_raster(
            actor=office.approver, transaction_id=office.transaction(), stored_sha256=stored.sha256,
            title="Bản đồ quét", plan_id=receipt.plan_id, at=AT,
        )  # fmt: skip
    x, y = official_places(9218)[2]
    size = 2 * HALF_WORLD_M / 2**raster.maxzoom
    place = Tile(raster.maxzoom, int((x + HALF_WORLD_M) // size), int((HALF_WORLD_M - y) // size))
    answer = Client().get(f"/tiles/raster/{raster.raster_id}/{place.z}/{place.x}/{place.y}.webp")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    with MemoryFile(answer.content) as file, file.open() as image:
        picture = np.moveaxis(image.read(), 0, 2).astype(float)
    column = (x - place.bounds()[0]) / size * 256
    row = (place.bounds()[3] - y) / size * 256
    assert picture[int(row), int(column), 0] < 110
    assert picture[int(row) - 20, int(column) - 20, 0] > 240
    told = Client().get(f"/tiles/raster/{raster.raster_id}.json").json()
    assert (told["minzoom"], told["maxzoom"]) == (raster.minzoom, raster.maxzoom)
    assert Client().get(f"/tiles/raster/{raster.raster_id}/{place.z}/0/0.webp").status_code == 204
    assert planning.plan_rasters("QH-1") == (raster,)
