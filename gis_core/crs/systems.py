"""A coordinate system as people write it, turned into one typed description.

`parse_system` reads an EPSG code, a name ("VN-2000 108-30", "HN-72 19", "WGS-84 UTM 49"), a province of before or
after July 2025, or a definition of one's own (`tm lon_0=107.75 k=0.9999 x_0=500000 datum=vn2000`, `+proj=…`).
Coordinates are (east, north) or (longitude, latitude) whatever the system prints first.
"""

import re
from dataclasses import dataclass

from pyproj import CRS
from pyproj.exceptions import CRSError as ProjCrsError

from gis_core.crs.provinces import NEW_PROVINCES, OLD_PROVINCES
from gis_core.crs.recognise import recognise
from gis_core.crs.user_systems import UserSystem, read_user_system
from gis_core.crs.zones import DEPRECATED, ZONES, Axis, Datum, Zone, zone, zone_by_meridian
from gis_core.errors import CrsError
from gis_core.text.names import fold, fold_spelling


@dataclass(frozen=True, slots=True)
class ForeignSystem:
    """A system outside the Vietnamese table: an EPSG code or a CRS text PROJ can read."""

    text: str
    name: str
    is_geographic: bool
    axis: Axis = "en"

    @property
    def code(self) -> str:
        """The code or the text itself."""
        return self.text


@dataclass(frozen=True, slots=True)
class LocalGrid:
    """Coordinates of a site or a factory grid, metres, in no known place: only a fit leads out of it."""

    name: str = "Lưới cục bộ"
    is_geographic: bool = False
    axis: Axis = "en"
    code: str = "local"


CoordinateSystem = Zone | UserSystem | ForeignSystem | LocalGrid
"""What `parse_system` returns. Zones come from the table, user systems from a definition, the rest from PROJ."""

_DATUM_WORDS: tuple[tuple[str, Datum], ...] = (
    ("vn 2000", "vn2000"), ("vn2000", "vn2000"), ("vn2k", "vn2000"),
    ("hn 72", "hn72"), ("hn72", "hn72"), ("ha noi 72", "hn72"), ("ha noi 1972", "hn72"), ("hanoi 1972", "hn72"),
    ("indian 1960", "indian1960"), ("indian 60", "indian1960"), ("indian60", "indian1960"),
    ("indian1960", "indian1960"),
    ("wgs 84", "wgs84"), ("wgs84", "wgs84"), ("wgs 1984", "wgs84"), ("gps", "wgs84"),
)  # fmt: skip
_GEOGRAPHIC = {"vn2000": 4756, "hn72": 4147, "indian1960": 4131, "wgs84": 4326}
_NAMED_ZONES = {"481": 102.0, "482": 105.0, "491": 108.0, "492": 111.0, "501": 114.0, "502": 117.0}
_DECIMAL = re.compile(r"\b(\d{3})[.,](\d+)\b")
_MERIDIAN = re.compile(r"(?P<deg>\d{3})(?:point(?P<frac>\d+)|\s*°?\s*(?P<min>\d{2}))?\s*°?")
_USER = re.compile(r"^(?P<kind>tm3|tm6|tm|lonlat)\s+(?=\S*=)", re.IGNORECASE)


def parse_system(text: str) -> CoordinateSystem:
    """Read one system; refuses with `crs_unknown`, `crs_ambiguous`, `crs_deprecated` or `crs_incomplete`."""
    given = " ".join(text.split())
    if not given:
        raise _unknown(text)
    if fold(given) in {"local", "cuc bo", "luoi cuc bo", "toa do cuc bo", "gia dinh"}:
        return LocalGrid()
    code = re.fullmatch(r"(?:(?:EPSG|TD)\s*:{1,2}\s*)?(\d{4,6})", given, re.IGNORECASE)
    if code:
        return _by_code(int(code[1]))
    if _USER.match(given):
        return read_user_system(given)
    if given.startswith("+") or given.upper().startswith(("PROJ", "GEOG", "BOUNDCRS", "COMPD", "GEOD", "ENG", "LOCAL")):
        return _by_crs_text(given)
    return _by_words(given)


