"""Turn a scanned plan in a Vietnamese system into a cloud-optimised GeoTIFF in EPSG:3857. Runs as a child process.

GDAL left alone may carry VN-2000 to WGS-84 with another operation than the official one (0.7 m off, see
docs/adr/0021). So the scan's system is handed to the warp with its shift bound to it, the result is compared with
gis_core's pinned transformation on a grid of check points, and a scan that misses by half a pixel is refused.
The pixels of the result lie on the web tile grid of its largest zoom: tiles are read, not resampled again.
"""

import argparse
import json
import math
import resource
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, Resampling
from rasterio.transform import Affine
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform as warp_points
from rio_cogeo.cogeo import cog_translate
from rio_cogeo.profiles import cog_profiles

from gis_core.crs.transform import DATUM_SHIFTS, operation_between, transform_xy
from gis_core.crs.zones import ELLIPSOIDS, zone
from gis_core.errors import DomainError
from planning.errors import RasterRefused

WEB_MERCATOR = 3857
MAX_ERROR_PX = 0.5
MAX_PIXELS = 1_500_000_000
_TILE = 256
_HALF_WORLD_M = math.pi * 6378137.0
_CHECK_POINTS = 7


@dataclass(frozen=True, slots=True)
class CogFacts:
    """What was made: `bounds` (minx, miny, maxx, maxy) and `pixel_m` in EPSG:3857 metres and ground metres."""

    srid: int
    operation: str
    max_error_px: float
    pixel_m: float
    width: int
    height: int
    minzoom: int
    maxzoom: int
    bounds: tuple[float, float, float, float]


def make_cog(source: Path, target: Path, *, srid: int | None) -> CogFacts:
    """Warp `source` (GeoTIFF) to `target`. `srid` overrules the file's own system; None takes the file's.

    Raises RasterRefused: not a GeoTIFF, no position, unknown system, more than 8 bits, too large, or misplaced.
    """
    try:
        dataset = rasterio.open(source, driver="GTiff")
    except rasterio.errors.RasterioIOError as error:
        raise _refused("raster_unreadable", "Tệp không phải GeoTIFF đọc được.", "Not a readable GeoTIFF.") from error
    with dataset, TemporaryDirectory(dir=target.parent) as folder:
        code = _system_of(dataset, srid)
        _must_be_placed_scan(dataset)
        worst = _placement_error_px(dataset, code)
        if worst >= MAX_ERROR_PX:
            raise _refused(
                "raster_misplaced",
                f"Phép chuyển tọa độ ảnh lệch {worst:.2f} điểm ảnh so với phép chuyển chính thức.",
                f"The image warp is {worst:.2f} pixels off the official transformation.",
            )
        with _with_plain_bands(dataset, Path(folder)) as scan:
            return _write(scan, target, code, worst)


def _refused(code: str, vi: str, en: str) -> RasterRefused:
    return RasterRefused(vi, en, code=code)


def _system_of(dataset: rasterio.DatasetReader, srid: int | None) -> int:
    code = srid or (dataset.crs.to_epsg() if dataset.crs else None)
    if code is None:
        raise _refused(
            "raster_without_system",
            "Ảnh quét không ghi hệ tọa độ; hãy chọn hệ tọa độ của bản đồ.",
            "The scan names no coordinate system; choose the map's system.",
        )
    return zone(code).srid


def _must_be_placed_scan(dataset: rasterio.DatasetReader) -> None:
    if dataset.transform.is_identity or dataset.transform.is_degenerate:
        raise _refused("raster_without_position", "Ảnh quét chưa được nắn tọa độ.", "The scan is not georeferenced.")
    if dataset.width * dataset.height > MAX_PIXELS:
        raise _refused("raster_too_large", "Ảnh quét quá lớn.", "The scan is too large.")
    if any(kind != "uint8" for kind in dataset.dtypes) or dataset.count > 4:
        raise _refused(
            "raster_bands", "Chỉ nhận ảnh quét 8 bit, tối đa 4 kênh.", "Only 8-bit scans of at most 4 bands are taken."
        )


def bound_system(srid: int) -> rasterio.crs.CRS:
    """The system of gis_core's table with its one permitted shift to WGS-84 bound to it."""
    system = zone(srid)
    axis, flattening = ELLIPSOIDS[system.datum]
    if system.kind == "webmercator":
        return rasterio.crs.CRS.from_epsg(WEB_MERCATOR)
    base = "+proj=longlat" if system.is_geographic else (
        f"+proj=tmerc +lat_0=0 +lon_0={system.central_meridian} +k={system.scale} "
        f"+x_0={system.false_easting} +y_0={system.false_northing} +units=m"
    )  # fmt: skip
    shift = "0,0,0,0,0,0,0"
    if system.datum != "wgs84":
        words = dict(word.split("=") for word in DATUM_SHIFTS[system.datum].helmert.split() if "=" in word)
        # towgs84 counts rotations the other way round than the coordinate-frame convention of EPSG:6960
        turn = -1.0 if words.get("convention") == "coordinate_frame" else 1.0
        rotations = [turn * float(words.get(name, 0)) for name in ("rx", "ry", "rz")]
        numbers = [*(float(words.get(name, 0)) for name in "xyz"), *rotations, float(words.get("s", 0))]
        shift = ",".join(repr(number) for number in numbers)
    return rasterio.crs.CRS.from_string(f"{base} +a={axis} +rf={flattening} +towgs84={shift} +no_defs +type=crs")


