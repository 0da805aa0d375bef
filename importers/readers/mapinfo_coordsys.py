"""The CoordSys of MapInfo files, read by ourselves and matched by its numbers.

Stock MapInfo knows neither VN-2000 nor HN-72; offices typed the parameters by hand, so the same system appears in
several spellings, some of them wrong. GDAL passes all of them on without a word. Here each spelling is told apart:
the seven parameters of Decision 05/2007/QĐ-BTNMT, their three-parameter stub, rotations or everything with the wrong
sign, and datum 104 (WGS-84) under a VN-2000 grid, which puts parcels 225 m off if the numbers are VN-2000.
"""

import re
import struct
from dataclasses import dataclass
from typing import Any

from gis_core.crs.zones import ZONES, Zone

VN2000_SHIFT = (-191.90441429, -39.30318279, -111.45032835)
VN2000_ROTATION = (-0.00928836, 0.01975479, -0.00427372)
"""Seconds of arc in MapInfo's signs, which are the decision's."""
VN2000_PPM = 0.252906278
EXACT, CLOSE = 1e-6, 5e-3
"""Metres and seconds: the published digits, and rounded copies of them."""

CUSTOM_DATUM, CUSTOM_DATUM_3 = 9999, 999
DATUM_NAMES = {104: "wgs84", 28: "wgs84", 33: "grs80", 40: "indian", 117: "nzgd2000", 0: "none"}
ELLIPSOID_DATUMS = {3: "hn72", 11: "indian1960"}
KINDS = {1: "longlat", 8: "tm"}


