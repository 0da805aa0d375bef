"""Every coordinate system a Vietnamese land office meets, as one typed table.

VN-2000: Decision 83/2000/QĐ-TTg, Circular 973/2001/TT-TCĐC Article 4; provincial zones: Circular 25/2014/TT-BTNMT
Annex 02. Coordinates in this house are always (east, north) or (longitude, latitude); `axis` only says in which
order the EPSG register, a paper or a field book prints them.
"""

from dataclasses import dataclass
from typing import Literal

from gis_core.errors import CrsError

Datum = Literal["vn2000", "hn72", "indian1960", "wgs84"]
Kind = Literal["tm3", "utm", "gk", "tm", "geographic", "webmercator"]
Axis = Literal["en", "ne", "lonlat"]

ELLIPSOIDS: dict[str, tuple[float, float]] = {
    "vn2000": (6378137.0, 298.257223563),
    "wgs84": (6378137.0, 298.257223563),
    "hn72": (6378245.0, 298.3),
    "indian1960": (6377276.345, 300.8017),
}
"""Datum → (semi-major axis in metres, inverse flattening). VN-2000 uses the WGS-84 ellipsoid."""


@dataclass(frozen=True, slots=True)
class Zone:
    """One coordinate system. Metres for plane zones, degrees for geographic ones.

    `own_code` marks zones the EPSG register lacks: their `srid` is the project's own (910000 + zone number).
    `central_meridian`, `scale`, `false_easting` and `false_northing` are None for geographic systems.
    """

    srid: int
    name: str
    datum: Datum
    kind: Kind
    central_meridian: float | None = None
    scale: float | None = None
    false_easting: float | None = None
    false_northing: float | None = None
    axis: Axis = "en"
    own_code: bool = False

    @property
    def is_geographic(self) -> bool:
        """True when coordinates are degrees."""
        return self.kind == "geographic"

    @property
    def code(self) -> str:
        """`EPSG:9218`, or `TD:910492` for the project's own codes."""
        return f"{'TD' if self.own_code else 'EPSG'}:{self.srid}"

    @property
    def meridian_text(self) -> str:
        """The central meridian as Vietnamese maps print it: `108°30'`; empty for geographic systems."""
        if self.central_meridian is None:
            return ""
        minutes = round(self.central_meridian * 60)
        return f"{minutes // 60}°{minutes % 60:02d}'"

    @property
    def projection_step(self) -> str:
        """PROJ steps from longitude and latitude in radians on the own datum to the zone's coordinates."""
        if self.kind == "geographic":
            return "step proj=unitconvert xy_in=rad xy_out=deg"
        if self.kind == "webmercator":
            return "step proj=webmerc lat_0=0 lon_0=0 x_0=0 y_0=0 ellps=WGS84"
        axis, flattening = ELLIPSOIDS[self.datum]
        return (
            f"step proj=tmerc lat_0=0 lon_0={self.central_meridian} k={self.scale} x_0={self.false_easting} "
            f"y_0={self.false_northing} a={axis} rf={flattening}"
        )


def _tm3(srid: int, label: str, meridian: float, *, own: bool = False) -> Zone:
    """A three-degree zone of VN-2000: scale 0.9999, false easting 500 km."""
    return Zone(srid, f"VN-2000 / TM-3 {label}", "vn2000", "tm3", meridian, 0.9999, 500_000.0, 0.0, "en", own)


def _utm(srid: int, datum: Datum, label: str, meridian: float, *, own: bool = False) -> Zone:
    """A six-degree zone: scale 0.9996, false easting 500 km."""
    return Zone(srid, label, datum, "utm", meridian, 0.9996, 500_000.0, 0.0, "en", own)


