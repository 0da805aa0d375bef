"""Heights between an ellipsoid and a levelled datum, only through a geoid model somebody provided.

Viet Nam has no public geoid grid (VIGAC's models are not published); without one the answer is "not available",
never a silent zero. A grid is any file PROJ can read as a vertical grid (GTX, GeoTIFF, in metres, on VN-2000 or
WGS-84 degrees): h = H + N.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer
from pyproj.exceptions import ProjError

from gis_core.errors import CrsError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GeoidModel:
    """A provided geoid grid: its file, the name people know it by, and its stated accuracy in metres."""

    path: Path
    name: str
    accuracy_m: float | None = None

    def undulation(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """N in metres at places in degrees; NaN outside the grid."""
        x, y = np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))
        try:
            _, _, height = _grid(str(self.path)).transform(x, y, np.zeros(x.shape))
        except ProjError as error:
            raise CrsError(
                f"Không đọc được mô hình geoid {self.path.name}.",
                f"The geoid model {self.path.name} cannot be read.",
                hint_vi="Dùng tệp lưới GTX hoặc GeoTIFF mà PROJ đọc được.",
                hint_en="Use a GTX or GeoTIFF grid that PROJ can read.",
                code="geoid_unreadable",
            ) from error
        out = np.asarray(height, dtype=np.float64)
        return np.where(np.isfinite(out), out, np.nan)

    def ellipsoidal(self, lon: ArrayLike, lat: ArrayLike, levelled: ArrayLike) -> Floats:
        """h = H + N; NaN outside the grid."""
        return np.atleast_1d(np.asarray(levelled, float)) + self.undulation(lon, lat)

    def levelled(self, lon: ArrayLike, lat: ArrayLike, ellipsoidal: ArrayLike) -> Floats:
        """H = h − N; NaN outside the grid."""
        return np.atleast_1d(np.asarray(ellipsoidal, float)) - self.undulation(lon, lat)


def require_model(model: GeoidModel | None) -> GeoidModel:
    """The model, or the plain refusal when there is none."""
    if model is None or not model.path.is_file():
        raise CrsError(
            "Chưa có mô hình geoid nên không đổi được độ cao thủy chuẩn và độ cao ellipsoid.",
            "Levelled and ellipsoidal heights cannot be converted: no geoid model is available.",
            hint_vi="Đặt tệp lưới geoid vào thư mục dữ liệu và khai THODIA_GEOID_GRID; độ cao khác giữ nguyên.",
            hint_en="Put a geoid grid into the data folder and name it in THODIA_GEOID_GRID; heights stay untouched.",
            code="heights_not_available",
        )
    return model


@lru_cache(maxsize=4)
def _grid(path: str) -> Transformer:
    """Degrees in, the grid's value added to a height of zero out."""
    return Transformer.from_pipeline(
        f"proj=pipeline step proj=unitconvert xy_in=deg xy_out=rad step proj=vgridshift grids={path} multiplier=1 "
        "step proj=unitconvert xy_in=rad xy_out=deg"
    )