def system_of(srid: int) -> CoordinateSystem:
    """The system of a code: of the table, or any EPSG code PROJ knows."""
    return _by_code(srid)


def user_tm(central_meridian: float, *, scale: float, datum: Datum = "vn2000") -> Zone | UserSystem:
    """A TM zone on any meridian with false easting 500 km; the table's own zone where there is one."""
    found = next((z for z in ZONES.values() if _same_tm(z, central_meridian, scale, datum)), None)
    if found:
        return found
    if not 90 <= central_meridian <= 130:
        raise CrsError(
            f"Kinh tuyến trục {central_meridian}° không thuộc lãnh thổ Việt Nam.",
            f"Central meridian {central_meridian}° is not one of Viet Nam.",
            hint_vi="Dùng kinh tuyến từ 102 đến 117 độ, ví dụ 108-30.",
            hint_en="Use a meridian between 102 and 117 degrees, e.g. 108-30.",
            code="crs_unknown",
        )
    label = {0.9999: "TM-3", 0.9996: "TM-6"}.get(scale, f"TM k={scale}")
    minutes = round(central_meridian * 60)
    exact = abs(minutes / 60 - central_meridian) < 1e-9
    meridian = f"{minutes // 60}-{minutes % 60:02d}" if exact else f"{central_meridian}°"
    name = {"vn2000": "VN-2000", "hn72": "Hanoi 1972", "indian1960": "Indian 1960", "wgs84": "WGS 84"}[datum]
    return UserSystem(f"{name} / {label} {meridian}", datum, central_meridian, scale, 500_000.0, 0.0)


def _same_tm(entry: Zone, central_meridian: float, scale: float, datum: str) -> bool:
    return (
        entry.kind in {"tm3", "utm"}
        and (entry.datum, entry.scale) == (datum, scale)
        and entry.central_meridian == central_meridian
    )


def _by_code(code: int) -> CoordinateSystem:
    if code in ZONES or code in DEPRECATED or code >= 900_000:
        return zone(code)
    try:
        crs = CRS.from_epsg(code)
    except ProjCrsError as error:
        raise _unknown(f"EPSG:{code}") from error
    return ForeignSystem(f"EPSG:{code}", crs.name, crs.is_geographic)


def _by_crs_text(text: str) -> CoordinateSystem:
    try:
        crs = CRS.from_user_input(text)
    except ProjCrsError as error:
        raise _unknown(text) from error
    known = recognise(text)
    if known.srid is not None and known.certain:
        return ZONES[known.srid]
    return ForeignSystem(text, crs.name, crs.is_geographic)


def _by_words(text: str) -> CoordinateSystem:
    # folding drops the decimal point: 108.25 must not become 108 degrees 25 minutes
    words = fold(_DECIMAL.sub(r"\1point\2", text).replace("°", " ° ").replace("′", " ").replace("'", " "))
    for word, datum in _DATUM_WORDS:
        if words == word or words.startswith(f"{word} ") or words.startswith(f"{word}/"):
            return _on_datum(datum, words.removeprefix(word).strip(" /"), text)
    return _by_province(text)


def _on_datum(datum: Datum, rest: str, text: str) -> CoordinateSystem:
    """`rest` is what follows the datum: empty, degrees, `utm 49`, `tm 6 111`, `108 30`, `zone 492`, `19`."""
    rest = re.sub(r"\b(mui|zone|kinh tuyen truc|ktt|gauss kruger|gk|kruger|ne)\b", " ", rest)
    rest = " ".join(rest.split())
    if rest in {"", "blh", "bl", "bh", "latlon", "lonlat", "geographic", "dia ly", "kinh vi do", "do"}:
        return zone(_GEOGRAPHIC[datum])
    utm = re.fullmatch(r"(?:utm )?(48|49|50)\s?n?", rest)
    if utm and datum != "hn72":
        return _six_degrees(datum, int(utm[1]), text)
    gauss = re.fullmatch(r"(?:x )?(18|19|48|49)", rest)
    if gauss and datum == "hn72":
        return zone({18: 2044, 48: 2044, 19: 2045, 49: 2045}[int(gauss[1])])
    named = re.fullmatch(r"(?:tm 3 )?(\d{3})", rest)
    if named and named[1] in _NAMED_ZONES and datum == "vn2000":
        return zone_by_meridian(_NAMED_ZONES[named[1]])
    width = re.match(r"(?:tm|mui)?\s?(3|6)(?:\s?do|\s?°)?\s+(?=\d)", rest)
    meridian = _meridian(rest[width.end() :] if width else rest)
    if meridian is None:
        raise _unknown(text)
    if datum == "hn72" and meridian == 106 and not width:
        return zone(2093)
    scale = 1.0 if datum == "hn72" else {"3": 0.9999, "6": 0.9996}[width[1] if width else "3"]
    return user_tm(meridian, scale=scale, datum=datum)


