"""A scanned plan sheet: what a scanner makes of a hand-coloured 1:2000 zoning plan, georeferenced in EPSG:9218."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import shapely
import shapely.ops
from numpy.typing import NDArray
from rasterio.features import rasterize
from rasterio.transform import Affine

from importers.sample.lettering import text_lines
from importers.sample.make import Sample
from importers.sample.planning import SamplePlans, axis_of
from importers.sample.recipe import SRID, Face

FINEST_PIXEL_M = 0.40
MOST_PIXELS = 3300
MARGIN_M = 70.0
PAPER = (238, 230, 208)
INK = (62, 56, 54)
RED = (190, 58, 52)
BLUE = (60, 104, 150)
WASHES = {
    "ODT": (238, 188, 196), "ONT": (242, 208, 214), "CLN": (226, 206, 160), "LUC": (236, 230, 150),
    "LUK": (236, 230, 160),
    "HNK": (232, 220, 164), "NTS": (172, 212, 218), "TMD": (226, 150, 130), "DKV": (178, 204, 142),
    "BCS": (232, 222, 190),
}  # fmt: skip
PUBLIC_WASH, ROAD_WASH, WATER_WASH = (222, 158, 132), (244, 240, 230), (158, 198, 214)

Picture = NDArray[np.float32]


def write_scan(sample: Sample, plans: SamplePlans, path: Path) -> None:
    """Write the scan as a tiled RGB GeoTIFF (JPEG inside), north up."""
    west, south, east, north = shapely.total_bounds(sample.commune.sheets.geometry.to_numpy())
    west, south, east, north = west - MARGIN_M, south - MARGIN_M, east + MARGIN_M, north + 2 * MARGIN_M
    pixel = max(FINEST_PIXEL_M, round(max(east - west, north - south) / MOST_PIXELS, 2))
    transform = Affine(pixel, 0.0, round(west), 0.0, -pixel, round(north))
    shape = (int((north - south) / pixel), int((east - west) / pixel))
    picture = np.empty((*shape, 3), dtype=np.float32)
    picture[:] = PAPER
    sheet = _Sheet(picture, transform, pixel)
    _draw_washes(sheet, sample)
    _draw_lines(sheet, sample, plans)
    _draw_lettering(sheet, sample, plans, (west, south, east, north))
    _age(picture, np.random.default_rng([sample.recipe.seed, 8]))
    profile: dict[str, Any] = {
        "driver": "GTiff", "dtype": "uint8", "count": 3, "height": shape[0], "width": shape[1], "crs": f"EPSG:{SRID}",
        "transform": transform, "tiled": True, "blockxsize": 256, "blockysize": 256, "compress": "JPEG",
        "jpeg_quality": 80, "photometric": "YCBCR", "interleave": "pixel",
    }  # fmt: skip
    path.unlink(missing_ok=True)
    with rasterio.open(path, "w", **profile) as target:
        target.write(np.moveaxis(np.clip(picture, 0, 255).astype(np.uint8), 2, 0))


class _Sheet:
    """The picture being drawn."""

    def __init__(self, picture: Picture, transform: Affine, pixel: float) -> None:
        self.picture, self.transform, self.pixel = picture, transform, pixel

    def mask(self, shapes: Iterable[Any]) -> NDArray[np.bool_]:
        """Return the pixels inside the shapes."""
        usable = [shape for shape in shapes if not shape.is_empty]
        if not usable:
            return np.zeros(self.picture.shape[:2], dtype=bool)
        return rasterize(usable, self.picture.shape[:2], transform=self.transform, dtype="uint8").astype(bool)

    def wash(self, shapes: Iterable[Any], color: tuple[int, int, int], strength: float = 1.0) -> None:
        """Colour the inside of shapes, letting the paper show through."""
        inside = self.mask(shapes)
        self.picture[inside] += strength * (np.array(color, dtype=np.float32) - self.picture[inside])

    def pen(self, lines: Iterable[Any], color: tuple[int, int, int], width: float) -> None:
        """Draw lines of a width in metres, at least a pixel."""
        reach = max(width, self.pixel * 1.15) / 2
        self.wash(shapely.buffer(np.array(list(lines), dtype=object), reach, quad_segs=2), color, 0.85)


def _draw_washes(sheet: _Sheet, sample: Sample) -> None:
    faces = sample.commune.faces
    colors = [PAPER, ROAD_WASH, WATER_WASH, PUBLIC_WASH, *WASHES.values()]
    number = {use: place + 4 for place, use in enumerate(WASHES)}
    kinds = np.where(faces["kind"] == Face.ROAD, 1, np.where(faces["kind"] == Face.PARCEL, 3, 2))
    uses = [number.get(use[:3], 3) for use in faces["land_use"]]
    classes = np.where(kinds == 3, uses, kinds)
    shapes = zip(faces.geometry, classes.tolist(), strict=True)
    painted = rasterize(shapes, sheet.picture.shape[:2], transform=sheet.transform, dtype="uint8")
    strength = np.float32(0.9) * (painted > 0)
    # One colour channel at a time keeps the memory small.
    for channel, values in enumerate(np.array(colors, dtype=np.float32).T):
        sheet.picture[..., channel] += strength * (values[painted] - sheet.picture[..., channel])


def _draw_lines(sheet: _Sheet, sample: Sample, plans: SamplePlans) -> None:
    sheet.pen(shapely.boundary(sample.commune.parcels.geometry.to_numpy()), (150, 138, 128), 0.25)
    zones = plans.zones
    old = zones[(zones["plan"] == "QHPK-2015") & (zones["role"] == "zone")]
    sheet.pen(shapely.boundary(old.geometry.to_numpy()), INK, 2.4)
    road = zones[(zones["plan"] == "LG-THK") & (zones["role"] == "zone")]
    sheet.pen(shapely.boundary(road.geometry.to_numpy()), RED, 1.6)
    water = zones[(zones["plan"] == "HLBV-NUOC") & (zones["role"] == "zone")]
    sheet.pen(shapely.boundary(water.geometry.to_numpy()), BLUE, 0.9)
    axes = [axis_of(sample, street) for street in sample.streets if street.rank == 0]
    dashes = [shapely.ops.substring(axis, at, at + 9.0) for axis in axes for at in np.arange(0.0, axis.length, 14.0)]
    sheet.pen(dashes, (120, 110, 104), 0.3)


def _draw_lettering(
    sheet: _Sheet, sample: Sample, plans: SamplePlans, bounds: tuple[float, float, float, float]
) -> None:
    lines: list[Any] = []
    for name in sample.names[sample.names["height"] >= 1.8].itertuples():
        lines += text_lines(name.text, (name.x, name.y), height=max(3.2, name.height), rotation=name.rotation)
    sheet.pen(lines, INK, 0.45)
    old = plans.zones[(plans.zones["plan"] == "QHPK-2015") & (plans.zones["role"] == "zone")]
    codes: list[Any] = []
    for zone in old.itertuples():
        place = shapely.maximum_inscribed_circle(zone.geometry, 5.0).coords[0]
        codes += text_lines(zone.code, (place[0], place[1]), height=11.0)
        codes.append(shapely.Point(place).buffer(26.0).exterior)
    sheet.pen(codes, RED, 1.0)
    west, south, east, north = bounds
    sheet.pen([shapely.box(west + 14, south + 14, east - 14, north - 14).exterior], INK, 2.2)
    sheet.pen([shapely.box(west + 20, south + 20, east - 20, north - 20).exterior], INK, 0.7)
    title = text_lines("Quy hoạch phân khu phường Phan Thiết", ((west + east) / 2, north - 58), height=20.0)
    note = text_lines(
        "Tỷ lệ 1:2000 - hệ tọa độ VN-2000, kinh tuyến 108 30", ((west + east) / 2, north - 92), height=9.0
    )
    sheet.pen([*title, *note], INK, 1.2)
    crosses = [
        shapely.LineString(line)
        for x in np.arange(np.ceil(west / 200) * 200, east - 30, 200.0)
        for y in np.arange(np.ceil(south / 200) * 200, north - 120, 200.0)
        for line in ([(x - 5, y), (x + 5, y)], [(x, y - 5), (x, y + 5)])
    ]
    sheet.pen(crosses, INK, 0.5)


def _age(picture: Picture, rng: np.random.Generator) -> None:
    """Give the sheet what a scanner sees: uneven paper, folds, softened lines, grain."""
    height, width = picture.shape[:2]
    shade = (1 + 0.035 * _clouds(height, width, 9, rng)) * (1 + 0.02 * _clouds(height, width, 60, rng))
    for share in (1 / 3, 2 / 3):
        for axis, size in ((0, height), (1, width)):
            distance = np.abs(np.arange(size) - share * size)
            fold = 1 - 0.10 * np.exp(-((distance / 3.0) ** 2)) - 0.03 * np.exp(-((distance / 22.0) ** 2))
            shade *= fold[:, None] if axis == 0 else fold[None, :]
    grain = rng.standard_normal((height, width), dtype=np.float32) * np.float32(2.2)
    for channel in range(3):
        ink = picture[..., channel]
        soft = 4 * ink[1:-1, 1:-1]
        soft += ink[:-2, 1:-1] + ink[2:, 1:-1]
        soft += ink[1:-1, :-2] + ink[1:-1, 2:]
        ink[1:-1, 1:-1] = soft / 8
        ink *= shade
        ink += grain


def _clouds(height: int, width: int, cells: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return smooth noise of about −1 … 1: random cells, bilinearly enlarged."""
    coarse = rng.normal(0.0, 1.0, (cells + 1, cells + 1))
    y, x = np.linspace(0, cells - 1e-6, height), np.linspace(0, cells - 1e-6, width)
    row, column = y.astype(int), x.astype(int)
    down, right = (y - row)[:, None], (x - column)[None, :]
    top = coarse[row][:, column] * (1 - right) + coarse[row][:, column + 1] * right
    bottom = coarse[row + 1][:, column] * (1 - right) + coarse[row + 1][:, column + 1] * right
    return (top * (1 - down) + bottom * down).astype(np.float32)
