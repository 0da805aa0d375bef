"""Pictures with or without a place: size, bands, position and what contradicts it. No pixel is kept.

World files are read by our own parser (GDAL stops at a decimal comma); control points of raster .TAB files get
their residuals.
"""

from pathlib import Path

import numpy as np
import rasterio
from rasterio.errors import RasterioError, RasterioIOError

from importers.readers import raster_place
from importers.readers.companions import data_set
from importers.readers.errors import RasterFile, TooLarge, TruncatedFile
from importers.readers.protocol import FileInfo, RawReading

DRIVERS = {"tiff": "GTiff", "jpeg": "JPEG", "png": "PNG"}
NAMES = {"tiff": "GeoTIFF", "jpeg": "JPEG", "png": "PNG"}
LARGEST_PIXELS = 2_000_000_000
"""Width × height × bands: a provincial orthophoto sheet stays far below; more is a bomb or a mistake."""


class RasterReader:
    """One instance per picture format, each with its one GDAL driver."""

    def __init__(self, code: str) -> None:
        self.code = code

    def read(self, path: Path, *, with_blocks: bool = True) -> RawReading:
        """Describe the picture; with blocks asked for, say that a picture has no elements."""
        info = self._describe(path)
        if with_blocks:
            raise RasterFile(
                f"“{path.name}” là ảnh {info.format}, không có đối tượng vẽ.",
                f"“{path.name}” is a {info.format} picture and has no elements.",
                hint_vi="Hãy nhập ảnh dưới dạng bản đồ quy hoạch quét (kind raster).",
                hint_en="Import it as a scanned plan (kind raster).",
            )
        return RawReading(info, iter(()))

    def _describe(self, path: Path) -> FileInfo:
        info = FileInfo(format=NAMES[self.code], kind="raster", driver=DRIVERS[self.code])
        try:
            with rasterio.open(path, driver=DRIVERS[self.code]) as picture:
                size = (picture.width, picture.height, picture.count)
                _refuse_bombs(*size)
                crs, transform = picture.crs, picture.transform
                info.facts = {
                    "width": size[0],
                    "height": size[1],
                    "bands": size[2],
                    "data_type": picture.dtypes[0] if picture.dtypes else None,
                    "gcps": len(picture.gcps[0]),
                }
                _read_last_block(picture)
        except (RasterioError, RasterioIOError) as problem:
            raise _cut_off(path, problem) from problem
        info.crs_wkt = crs.to_wkt() if crs else None
        placed = raster_place.Place(transform) if not transform.is_identity else None
        companions = data_set(path).companions
        info.companions = sorted(companions)
        placed = raster_place.from_companions(path, companions, size[:2], placed, info)
        raster_place.describe(info, placed, size[:2])
        return info


def _refuse_bombs(width: int, height: int, bands: int) -> None:
    if width * height * bands > LARGEST_PIXELS:
        raise TooLarge(
            f"Ảnh khai báo {width} × {height} điểm ảnh × {bands} kênh, vượt giới hạn.",
            f"The picture declares {width} × {height} pixels × {bands} bands, more than is accepted.",
            hint_vi="Hãy chia ảnh thành nhiều mảnh.",
            hint_en="Split the picture into tiles.",
        )


def _read_last_block(picture: rasterio.DatasetReader) -> None:
    """A cut-off picture opens well and fails only when its end is read."""
    height = min(16, picture.height)
    window = rasterio.windows.Window(0, picture.height - height, picture.width, height)
    shape = (picture.count, height, min(picture.width, 512))
    picture.read(window=window, out_shape=shape, out_dtype=np.dtype(picture.dtypes[0]))


def _cut_off(path: Path, problem: Exception) -> TruncatedFile:
    return TruncatedFile(
        f"Ảnh “{path.name}” hỏng hoặc bị cắt, không đọc được đến hết.",
        f"The picture “{path.name}” is damaged or cut off: {problem}"[:300],
        hint_vi="Hãy sao chép hoặc quét lại.",
        hint_en="Copy or scan it again.",
    )
