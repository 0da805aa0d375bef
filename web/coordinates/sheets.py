"""The sheets tool: a number or an area becomes frames, shown, listed and exported."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from django.http import QueryDict

from gis_core.crs import sheet_index, topographic_sheets
from gis_core.crs.number_text import read_lines
from gis_core.crs.systems import CoordinateSystem, parse_system
from gis_core.crs.transform import transform_geometries, transform_xy
from gis_core.crs.zones import Zone
from gis_core.errors import DomainError
from web.public.deployment import land_zone

CADASTRAL, TOPOGRAPHIC = "dia-chinh", "dia-hinh"
VN2000_DEGREES = 4756
_CORNERS = ("NW", "NE", "SE", "SW")
FORMS = {"geojson": "application/geo+json", "gpkg": "application/geopackage+sqlite3", "dxf": "image/vnd.dxf"}
_DRIVERS = {"gpkg": "GPKG", "dxf": "DXF"}


class SheetsRefused(DomainError):
    """The question names neither a sheet nor an area."""

    code = "sheets_refused"


@dataclass(frozen=True, slots=True)
class Frame:
    """One sheet: its number (and UTM number), scale, corners (X north, Y east of `zone`), outline in WGS-84."""

    number: str
    other_number: str
    scale: int
    corners: tuple[tuple[str, float, float], ...]
    west: float
    south: float
    east: float
    north: float
    outline: shapely.Geometry
    plane: shapely.Geometry


@dataclass(frozen=True, slots=True)
class SheetsAnswer:
    """Frames found and the zone their corners are told in. `degrees`: extents are VN-2000 degrees, not metres."""

    frames: tuple[Frame, ...]
    zone: CoordinateSystem
    degrees: bool


def answer(given: QueryDict | dict[str, Any]) -> SheetsAnswer | None:
    """Frames of `so` (a number), or of the area of `diem` at `ty_le`; None when nothing was asked."""
    kind = given.get("loai") or CADASTRAL
    zone = _zone(str(given.get("mui") or ""))
    number, text = str(given.get("so") or "").strip(), str(given.get("diem") or "")
    if number:
        return SheetsAnswer((_by_number(number, kind, zone),), zone, kind == TOPOGRAPHIC)
    if not text.strip():
        return None
    return SheetsAnswer(tuple(_covering(text, given, kind, zone)), zone, kind == TOPOGRAPHIC)


def _zone(text: str) -> Zone:
    system = parse_system(text) if text else land_zone()
    if not isinstance(system, Zone) or system.datum != "vn2000" or system.is_geographic:
        raise SheetsRefused(
            f"Mảnh bản đồ cần một múi VN-2000, không phải {system.name}.",
            f"Sheets need a zone of VN-2000, not {system.name}.",
            hint_vi="Ví dụ: VN-2000 108-30 hoặc tên tỉnh.",
            hint_en="For example VN-2000 108-30, or a province.",
        )
    return system


def _by_number(number: str, kind: str, zone: Zone) -> Frame:
    if kind == TOPOGRAPHIC:
        return _topographic(topographic_sheets.sheet_of_number(number), zone)
    return _cadastral(sheet_index.frame_of_number(number), zone)


def _covering(text: str, given: QueryDict | dict[str, Any], kind: str, zone: Zone) -> list[Frame]:
    source = parse_system(str(given.get("tu") or "")) if given.get("tu") else zone
    try:
        scale = int(str(given.get("ty_le") or 0))
    except ValueError:
        scale = 0
    scales = topographic_sheets.SCALES if kind == TOPOGRAPHIC else sheet_index.SCALES
    if scale not in scales:
        raise SheetsRefused(
            f"Không có mảnh {'địa hình' if kind == TOPOGRAPHIC else 'địa chính'} tỷ lệ 1:{scale}.",
            f"There are no {'topographic' if kind == TOPOGRAPHIC else 'cadastral'} sheets at 1:{scale}.",
            hint_vi=f"Chọn một trong: {', '.join(map(str, scales))}.",
            hint_en=f"Choose one of: {', '.join(map(str, scales))}.",
        )
    pairs = [_north_east(point, given) for point in read_lines(text) if not point.reason]
    if not pairs:
        raise SheetsRefused(
            "Không đọc được tọa độ nào của khu vực.",
            "No coordinate of the area can be read.",
            hint_vi="Mỗi dòng một điểm: X (Bắc) rồi Y (Đông), hoặc vĩ độ rồi kinh độ.",
            hint_en="One point a line: X (north) then Y (east), or latitude then longitude.",
        )
    north, east = np.array(pairs).T
    if kind == TOPOGRAPHIC:
        lon, lat = transform_xy(east, north, source, VN2000_DEGREES)
        found = topographic_sheets.sheets_covering(lon.min(), lat.min(), lon.max(), lat.max(), scale)
        return [_topographic(sheet, zone) for sheet in found]
    y, x = transform_xy(east, north, source, zone)
    return [_cadastral(f, zone) for f in sheet_index.sheets_covering(y.min(), x.min(), y.max(), x.max(), scale)]


def _north_east(point: Any, given: QueryDict | dict[str, Any]) -> tuple[float, float]:
    north_first = point.axes[0] == "north" if point.axes else given.get("thu_tu") != "dong"
    return (point.first, point.second) if north_first else (point.second, point.first)


def _cadastral(frame: sheet_index.SheetFrame, zone: Zone) -> Frame:
    plane = shapely.box(frame.west, frame.south, frame.east, frame.north)
    north, south, east, west = frame.north, frame.south, frame.east, frame.west
    places = ((north, west), (north, east), (south, east), (south, west))
    corners = tuple((name, *place) for name, place in zip(_CORNERS, places, strict=True))
    dense = shapely.segmentize(plane, max((frame.east - frame.west) / 8, 1.0))
    outline = transform_geometries([dense], zone, 4326)[0]
    return Frame(
        frame.grid_id, "", frame.scale, corners, frame.west, frame.south, frame.east, frame.north, outline, plane
    )


def _topographic(sheet: topographic_sheets.TopographicSheet, zone: Zone) -> Frame:
    box = shapely.box(sheet.west, sheet.south, sheet.east, sheet.north)
    dense = shapely.segmentize(box, (sheet.east - sheet.west) / 16)
    lon = [sheet.west, sheet.east, sheet.east, sheet.west]
    lat = [sheet.north, sheet.north, sheet.south, sheet.south]
    east, north = transform_xy(lon, lat, VN2000_DEGREES, zone)
    corners = tuple(
        (name, round(float(n), 3), round(float(e), 3)) for name, n, e in zip(_CORNERS, north, east, strict=True)
    )
    outline = transform_geometries([dense], VN2000_DEGREES, 4326)[0]
    plane = transform_geometries([dense], VN2000_DEGREES, zone)[0]
    return Frame(
        sheet.number, sheet.utm_number, sheet.scale, corners, sheet.west, sheet.south, sheet.east, sheet.north,
        outline, plane,
    )  # fmt: skip


def features(answer: SheetsAnswer) -> list[dict[str, Any]]:
    """Outlines as GeoJSON features in WGS-84."""
    return [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(shapely.set_precision(frame.outline, 1e-9)),
            "properties": {"name": frame.number, "utm": frame.other_number, "scale": frame.scale},
        }
        for frame in answer.frames
    ]


def export(answer: SheetsAnswer, form: str) -> bytes:
    """Frames as GeoPackage or DXF in the zone's own coordinates."""
    frame = gpd.GeoDataFrame(
        {"so_hieu": [f.number for f in answer.frames], "ty_le": [f.scale for f in answer.frames]},
        geometry=[f.plane for f in answer.frames],
        crs=_crs_for_gdal(answer.zone),
    )
    if form == "dxf":
        # DXF knows lines and a layer name, no attributes
        frame = gpd.GeoDataFrame({"Layer": frame["so_hieu"]}, geometry=frame.geometry.boundary)
    with tempfile.TemporaryDirectory(prefix="thodia-frames-") as folder:
        path = Path(folder) / f"khung.{form}"
        frame.to_file(path, driver=_DRIVERS[form], engine="pyogrio")
        return path.read_bytes()


def _crs_for_gdal(zone: CoordinateSystem) -> str | None:
    """EPSG codes only; the project's own zones are written as PROJ text with the shift of Decision 05/2007."""
    if zone.code.startswith("EPSG:"):
        return zone.code
    if not isinstance(zone, Zone):
        return None
    return (
        f"+proj=tmerc +lat_0=0 +lon_0={zone.central_meridian} +k={zone.scale} +x_0={zone.false_easting} +y_0=0 "
        "+ellps=WGS84 +units=m +no_defs "
        "+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
    )
