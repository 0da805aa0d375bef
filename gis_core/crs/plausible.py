"""Doubt coordinates first: which system could these numbers be in, and what speaks for it?

Every system of the zone table is tried, also with the two numbers swapped and in millimetres, and the points are
compared with the place where they should lie. The result is a list of proposals with evidence for a person; nothing
is ever changed by itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gis_core.crs.regions import VIET_NAM, Whereabouts, whereabouts
from gis_core.crs.transform import System, system_name, transform_xy
from gis_core.crs.zones import ZONES, Zone
from gis_core.errors import CrsError

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]

BUFFER_M = 200.0
"""Points this far outside a unit's frame still count as inside: borders are generalised."""

_SAMPLE = 1000
_METRES_PER_DEGREE = 110_574.0
_WITHOUT_UNIT = 0.5
"""Best score when no unit says where the points should lie: half of all zones then look alike."""

_PRIOR = {"vn2000": 0.9, "wgs84": 0.8, "hn72": 0.8, "indian1960": 0.7}
_DEGREES_PRIOR = {"wgs84": 0.9, "vn2000": 0.85, "hn72": 0.6, "indian1960": 0.5}  # degrees come from GNSS or the web
_SEA_ZONE_PRIOR = 0.5  # zones 492, 501, 502 and UTM 50 serve the sea; no province draws in them
_SWAPPED_PRIOR, _MILLIMETRE_PRIOR = 0.9, 0.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """One explanation of the numbers.

    `epsg` is the system's code (None: no system explains them). `score` is 0 to 1; 0 means that the points do not
    lie where they should. `swapped`: the file has north before east. `to_metres`: factor to the system's unit.
    `lon`, `lat`: where the middle of the points lies then (WGS-84), None when nowhere.
    """

    epsg: int | None
    name: str
    score: float
    evidence_vi: str
    evidence_en: str
    swapped: bool = False
    to_metres: float = 1.0
    lon: float | None = None
    lat: float | None = None

    @property
    def evidence(self) -> str:
        """The reasons in English, as the command contract's `crs_candidates` carries them."""
        return self.evidence_en


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the numbers."""

    system: int
    zone: Zone | None
    swapped: bool
    factor: float
    prior: float


def crs_candidates(
    x: ArrayLike, y: ArrayLike, *, expected_srid: int, unit_bounds: Box | None = None, limit: int = 8
) -> list[Candidate]:
    """Explanations of file coordinates (first, second), best first; the expected system is always among them.

    `unit_bounds` (min x, min y, max x, max y in `expected_srid`) is where the points should lie; points up to 200 m
    outside count as inside. `expected_srid` may be a code outside the table (a file of another country).
    """
    first, second = _sample(x, y)
    target = _unit_box(unit_bounds, expected_srid)
    centre = _middle(target) if target else None
    readings = _readings(expected_srid)
    found = [_judge(reading, first, second, target, centre, expected_srid) for reading in readings]
    expected = found[0]
    good = sorted((c for c in found if c.score > 0), key=lambda c: -c.score)[:limit]
    return good if expected.score > 0 else [*good, expected]


def where_they_lie(
    x: ArrayLike, y: ArrayLike, srid: System, *, seen_from: tuple[float, float] | None = None
) -> Whereabouts | None:
    """Where the middle of (east, north) points lies, in words; None when the system gives them no place on earth."""
    first, second = _sample(x, y)
    place = _to_lonlat(first, second, srid)
    if place is None:
        return None
    return whereabouts(float(np.median(place[0])), float(np.median(place[1])), seen_from=seen_from)


def _sample(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    first = np.atleast_1d(np.asarray(x, dtype=np.float64))
    second = np.atleast_1d(np.asarray(y, dtype=np.float64))
    finite = np.isfinite(first) & np.isfinite(second)
    first, second = first[finite], second[finite]
    if not len(first):
        raise CrsError(
            "Không có tọa độ hữu hạn nào để xét.",
            "There is no finite coordinate to judge.",
            code="impossible_coordinates",
        )
    chosen = np.linspace(0, len(first) - 1, min(_SAMPLE, len(first))).astype(np.intp)
    return first[chosen], second[chosen]


def _readings(expected: int) -> list[_Reading]:
    """The expected reading first, then its swap and millimetres, then every other system both ways."""
    known = ZONES.get(expected)
    readings = [
        _Reading(expected, known, False, 1.0, 1.0),
        _Reading(expected, known, True, 1.0, 0.95),
    ]
    if known is None or not known.is_geographic:
        readings.append(_Reading(expected, known, False, 0.001, _MILLIMETRE_PRIOR))
    for entry in ZONES.values():
        if entry.srid == expected:
            continue
        prior = (_DEGREES_PRIOR if entry.is_geographic else _PRIOR)[entry.datum]
        prior = _SEA_ZONE_PRIOR if entry.own_code else prior
        readings.append(_Reading(entry.srid, entry, False, 1.0, prior))
        readings.append(_Reading(entry.srid, entry, True, 1.0, prior * _SWAPPED_PRIOR))
    return readings


def _judge(
    reading: _Reading,
    first: Floats,
    second: Floats,
    target: Box | None,
    centre: tuple[float, float] | None,
    expected: int,
) -> Candidate:
    name = reading.zone.name if reading.zone else system_name(reading.system)
    epsg = reading.system
    east, north = (second, first) if reading.swapped else (first, second)
    place = _to_lonlat(east * reading.factor, north * reading.factor, reading.system, reading.zone)
    label_vi, label_en = _label(reading, name)
    if place is None:
        nowhere = f"{label_vi}: các số này không phải vị trí nào trên mặt đất", f"{label_en}: no place on earth"
        return Candidate(epsg, name, 0.0, *nowhere, reading.swapped, reading.factor)
    lon, lat = place
    middle = float(np.median(lon)), float(np.median(lat))
    west, south, east_edge, north_edge = target or VIET_NAM
    inside = float(((lon >= west) & (lon <= east_edge) & (lat >= south) & (lat <= north_edge)).mean())
    score = round(inside * reading.prior * (1.0 if target else _WITHOUT_UNIT), 4)
    words = whereabouts(*middle, seen_from=centre if inside < 0.5 else None)
    where_vi, where_en = ("đơn vị", "the unit") if target else ("khung Việt Nam", "Viet Nam's frame")
    share_vi, share_en = _share(inside, where_vi, where_en)
    vi = f"{label_vi}: {share_vi}; {words.vi}"
    en = f"{label_en}: {share_en}; {words.en}"
    if epsg != expected and reading.zone is not None and score > 0:
        vi, en = vi + _difference(reading.zone, expected)[0], en + _difference(reading.zone, expected)[1]
    return Candidate(epsg, name, score, vi, en, reading.swapped, reading.factor, *middle)


def _label(reading: _Reading, name: str) -> tuple[str, str]:
    vi = en = name
    if reading.swapped:
        vi, en = f"{vi}, đảo thứ tự X và Y", f"{en}, the two numbers swapped"
    if reading.factor != 1.0:
        vi, en = f"{vi}, đơn vị milimét", f"{en}, in millimetres"
    return vi, en


def _share(inside: float, where_vi: str, where_en: str) -> tuple[str, str]:
    if inside >= 1.0:
        return f"mọi điểm nằm trong {where_vi}", f"all points lie in {where_en}"
    if inside <= 0.0:
        return f"không điểm nào nằm trong {where_vi}", f"no point lies in {where_en}"
    percent = f"{100 * inside:.0f} %"
    return f"{percent} số điểm nằm trong {where_vi}", f"{percent} of the points lie in {where_en}"


def _difference(other: Zone, expected: int) -> tuple[str, str]:
    """Why this system differs from the expected one, in words."""
    wanted = ZONES.get(expected)
    if other.is_geographic:
        return "; số là độ, không phải mét", "; the numbers are degrees, not metres"
    if wanted is None:
        return "", ""
    if other.datum != wanted.datum:
        return f"; gốc trắc địa khác ({other.datum})", f"; another datum ({other.datum})"
    if other.kind != wanted.kind:
        return "; múi 6° thay vì múi 3°", "; a 6° zone instead of a 3° zone"
    return (
        f"; kinh tuyến trục {other.meridian_text} thay vì {wanted.meridian_text}",
        f"; central meridian {other.meridian_text} instead of {wanted.meridian_text}",
    )


def _to_lonlat(east: Floats, north: Floats, system: System, known: Zone | None = None) -> tuple[Floats, Floats] | None:
    """WGS-84 places, None when the numbers cannot belong to the system."""
    if known is not None and not _in_range(east, north, known):
        return None
    try:
        lon, lat = transform_xy(east, north, system, 4326)
    except CrsError:
        return None
    return lon, lat


def _in_range(east: Floats, north: Floats, known: Zone) -> bool:
    """False when most points are beyond what the projection can mean; spares pointless transformations."""
    if known.is_geographic:
        return bool((np.abs(east) <= 180).mean() > 0.5 and (np.abs(north) <= 90).mean() > 0.5)
    if known.kind == "webmercator":
        return bool((np.abs(east) < 2.1e7).all() and (np.abs(north) < 2.1e7).all())
    false_easting = known.false_easting or 0.0
    near = (np.abs(east - false_easting) < 3.0e6) & (np.abs(north) < 9.0e6)
    return bool(near.all())


def _unit_box(bounds: Box | None, srid: int) -> Box | None:
    """The unit's frame in degrees of WGS-84, widened by the buffer; None when the system cannot express it."""
    if bounds is None:
        return None
    x = np.linspace(bounds[0], bounds[2], 9)
    y = np.linspace(bounds[1], bounds[3], 9)
    edge_x = np.concatenate((x, x, np.full(9, bounds[0]), np.full(9, bounds[2])))
    edge_y = np.concatenate((np.full(9, bounds[1]), np.full(9, bounds[3]), y, y))
    place = _to_lonlat(edge_x, edge_y, srid)
    if place is None:
        return None
    lon, lat = place
    west, south, east, north = VIET_NAM
    if lon.min() < west or lon.max() > east or lat.min() < south or lat.max() > north:
        return None  # a foreign projection bent the frame beyond use
    buffer_lat = BUFFER_M / _METRES_PER_DEGREE
    buffer_lon = buffer_lat / max(0.1, float(np.cos(np.radians(lat.mean()))))
    return (
        float(lon.min()) - buffer_lon,
        float(lat.min()) - buffer_lat,
        float(lon.max()) + buffer_lon,
        float(lat.max()) + buffer_lat,
    )


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
