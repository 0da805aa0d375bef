"""How a coordinate system is written into files: EPSG code or PROJ text for GDAL, our own CoordSys line for MapInfo.

GDAL writes VN-2000 and HN-72 to MapInfo as datum 104 (WGS-84) without a word, which is 225 m off; datum 9999 carries
ellipsoid and parameters instead, in MapInfo's signs, which are those of Decision 05/2007/QĐ-BTNMT.
"""

from gis_core.crs.systems import CoordinateSystem, ForeignSystem, LocalGrid
from gis_core.crs.transform import DATUM_SHIFTS
from gis_core.crs.user_systems import SevenParameters, UserSystem
from gis_core.crs.zones import ELLIPSOIDS, Zone
from importers.conversion.errors import impossible_target

_DATUM_CLAUSES = {
    "vn2000": "9999, 28, -191.90441429, -39.30318279, -111.45032835, -0.00928836, 0.01975479, -0.00427372, "
    "0.252906278, 0",
    "hn72": "9999, 3, -17.51, -108.32, -62.39, 0, 0, 0, 0, 0",
    "indian1960": "9999, 11, 198, 881, 317, 0, 0, 0, 0, 0",
    "wgs84": "104",
}
"""Datum → MapInfo's datum clause (DOMAIN: ellipsoid, shifts in metres, rotations in seconds, ppm, prime meridian)."""


def crs_text(system: CoordinateSystem) -> str | None:
    """What GDAL is told: `EPSG:9218`, or a PROJ text with its shift; None for a local grid."""
    if isinstance(system, LocalGrid):
        return None
    if isinstance(system, ForeignSystem):
        return system.text
    if isinstance(system, Zone) and not system.own_code:
        return f"EPSG:{system.srid}"
    axis, flattening, shift = _figure(system)
    head = "+proj=longlat" if system.is_geographic else _tmerc(system)
    return f"{head} +a={axis!r} +rf={flattening!r}{_towgs84(shift)} +no_defs +type=crs"


def mapinfo_clause(system: CoordinateSystem) -> str:
    """The CoordSys line of a MIF. Raises ConversionError for systems MapInfo cannot be told about exactly."""
    if isinstance(system, LocalGrid):
        return 'CoordSys NonEarth Units "m"'
    datum = getattr(system, "datum_name", None) or getattr(system, "datum", "")
    if isinstance(system, ForeignSystem) or datum not in _DATUM_CLAUSES or getattr(system, "kind", "") == "webmercator":
        raise impossible_target(
            "MapInfo",
            system.name,
            "chỉ ghi các hệ VN-2000, HN-72, Indian 1960 và WGS-84 kèm tham số",
            "only VN-2000, HN-72, Indian 1960 and WGS-84 systems are written with their parameters",
        )
    clause = _DATUM_CLAUSES[datum]
    if system.is_geographic:
        return f"CoordSys Earth Projection 1, {clause}"
    plane = f"{_plain(system.central_meridian)}, 0, {_plain(system.scale)}, {_plain(system.false_easting)}, "
    return f'CoordSys Earth Projection 8, {clause}, "m", {plane}{_plain(system.false_northing)}'


def _plain(value: float | None) -> str:
    return f"{value or 0.0:.12g}"


def _tmerc(system: Zone | UserSystem) -> str:
    return (
        f"+proj=tmerc +lat_0=0 +lon_0={system.central_meridian!r} +k={system.scale!r} +x_0={system.false_easting!r} "
        f"+y_0={system.false_northing!r} +units=m"
    )


def _figure(system: Zone | UserSystem) -> tuple[float, float, str | SevenParameters | None]:
    """Semi-major axis, inverse flattening and the shift to WGS-84."""
    if isinstance(system, UserSystem) and system.datum_name == "own":
        return (*system.ellipsoid, system.shift)
    name = system.datum_name if isinstance(system, UserSystem) else system.datum
    return (*ELLIPSOIDS[name], "" if name == "wgs84" else DATUM_SHIFTS[name].helmert)


def _towgs84(shift: str | SevenParameters | None) -> str:
    """`+towgs84` holds position-vector angles: coordinate-frame ones change their sign."""
    if shift is None:
        return ""
    if shift == "":
        return " +towgs84=0,0,0"
    text = shift.helmert if isinstance(shift, SevenParameters) else shift
    values = dict(word.split("=", 1) for word in text.split() if "=" in word)
    turn = -1.0 if values.get("convention") == "coordinate_frame" else 1.0
    moves = [float(values.get(key, 0)) for key in ("x", "y", "z")]
    angles = [turn * float(values.get(key, 0)) for key in ("rx", "ry", "rz")]
    numbers = [*moves, *angles, float(values.get("s", 0))]
    return " +towgs84=" + ",".join(repr(number + 0.0) for number in numbers)
