"""Recognise national systems in the CRS texts files carry: MapInfo and PRJ files name no EPSG code.

A text is matched by ellipsoid, projection numbers and datum shift, never by its name. Common variants (three
parameters only, a WGS-84 datum on a provincial grid) are named. A VN-2000 text with the rotation signs of Decision
05/2007 left unflipped is set right by PROJ itself while it reads.
"""

from dataclasses import dataclass

from pyproj import CRS
from pyproj.exceptions import CRSError as ProjCrsError

from gis_core.crs.zones import ELLIPSOIDS, ZONES, Zone

_VN2000 = (-191.90441429, -39.30318279, -111.45032835, 0.00928836, -0.01975479, 0.00427372, 0.252906278)
"""EPSG:6960 as towgs84 (position-vector signs)."""

_SHIFTS: dict[str, tuple[float, ...]] = {"hn72": (-17.51, -108.32, -62.39), "indian1960": (198.0, 881.0, 317.0)}


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a CRS text means to us.

    `srid` is the national system with the same projection and ellipsoid, None when there is none. `certain`: the
    datum agrees as well; else a person must confirm, and the words say why.
    """

    srid: int | None
    certain: bool
    vi: str
    en: str


def recognise(crs_text: str) -> Recognition:
    """Match WKT, PROJ text or `EPSG:…` with the zone table; never raises."""
    try:
        crs = CRS.from_user_input(crs_text)
    except ProjCrsError:
        return Recognition(None, False, "không đọc được hệ tọa độ của tệp", "the file's system cannot be read")
    if crs.is_bound and crs.source_crs is not None:
        shift = tuple(float(value) for value in (crs.coordinate_operation.towgs84 if crs.coordinate_operation else []))
        return _by_numbers(crs.source_crs, shift)
    code = crs.to_epsg(min_confidence=90)
    if code in ZONES:
        return Recognition(code, True, f"tệp ghi {ZONES[code].name}", f"the file states {ZONES[code].name}")
    return _by_numbers(crs, ())


def _by_numbers(crs: CRS, shift: tuple[float, ...]) -> Recognition:
    fits = [entry for entry in ZONES.values() if _same_projection(crs, entry) and _same_ellipsoid(crs, entry)]
    if not fits:
        return Recognition(None, False, "không thuộc các hệ tọa độ Việt Nam", "none of the Vietnamese systems")
    if not shift:
        # an EPSG database datum says more than numbers: VN-2000 and WGS-84 share the ellipsoid
        datum = (crs.datum.name if crs.datum else "").upper()
        states_wgs84 = datum.startswith(("WGS", "WORLD GEODETIC SYSTEM 1984"))
        chosen = next((z for z in fits if z.datum == "wgs84"), None) if states_wgs84 else None
        if chosen is not None:
            return Recognition(chosen.srid, True, f"tệp ghi {chosen.name}", f"the file states {chosen.name}")
        guess = next((z for z in fits if z.datum == "vn2000"), fits[0])
        if states_wgs84:
            return Recognition(
                guess.srid,
                False,
                f"tệp ghi gốc WGS-84 nhưng lưới của {guess.name}: nếu số là VN-2000 thì lệch khoảng 225 m",
                f"the file states datum WGS-84 on the grid of {guess.name}: VN-2000 numbers would be 225 m off",
            )
        return Recognition(
            guess.srid,
            False,
            f"lưới của {guess.name}, tệp không ghi tham số chuyển gốc",
            f"the grid of {guess.name}; the file carries no datum shift",
        )
    return _by_shift(fits, shift)


def _by_shift(fits: list[Zone], shift: tuple[float, ...]) -> Recognition:
    for entry in fits:
        wanted = {"vn2000": _VN2000, **_SHIFTS}.get(entry.datum)
        if wanted and _close(shift, wanted):
            return Recognition(entry.srid, True, f"đúng tham số của {entry.name}", f"parameters of {entry.name}")
    vn2000 = next((entry for entry in fits if entry.datum == "vn2000"), None)
    if vn2000 is not None and _close(shift[:3], _VN2000[:3]):
        return Recognition(
            vn2000.srid,
            False,
            f"lưới của {vn2000.name}, tham số chuyển gốc khác QĐ 05/2007",
            f"the grid of {vn2000.name}; its datum shift differs from Decision 05/2007",
        )
    if all(abs(value) < 1e-9 for value in shift):
        wgs84 = next((entry for entry in fits if entry.datum == "wgs84"), None)
        if wgs84 is not None:
            return Recognition(wgs84.srid, True, f"tệp ghi {wgs84.name}", f"the file states {wgs84.name}")
    return Recognition(
        fits[0].srid,
        False,
        f"lưới của {fits[0].name} với tham số chuyển gốc lạ",
        f"the grid of {fits[0].name} with an unknown datum shift",
    )


def _close(given: tuple[float, ...], wanted: tuple[float, ...]) -> bool:
    """Equal to 1e-6 of each number's unit; missing trailing parameters count as zero."""
    length = max(len(given), len(wanted))
    a = (*given, *([0.0] * (length - len(given))))
    b = (*wanted, *([0.0] * (length - len(wanted))))
    return all(abs(one - other) <= 1e-6 for one, other in zip(a, b, strict=True))


def _same_ellipsoid(crs: CRS, entry: Zone) -> bool:
    if crs.ellipsoid is None:
        return False
    axis, flattening = ELLIPSOIDS[entry.datum]
    return (
        abs(crs.ellipsoid.semi_major_metre - axis) < 0.01 and abs(crs.ellipsoid.inverse_flattening - flattening) < 1e-4
    )


def _same_projection(crs: CRS, entry: Zone) -> bool:
    if entry.is_geographic:
        return crs.is_geographic
    operation = crs.coordinate_operation
    if not crs.is_projected or operation is None or "Transverse Mercator" not in operation.method_name:
        return False
    numbers = {parameter.name.lower(): float(parameter.value) for parameter in operation.params}
    wanted = {
        "longitude of natural origin": entry.central_meridian,
        "scale factor at natural origin": entry.scale,
        "false easting": entry.false_easting,
        "false northing": entry.false_northing,
        "latitude of natural origin": 0.0,
    }
    return all(
        name in numbers and value is not None and abs(numbers[name] - value) <= 1e-6 for name, value in wanted.items()
    )