def _placement_error_px(dataset: rasterio.DatasetReader, srid: int) -> float:
    """Largest distance between warp and gis_core over a grid of check points, in pixels of the scan."""
    columns, rows = np.meshgrid(
        np.linspace(0, dataset.width, _CHECK_POINTS), np.linspace(0, dataset.height, _CHECK_POINTS)
    )
    x, y = dataset.transform * (columns.ravel(), rows.ravel())
    right_x, right_y = transform_xy(x, y, srid, WEB_MERCATOR)
    warp_x, warp_y = warp_points(bound_system(srid), rasterio.crs.CRS.from_epsg(WEB_MERCATOR), list(x), list(y))
    step_x, step_y = dataset.transform * (columns.ravel() + 1, rows.ravel())
    next_x, next_y = transform_xy(step_x, step_y, srid, WEB_MERCATOR)
    pixel = np.hypot(next_x - right_x, next_y - right_y)
    return float((np.hypot(np.asarray(warp_x) - right_x, np.asarray(warp_y) - right_y) / pixel).max())


def _with_plain_bands(dataset: rasterio.DatasetReader, folder: Path) -> rasterio.DatasetReader:
    """The scan itself, or an RGB copy when its pixels are palette indices or single bits."""
    bits = dataset.tags(1, ns="IMAGE_STRUCTURE").get("NBITS", "8")
    if dataset.count != 1 or (dataset.colorinterp[0] != ColorInterp.palette and bits == "8"):
        return dataset
    table = np.zeros((256, 3), np.uint8)
    if dataset.colorinterp[0] == ColorInterp.palette:
        for index, colour in dataset.colormap(1).items():
            table[index] = colour[:3]
    else:
        table[1:] = 255
    path = folder / "rgb.tif"
    profile = {
        "driver": "GTiff", "width": dataset.width, "height": dataset.height, "count": 3, "dtype": "uint8",
        "transform": dataset.transform, "crs": dataset.crs, "compress": "lzw", "tiled": True, "bigtiff": "IF_SAFER",
    }  # fmt: skip
    with rasterio.open(path, "w", **profile) as copy:
        for _, window in copy.block_windows(1):
            copy.write(np.moveaxis(table[dataset.read(1, window=window)], 2, 0), window=window)
    return rasterio.open(path)


def _write(scan: rasterio.DatasetReader, target: Path, srid: int, worst: float) -> CogFacts:
    web = rasterio.crs.CRS.from_epsg(WEB_MERCATOR)
    with WarpedVRT(scan, src_crs=bound_system(srid), crs=web) as natural:
        native, bounds = abs(natural.transform.a), natural.bounds
    maxzoom = min(22, max(8, math.ceil(math.log2(2 * _HALF_WORLD_M / _TILE / native) - 0.25)))
    pixel = 2 * _HALF_WORLD_M / _TILE / 2**maxzoom
    left = math.floor((bounds.left + _HALF_WORLD_M) / pixel)
    top = math.floor((_HALF_WORLD_M - bounds.top) / pixel)
    width = math.ceil((bounds.right + _HALF_WORLD_M) / pixel) - left
    height = math.ceil((_HALF_WORLD_M - bounds.bottom) / pixel) - top
    corner = (left * pixel - _HALF_WORLD_M, _HALF_WORLD_M - top * pixel)
    options = {
        "src_crs": bound_system(srid), "crs": web, "resampling": Resampling.bilinear, "add_alpha": True,
        "transform": Affine(pixel, 0, corner[0], 0, -pixel, corner[1]), "width": width, "height": height,
    }  # fmt: skip
    profile = {**cog_profiles.get("deflate"), "blockxsize": _TILE, "blockysize": _TILE, "bigtiff": "IF_SAFER"}
    with WarpedVRT(scan, **options) as placed:
        cog_translate(
            placed, target, profile, add_mask=True, in_memory=False, quiet=True, overview_resampling="average",
            use_cog_driver=False,
        )  # fmt: skip
    latitude = math.atan(math.sinh((corner[1] - height * pixel / 2) / 6378137.0))
    return CogFacts(
        srid=srid,
        operation=operation_between(srid, WEB_MERCATOR).code,
        max_error_px=worst,
        pixel_m=native * math.cos(latitude),
        width=width,
        height=height,
        minzoom=max(0, maxzoom - max(0, math.ceil(math.log2(max(width, height) / _TILE)))),
        maxzoom=maxzoom,
        bounds=(corner[0], corner[1] - height * pixel, corner[0] + width * pixel, corner[1]),
    )


def main(arguments: list[str]) -> int:
    """`python -m planning.cog SOURCE TARGET [--srid N]`: one JSON object on standard output; exit 1 when refused."""
    parser = argparse.ArgumentParser(prog="planning.cog")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--srid", type=int)
    parser.add_argument("--memory-mb", type=int, default=4096)
    parser.add_argument("--cpu-seconds", type=int, default=1800)
    chosen = parser.parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_AS, (chosen.memory_mb << 20, chosen.memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (chosen.cpu_seconds, chosen.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        facts = make_cog(chosen.source, chosen.target, srid=chosen.srid)
    except DomainError as refusal:
        sys.stdout.write(json.dumps({"ok": False, "error": refusal.as_answer()}))
        return 1
    sys.stdout.write(json.dumps({"ok": True, "facts": asdict(facts)}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