def _six_degrees(datum: Datum, number: int, text: str) -> Zone | UserSystem:
    meridian = 105.0 + 6 * (number - 48)
    if datum == "indian1960" and number == 50:
        raise _unknown(text)
    return user_tm(meridian, scale=0.9996, datum=datum)


def _meridian(text: str) -> float | None:
    """`108 30`, `108 ° 30`, `108point5`, `105` (folded words) in degrees; None when it is something else."""
    match = _MERIDIAN.fullmatch(text.strip(" '"))
    if match is None:
        return None
    if match["frac"]:
        return float(f"{match['deg']}.{match['frac']}")
    minutes = int(match["min"] or 0)
    return int(match["deg"]) + minutes / 60 if minutes < 60 else None


def _by_province(text: str) -> Zone:
    """A province's zone; refuses a name whose meridian changed in July 2025 unless old or new is said."""
    bare = re.sub(r"\b(tinh|thanh pho|tp|cu|moi|truoc 2025|sau 2025)\b", " ", fold_spelling(text)).strip()
    bare = " ".join(bare.split())
    old = next((m for name, m in OLD_PROVINCES.items() if fold_spelling(name) == bare), None)
    new = next((m for name, m in NEW_PROVINCES.items() if fold_spelling(name) == bare), None)
    said = fold(text)
    if old is not None and new is not None and old != new:
        if re.search(r"\b(cu|truoc 2025)\b", said):
            return zone_by_meridian(old)
        if re.search(r"\b(moi|sau 2025)\b", said):
            return zone_by_meridian(new)
        raise CrsError(
            f"“{text}”: kinh tuyến trục trước 01/7/2025 là {zone_by_meridian(old).meridian_text}, "
            f"từ 01/7/2025 là {zone_by_meridian(new).meridian_text}.",
            f"“{text}”: the central meridian was {zone_by_meridian(old).meridian_text} before 1 July 2025 and is "
            f"{zone_by_meridian(new).meridian_text} since.",
            hint_vi=f"Viết “{text} cũ” hoặc “{text} mới”.",
            hint_en=f"Write “{text} cũ” (old) or “{text} mới” (new).",
            code="crs_ambiguous",
        )
    meridian = old if old is not None else new
    if meridian is None:
        raise _unknown(text)
    return zone_by_meridian(meridian)


def _unknown(text: str) -> CrsError:
    return CrsError(
        f"Không hiểu hệ tọa độ “{text[:80]}”.",
        f"Coordinate system “{text[:80]}” is not understood.",
        hint_vi="Dùng mã EPSG (9218), tên (VN-2000 108-30, VN-2000 UTM 49, HN-72 19, WGS-84, Indian 1960 UTM 48), "
        "tên tỉnh (Bình Thuận), hoặc tự khai: tm lon_0=108.5 k=0.9999 x_0=500000 y_0=0 datum=vn2000.",
        hint_en="Use an EPSG code (9218), a name (VN-2000 108-30, VN-2000 UTM 49, HN-72 19, WGS-84, Indian 1960 UTM "
        "48), a province (Bình Thuận), or a definition: tm lon_0=108.5 k=0.9999 x_0=500000 y_0=0 datum=vn2000.",
        code="crs_unknown",
    )