_TABLE = (
    Zone(4756, "VN-2000", "vn2000", "geographic", axis="lonlat"),
    Zone(4147, "Hanoi 1972", "hn72", "geographic", axis="lonlat"),
    Zone(4131, "Indian 1960", "indian1960", "geographic", axis="lonlat"),
    Zone(4326, "WGS 84", "wgs84", "geographic", axis="lonlat"),
    Zone(3857, "WGS 84 / Pseudo-Mercator", "wgs84", "webmercator", 0.0, 1.0, 0.0, 0.0),
    _tm3(5896, "zone 481", 102.0),
    _tm3(9205, "103-00", 103.0),
    _tm3(9206, "104-00", 104.0),
    _tm3(9207, "104-30", 104.5),
    _tm3(9208, "104-45", 104.75),
    _tm3(5897, "zone 482", 105.0),
    _tm3(9209, "105-30", 105.5),
    _tm3(9210, "105-45", 105.75),
    _tm3(9211, "106-00", 106.0),
    _tm3(9212, "106-15", 106.25),
    _tm3(9213, "106-30", 106.5),
    _tm3(9214, "107-00", 107.0),
    _tm3(9215, "107-15", 107.25),
    _tm3(9216, "107-30", 107.5),
    _tm3(5899, "107-45", 107.75),
    _tm3(5898, "zone 491", 108.0),
    _tm3(9217, "108-15", 108.25),
    _tm3(9218, "108-30", 108.5),
    _tm3(910492, "zone 492", 111.0, own=True),
    _tm3(910501, "zone 501", 114.0, own=True),
    _tm3(910502, "zone 502", 117.0, own=True),
    _utm(3405, "vn2000", "VN-2000 / UTM zone 48N", 105.0),
    _utm(3406, "vn2000", "VN-2000 / UTM zone 49N", 111.0),
    _utm(910050, "vn2000", "VN-2000 / UTM zone 50N", 117.0, own=True),
    _utm(32648, "wgs84", "WGS 84 / UTM zone 48N", 105.0),
    _utm(32649, "wgs84", "WGS 84 / UTM zone 49N", 111.0),
    Zone(2044, "Hanoi 1972 / Gauss-Kruger zone 18", "hn72", "gk", 105.0, 1.0, 18_500_000.0, 0.0, "ne"),
    Zone(2045, "Hanoi 1972 / Gauss-Kruger zone 19", "hn72", "gk", 111.0, 1.0, 19_500_000.0, 0.0, "ne"),
    Zone(2093, "Hanoi 1972 / GK 106 NE", "hn72", "gk", 106.0, 1.0, 500_000.0, 0.0, "ne"),
    _utm(3148, "indian1960", "Indian 1960 / UTM zone 48N", 105.0),
    _utm(3149, "indian1960", "Indian 1960 / UTM zone 49N", 111.0),
    Zone(3176, "Indian 1960 / TM 106 NE", "indian1960", "tm", 106.0, 0.9996, 500_000.0, 0.0),
)

ZONES: dict[int, Zone] = {entry.srid: entry for entry in _TABLE}
"""All known zones by code. EPSG:6956–6959 are deprecated (easting and northing swapped) and left out on purpose."""

DEPRECATED: dict[int, int] = {6956: 5896, 6957: 5897, 6958: 5898, 6959: 5899}
"""Withdrawn EPSG codes with swapped false origins → the code that replaces each."""


def zone(srid: int) -> Zone:
    """The zone of a code; refuses codes outside the table with a hint."""
    if srid in ZONES:
        return ZONES[srid]
    if srid in DEPRECATED:
        raise CrsError(
            f"Mã EPSG:{srid} đã bị thu hồi (gốc tọa độ bị đảo); dùng EPSG:{DEPRECATED[srid]}.",
            f"EPSG:{srid} is withdrawn (its false origin is swapped); use EPSG:{DEPRECATED[srid]}.",
            code="crs_deprecated",
        )
    raise CrsError(
        f"Hệ tọa độ {srid} không có trong bảng hệ tọa độ Việt Nam.",
        f"Coordinate system {srid} is not in the table of Vietnamese systems.",
        hint_vi="Dùng mã múi VN-2000 3° (ví dụ 9218), UTM (3405, 3406), HN-72 (2044, 2045) hoặc WGS-84 (4326).",
        hint_en="Use a VN-2000 3° zone (e.g. 9218), UTM (3405, 3406), HN-72 (2044, 2045) or WGS-84 (4326).",
        code="crs_unknown",
    )


def zone_by_meridian(central_meridian: float, kind: Kind = "tm3", datum: Datum = "vn2000") -> Zone:
    """The zone with that central meridian in degrees (107.75 for 107°45'); refuses when there is none."""
    for entry in _TABLE:
        if (
            entry.kind == kind
            and entry.datum == datum
            and entry.central_meridian is not None
            and abs(entry.central_meridian - central_meridian) < 1e-6
        ):
            return entry
    raise CrsError(
        f"Không có múi {kind} ({datum}) với kinh tuyến trục {central_meridian}°.",
        f"There is no {kind} zone ({datum}) with central meridian {central_meridian}°.",
        code="crs_unknown",
    )


def zones_of(datum: Datum | None = None, kind: Kind | None = None) -> tuple[Zone, ...]:
    """All zones of a datum, a kind, or both, in table order."""
    return tuple(z for z in _TABLE if (datum is None or z.datum == datum) and (kind is None or z.kind == kind))
