"""The process that converts one picture with its place: re-tagged, or warped by the pinned operation."""

import shutil
from pathlib import Path
from typing import Any

from importers.conversion import child_ground  # isort: skip  (hides pandas before pyarrow looks for it)

import numpy as np
import rasterio
import rasterio.crs
import rasterio.shutil
from affine import Affine
from rasterio.windows import Window

from gis_core.crs.operations import Conversion
from gis_core.process.child import serve
from importers.conversion import warping
from importers.conversion.declared import source_system, tell
from importers.conversion.errors import ConversionError
from importers.conversion.formats import RASTER_TARGETS
from importers.conversion.measuring import Measure
from importers.conversion.warping import Frame
from importers.conversion.written_systems import crs_text, mapinfo_clause
from importers.readers import raster, raster_place
from importers.readers.companions import data_set
from importers.readers.counts import rules
from importers.readers.protocol import FileInfo

WORLD_OF = {".jpg": ".jgw", ".jpeg": ".jgw", ".png": ".pgw", ".tif": ".tfw", ".tiff": ".tfw"}
MARGIN = 2
"""Source pixels read beyond a tile's own, for smooth sampling."""


def main(arguments: list[str]) -> int:
    """Convert the job's picture; 0 also for a refusal."""
    ground = child_ground.prepare(arguments[0])
    rules()
    rasterio.crs.CRS.from_epsg(4326).to_wkt()
    return serve(arguments, lambda job, given, out: work(job, ground, given, out))


def work(job: dict[str, Any], ground: child_ground.Ground, given: Path, out: Path) -> dict[str, Any]:
    """Carry one picture; the answer is its report."""
    stated, system = ground.systems()
    path, result = given / job["name"], out / "result"
    result.mkdir()
    place = result / job["result"]
    frame, info, table_system = _frame(path)
    start, contradiction = source_system(table_system or info.crs_wkt, stated, path.name)
    measure = Measure(child_ground.pinned(start, system, ground.fit))
    tell(measure, contradiction)
    measure.rows_in = 1
    _, _, x, y = warping.mesh(frame)
    measure.convert(np.column_stack([x, y]), np.zeros(len(x), dtype=np.int64))
    if measure.rejected_count:
        raise ConversionError(
            f"Ảnh “{path.name}” nằm ngoài vùng dùng được của hệ đích.",
            f"The picture “{path.name}” lies outside the area of the target system.",
            hint_vi="Kiểm tra hệ nguồn.", hint_en="Check the source system.", code="outside_target_system",
        )  # fmt: skip
    if job["retag"]:
        new, off = warping.retagged(frame, measure.conversion)
        warping.refuse_inexact(off, job["retag_pixels"])
        _copy_pixels(path, place, new, measure.conversion)
        how = f"đổi tham chiếu, lệch tối đa {off:.4f} điểm ảnh / re-tagged, at most {off:.4f} pixels off"
    else:
        new = warping.upright(frame, measure.conversion)
        off = _warp(path, frame, new, place, measure.conversion)
        how = f"nắn lại, sai số lưới tối đa {off:.4f} điểm ảnh / warped, mesh error at most {off:.4f} pixels"
    if job["cog"]:
        _make_cog(place)
    _write_companions(place, new, measure.conversion, with_table=".tab" in info.companions)
    files = sorted(file.name for file in result.iterdir())
    report = {
        **measure.report(1), "extent": new.extent, "source_extent": frame.extent, "layer": path.stem,
        "size": [new.width, new.height], "pixel_size": [abs(new.place.a), abs(new.place.e)],
        "deviation_pixels": off, "how": how,
    }  # fmt: skip
    return {"layers": [report], "files": files, "encoding": None, "unreadable_texts": 0}


def _frame(path: Path) -> tuple[Frame, FileInfo, str | None]:
    """Place of the picture by its reader, and the CRS text of a .TAB beside it."""
    code = {"GTiff": "tiff", "JPEG": "jpeg", "PNG": "png"}[RASTER_TARGETS[path.suffix.lower()]]
    info = raster.RasterReader(code).read(path, with_blocks=False).info
    with rasterio.open(path) as picture:
        size, own = (picture.width, picture.height), picture.transform
    placed = raster_place.Place(own) if not own.is_identity else None
    placed = raster_place.from_companions(path, data_set(path).companions, size, placed, FileInfo(format=""))
    if placed is None:
        raise ConversionError(
            f"Ảnh “{path.name}” chưa có vị trí.",
            f"The picture “{path.name}” has no place.",
            hint_vi="Gửi kèm tệp định vị (.jgw, .tfw, .tab) cùng tên.",
            hint_en="Send the world file (.jgw, .tfw) or .tab of the same name with it.",
            code="not_georeferenced",
        )
    declared = (info.declared_crs or {}).get("epsg")
    return Frame(*size, placed.transform), info, f"EPSG:{declared}" if declared else None


def _profile(place: Path, picture: rasterio.DatasetReader, new: Frame, conversion: Conversion) -> dict[str, Any]:
    text = crs_text(conversion.target)
    profile: dict[str, Any] = {
        "driver": RASTER_TARGETS[place.suffix.lower()], "width": new.width, "height": new.height,
        "count": picture.count, "dtype": picture.dtypes[0], "transform": new.place, "nodata": picture.nodata,
    }  # fmt: skip
    if text:
        profile["crs"] = rasterio.crs.CRS.from_user_input(text)
    if profile["driver"] == "GTiff":
        profile |= {"tiled": True, "compress": "deflate", "blockxsize": 512, "blockysize": 512, "BIGTIFF": "IF_SAFER"}
    return profile