@dataclass(frozen=True, slots=True)
class CoordSys:
    """A CoordSys clause as numbers; `datum` 9999/999 carries its ellipsoid and parameters."""

    earth: bool
    projection: int = 0
    datum: int | None = None
    ellipsoid: int | None = None
    shift: tuple[float, float, float] | None = None
    rotation: tuple[float, float, float] | None = None
    ppm: float = 0.0
    unit: str = ""
    parameters: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What a clause most probably is: `how` says which spelling; `zone` is None when nothing fits."""

    zone: Zone | None
    how: str


def parse(clause: str) -> CoordSys | None:
    """Parse `CoordSys Earth Projection …` or `CoordSys NonEarth …`; None when it is neither."""
    text = re.sub(r"\s+", " ", clause.strip())
    if re.match(r"(?i)coordsys nonearth", text):
        return CoordSys(earth=False)
    found = re.match(r"(?i)coordsys earth projection\s*(.*)$", text)
    if found is None:
        return None
    body = re.split(r"(?i)\s+(?:bounds|affine)\b", found.group(1))[0]
    unit = re.search(r'"([^"]*)"', body)
    before, after = (body[: unit.start()], body[unit.end() :]) if unit else (body, "")
    head, tail = _numbers(before), _numbers(after)
    if not head:
        return None
    projection = int(head[0]) % 1000
    if not unit:
        head, tail = _without_unit(projection, head)
    return _from_numbers(projection, head[1:], tail, unit.group(1) if unit else "")


def _numbers(text: str) -> list[float]:
    return [float(n) for n in re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", text)]


def _without_unit(projection: int, numbers: list[float]) -> tuple[list[float], list[float]]:
    """Geographic clauses have no unit: everything belongs to the datum."""
    return (numbers, []) if projection == 1 else (numbers[:2], numbers[2:])


def _from_numbers(projection: int, head: list[float], tail: list[float], unit: str) -> CoordSys:
    datum = int(head[0]) if head else None
    shift = rotation = None
    ellipsoid, ppm = None, 0.0
    if datum in {CUSTOM_DATUM, CUSTOM_DATUM_3} and len(head) >= 5:
        ellipsoid = int(head[1])
        shift = (head[2], head[3], head[4])
        if datum == CUSTOM_DATUM and len(head) >= 9:
            rotation, ppm = (head[5], head[6], head[7]), head[8]
    return CoordSys(True, projection, datum, ellipsoid, shift, rotation, ppm, unit, tuple(tail))


def from_map_header(block: bytes) -> CoordSys | None:
    """The projection block of a native .MAP header; None for other files.

    Layout (public documentation of the format): projection, ellipsoid and unit bytes at 0x16D, scales and
    displacements, six projection parameters at 0x190, three datum shifts and five datum parameters.
    """
    if len(block) < 0x1F8 + 8 or struct.unpack_from("<i", block, 0x100)[0] != 42424242:
        return None
    projection, ellipsoid, unit = block[0x16D], block[0x16E], block[0x16F]
    parameters = struct.unpack_from("<6d", block, 0x190)
    shift = struct.unpack_from("<3d", block, 0x1C0)
    datum = struct.unpack_from("<5d", block, 0x1D8)
    if projection == 0:
        return CoordSys(earth=False)
    plain = not any(shift) and not any(datum[:4])
    return CoordSys(
        earth=True,
        projection=projection % 100 if projection > 100 else projection,
        datum=104 if plain and ellipsoid == 28 else CUSTOM_DATUM,
        ellipsoid=ellipsoid,
        shift=shift,
        rotation=(datum[0], datum[1], datum[2]),
        ppm=datum[3],
        unit="m" if unit == 7 else f"unit {unit}",
        parameters=parameters,
    )


def identify(system: CoordSys) -> Match:
    """Match a clause with the zones of the house by central meridian, scale, false origin and datum parameters."""
    if not system.earth:
        return Match(None, "non_earth")
    datum, how = _datum_of(system)
    if datum is None:
        return Match(None, how)
    if system.projection == 1:
        return Match(_geographic(datum), how)
    if system.projection != 8 or len(system.parameters) < 4 or system.unit.lower() not in {"m", "metre", "meter"}:
        return Match(None, "projection_unknown")
    meridian, _, scale, easting = system.parameters[:4]
    for wanted in ("vn2000", datum) if how == "datum_104" else (datum,):
        for entry in ZONES.values():
            if entry.datum == wanted and _same_grid(entry, meridian, scale, easting):
                return Match(entry, how if wanted != datum or how != "datum_104" else "exact")
    return Match(None, "grid_unknown")


def _same_grid(entry: Zone, meridian: float, scale: float, easting: float) -> bool:
    if entry.central_meridian is None or entry.scale is None or entry.false_easting is None:
        return False
    return (
        abs(entry.central_meridian - meridian) < 1e-7
        and abs(entry.scale - scale) < 1e-7
        and abs(entry.false_easting - easting) < 1e-3
    )


def _geographic(datum: str) -> Zone | None:
    return next((entry for entry in ZONES.values() if entry.datum == datum and entry.is_geographic), None)


def _datum_of(system: CoordSys) -> tuple[str | None, str]:
    """Datum of the house and the spelling it was recognised by."""
    if system.datum == 104 or (system.datum == 28 and system.shift is None):
        return "wgs84", "datum_104"
    if system.shift is None:
        return None, "datum_unknown"
    if system.ellipsoid in ELLIPSOID_DATUMS:
        return ELLIPSOID_DATUMS[system.ellipsoid], "exact"
    if system.ellipsoid not in {28, 33, 0, None}:
        return None, "datum_unknown"
    if not any(system.shift):
        return "wgs84", "datum_104"
    how = _vn2000_spelling(system)
    return ("vn2000", how) if how else (None, "datum_unknown")


def _vn2000_spelling(system: CoordSys) -> str | None:
    shift, rotation = system.shift or (0.0, 0.0, 0.0), system.rotation or (0.0, 0.0, 0.0)
    if _near(shift, VN2000_SHIFT, 1.0):
        if not any(rotation):
            return "three_parameters"
        if _near(rotation, VN2000_ROTATION, CLOSE):
            exact = _near(shift, VN2000_SHIFT, EXACT) and _near(rotation, VN2000_ROTATION, EXACT)
            return "exact" if exact and abs(system.ppm - VN2000_PPM) < EXACT else "rounded"
        if _near(rotation, tuple(-value for value in VN2000_ROTATION), CLOSE):
            return "rotations_flipped"
        return "rotations_differ"
    if _near(shift, tuple(-value for value in VN2000_SHIFT), 1.0):
        return "direction_flipped"
    return None


def _near(first: tuple[float, ...], second: tuple[float, ...], tolerance: float) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(first, second, strict=True))


WARNINGS = {
    "datum_104": (
        "Khai báo mốc WGS-84 (datum 104) nhưng lưới là lưới VN-2000: nếu số liệu là VN-2000 thì đọc theo khai báo "
        "sẽ lệch khoảng 225 m.",
        "Datum WGS-84 (104) is declared under a VN-2000 grid: if the numbers are VN-2000, reading them as declared "
        "moves them about 225 m.",
    ),
    "three_parameters": (
        "VN-2000 chỉ khai báo 3 trong 7 tham số; tọa độ lưới không đổi, được hiểu là VN-2000.",
        "VN-2000 is declared with 3 of its 7 parameters; grid coordinates are unaffected and taken as VN-2000.",
    ),
    "rotations_flipped": (
        "Các góc xoay của VN-2000 bị ngược dấu (lệch 0,5–0,75 m khi chuyển sang WGS-84); được hiểu là VN-2000.",
        "The rotations of VN-2000 have the wrong sign (0.5–0.75 m off in WGS-84); taken as VN-2000.",
    ),
    "rotations_differ": (
        "Các góc xoay khai báo khác với Quyết định 05/2007/QĐ-BTNMT; được hiểu là VN-2000.",
        "The declared rotations differ from Decision 05/2007/QĐ-BTNMT; taken as VN-2000.",
    ),
    "direction_flipped": (
        "Bảy tham số VN-2000 bị ngược chiều (dấu dương); được hiểu là VN-2000.",
        "The seven parameters of VN-2000 are given in the wrong direction; taken as VN-2000.",
    ),
    "rounded": (
        "Tham số VN-2000 đã bị làm tròn; được hiểu là VN-2000.",
        "The parameters of VN-2000 are rounded; taken as VN-2000.",
    ),
    "non_earth": (
        "Tệp dùng hệ phi trái đất (NonEarth): phải chọn hệ tọa độ khi nhập.",
        "The file uses NonEarth coordinates: choose the coordinate system at import.",
    ),
    "missing": (
        "Tệp không có dòng CoordSys (MapInfo sẽ hiểu là kinh vĩ độ): phải chọn hệ tọa độ khi nhập.",
        "The file has no CoordSys line (MapInfo would take it as degrees): choose the coordinate system at import.",
    ),
}
"""Spellings that the user has to see."""


def declared(system: CoordSys | None, clause: str | None) -> dict[str, Any]:
    """The clause as facts for the file's description."""
    if system is None:
        return {"kind": "missing", "epsg": None, "name": None, "how": "missing", "text": clause}
    match = identify(system)
    return {
        "kind": "earth" if system.earth else "non_earth",
        "epsg": match.zone.srid if match.zone else None,
        "name": match.zone.name if match.zone else None,
        "how": match.how,
        "text": clause,
        "central_meridian": system.parameters[0] if system.parameters else None,
    }