def _copy_pixels(path: Path, place: Path, new: Frame, conversion: Conversion) -> None:
    """The same pixels: the very file where the format stays, otherwise written losslessly."""
    if RASTER_TARGETS[path.suffix.lower()] == RASTER_TARGETS[place.suffix.lower()] != "GTiff":
        shutil.copyfile(path, place)
        return
    with rasterio.open(path) as picture, rasterio.open(place, "w", **_profile(place, picture, new, conversion)) as sink:
        for column, row, width, height in warping.tiles(new):
            window = Window(column, row, width, height)
            sink.write(picture.read(window=window), window=window)
        _copy_colours(picture, sink)


def _copy_colours(picture: rasterio.DatasetReader, sink: Any) -> None:
    if "palette" in [str(i.name) for i in picture.colorinterp]:
        sink.write_colormap(1, picture.colormap(1))
    if sink.driver == "GTiff":
        sink.colorinterp = picture.colorinterp


def _warp(path: Path, old: Frame, new: Frame, place: Path, conversion: Conversion) -> float:
    """Tile by tile; pixels outside the picture are masked (GeoTIFF) or white. Returns the mesh error in pixels."""
    worst = 0.0
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path) as picture:
        lossless = place.suffix.lower() in {".tif", ".tiff"}
        target = place if lossless else place.with_suffix(".warped.tif")
        profile = _profile(target, picture, new, conversion)
        palette = "palette" in [str(i.name) for i in picture.colorinterp]
        fill = picture.nodata if picture.nodata is not None else 0 if lossless else 255
        with rasterio.open(target, "w", **profile) as sink:
            for tile in warping.tiles(new):
                bands, inside, error = _tile(picture, old, new, conversion, tile, smooth=not palette)
                worst = max(worst, error)
                window = Window(*tile)
                sink.write(np.where(inside, bands, np.array(fill, dtype=bands.dtype)), window=window)
                if lossless and picture.nodata is None:
                    sink.write_mask(inside, window=window)
            _copy_colours(picture, sink)
        if not lossless:
            rasterio.shutil.copy(target, place, driver=RASTER_TARGETS[place.suffix.lower()])
            for stray in (target, place.with_name(place.name + ".aux.xml")):
                stray.unlink(missing_ok=True)
    return worst


def _tile(
    picture: rasterio.DatasetReader, old: Frame, new: Frame, conversion: Conversion, tile: tuple[int, int, int, int],
    *, smooth: bool,
) -> tuple[np.ndarray, np.ndarray, float]:  # fmt: skip
    columns, rows, error = warping.source_places(new, old, conversion, tile)
    sound = np.isfinite(columns) & np.isfinite(rows)
    low_x, low_y = (max(int(np.floor(v[sound].min(initial=0))) - MARGIN, 0) for v in (columns, rows))
    high_x = min(int(np.ceil(columns[sound].max(initial=0))) + MARGIN, old.width)
    high_y = min(int(np.ceil(rows[sound].max(initial=0))) + MARGIN, old.height)
    if high_x <= low_x or high_y <= low_y:
        empty = np.zeros((picture.count, tile[3], tile[2]), dtype=picture.dtypes[0])
        return empty, np.zeros((tile[3], tile[2]), dtype=bool), error
    source = picture.read(window=Window(low_x, low_y, high_x - low_x, high_y - low_y))
    bands, _ = warping.sampled(source, columns - low_x, rows - low_y, smooth=smooth)
    inside = sound & (columns >= 0) & (columns < old.width) & (rows >= 0) & (rows < old.height)
    return bands, inside, error


def _make_cog(place: Path) -> None:
    if RASTER_TARGETS[place.suffix.lower()] != "GTiff":
        raise ConversionError(
            "COG chỉ có ở GeoTIFF.", "Only a GeoTIFF can be cloud-optimised.",
            hint_vi="Đặt đuôi kết quả là .tif.", hint_en="Call the result .tif.", code="cog_needs_tiff",
        )  # fmt: skip
    plain = place.with_suffix(".plain.tif")
    place.rename(plain)
    rasterio.shutil.copy(plain, place, driver="COG", COMPRESS="DEFLATE")
    plain.unlink()


def _write_companions(place: Path, new: Frame, conversion: Conversion, *, with_table: bool) -> None:
    """World file of pictures without tags, and a .TAB where the source had one."""
    if RASTER_TARGETS[place.suffix.lower()] == "GTiff":
        return
    centre = new.place @ Affine.translation(0.5, 0.5)
    numbers = (centre.a, centre.d, centre.b, centre.e, centre.c, centre.f)
    place.with_suffix(WORLD_OF[place.suffix.lower()]).write_text("".join(f"{n:.10f}\n" for n in numbers), "ascii")
    if not with_table:
        return
    corners = [(0, 0), (new.width, 0), (new.width, new.height), (0, new.height)]
    digits = 10 if conversion.target.is_geographic else 4
    points = []
    for number, (column, row) in enumerate(corners, start=1):
        x, y = new.place @ (column, row)
        points.append(f'  ({x:.{digits}f},{y:.{digits}f}) ({column},{row}) Label "Pt {number}"')
    lines = ["!table", "!version 300", "!charset WindowsLatin1", "", "Definition Table", f'  File "{place.name}"',
             '  Type "RASTER"', ",\n".join(points), f"  {mapinfo_clause(conversion.target)}"]  # fmt: skip
    if not conversion.target.is_geographic:
        lines.append('  Units "m"')
    place.with_suffix(".tab").write_text("\r\n".join([*lines, ""]), "utf-8", newline="")


__all__ = ["main", "work"]
