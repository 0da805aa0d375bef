"""Where on earth a place lies, in words a person understands: region names by rough boxes, distance and direction.

The boxes are drawn by hand, generous, smaller ones first; they serve sentences, never decisions.
"""

from dataclasses import dataclass

import numpy as np

_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class _Region:
    name_vi: str
    name_en: str
    west: float
    south: float
    east: float
    north: float


_REGIONS = (
    _Region("vùng Bình Thuận", "the Bình Thuận area", 107.2, 10.3, 109.1, 11.7),
    _Region("quần đảo Hoàng Sa", "the Hoàng Sa islands", 111.0, 15.5, 113.0, 17.3),
    _Region("quần đảo Trường Sa", "the Trường Sa islands", 111.3, 6.5, 117.4, 12.0),
    _Region("Nam Bộ", "southern Viet Nam", 103.4, 8.3, 107.6, 12.0),
    _Region("Tây Nguyên và duyên hải Nam Trung Bộ", "the south-central coast and highlands", 107.0, 10.3, 109.6, 16.3),
    _Region("Bắc Trung Bộ", "the north-central coast", 104.0, 16.0, 108.3, 20.6),
    _Region("Bắc Bộ", "northern Viet Nam", 102.1, 20.0, 108.2, 23.4),
    _Region("Biển Đông", "the East Sea", 108.0, 5.0, 121.0, 23.0),
    _Region("Cam-pu-chia", "Cambodia", 102.3, 10.0, 107.6, 14.7),
    _Region("Lào", "Laos", 100.0, 13.9, 107.7, 22.5),
    _Region("Thái Lan", "Thailand", 97.3, 5.6, 105.7, 20.5),
    _Region("Ma-lai-xi-a và Xinh-ga-po", "Malaysia and Singapore", 99.6, 0.8, 119.3, 7.4),
    _Region("Phi-líp-pin", "the Philippines", 116.9, 4.5, 126.7, 19.6),
    _Region("Đài Loan", "Taiwan", 119.9, 21.8, 122.1, 25.4),
    _Region("Nhật Bản", "Japan", 128.0, 30.0, 146.0, 45.6),
    _Region("Hàn Quốc và Triều Tiên", "Korea", 124.0, 33.0, 131.0, 43.1),
    _Region("In-đô-nê-xi-a", "Indonesia", 95.0, -11.1, 141.1, 6.0),
    _Region("Trung Quốc", "China", 73.5, 18.1, 134.8, 53.6),
    _Region("Ấn Độ", "India", 68.0, 6.5, 97.4, 35.6),
    _Region("Niu Di-lân", "New Zealand", 165.8, -47.5, 179.0, -33.9),
    _Region("Ô-xtrây-li-a", "Australia", 112.8, -44.0, 154.0, -10.0),
    _Region("Anh và Ai-len", "Britain and Ireland", -10.7, 49.8, 1.9, 61.0),
    _Region("Đức", "Germany", 5.8, 47.2, 15.1, 55.1),
    _Region("Ý", "Italy", 6.6, 36.6, 18.6, 47.1),
    _Region("châu Âu", "Europe", -25.0, 34.5, 45.0, 72.0),
    _Region("châu Phi", "Africa", -18.0, -35.0, 52.0, 37.5),
    _Region("Hoa Kỳ và Ca-na-đa", "the United States and Canada", -170.0, 24.0, -52.0, 83.0),
    _Region("Trung và Nam Mỹ", "Central and South America", -118.0, -56.0, -34.0, 33.0),
    _Region("châu Á", "Asia", 26.0, -11.0, 180.0, 82.0),
    _Region("Nam Cực", "Antarctica", -180.0, -90.0, 180.0, -60.0),
)

VIET_NAM = (102.0, 6.5, 117.8, 23.5)
"""West, south, east, north in degrees: land, islands and the sea between them, generous."""

_WINDS = (
    ("phía bắc", "north"),
    ("phía đông bắc", "north-east"),
    ("phía đông", "east"),
    ("phía đông nam", "south-east"),
    ("phía nam", "south"),
    ("phía tây nam", "south-west"),
    ("phía tây", "west"),
    ("phía tây bắc", "north-west"),
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place in words, one sentence part per language, e.g. 'at 36.8° S, 174.8° E, in New Zealand'."""

    lon: float
    lat: float
    in_viet_nam: bool
    vi: str
    en: str


def whereabouts(lon: float, lat: float, *, seen_from: tuple[float, float] | None = None) -> Whereabouts:
    """Say where a WGS-84 place lies; with `seen_from` (lon, lat) also how far and in which direction from there."""
    region = next((r for r in _REGIONS if r.west <= lon <= r.east and r.south <= lat <= r.north), None)
    ew_vi, ew_en = ("Đông", "E") if lon >= 0 else ("Tây", "W")
    ns_vi, ns_en = ("Bắc", "N") if lat >= 0 else ("Nam", "S")
    vi = f"kinh độ {abs(lon):.4f}° {ew_vi}, vĩ độ {abs(lat):.4f}° {ns_vi}"
    en = f"longitude {abs(lon):.4f}° {ew_en}, latitude {abs(lat):.4f}° {ns_en}"
    vi = vi.replace(".", ",")
    vi += f", thuộc {region.name_vi}" if region else ", giữa đại dương"
    en += f", in {region.name_en}" if region else ", in the open ocean"
    west, south, east, north = VIET_NAM
    inside = west <= lon <= east and south <= lat <= north
    if not inside:
        vi += ", ngoài Việt Nam"
        en += ", outside Viet Nam"
    if seen_from is not None:
        away = distance_km(seen_from, (lon, lat))
        wind_vi, wind_en = _WINDS[round(_bearing(seen_from, (lon, lat)) / 45) % 8]
        vi += f", cách {_kilometres(away)} về {wind_vi}".replace(".", ",")
        en += f", {_kilometres(away)} to the {wind_en}"
    return Whereabouts(lon, lat, inside, vi, en)


def distance_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Great-circle distance of two (lon, lat) places in kilometres."""
    lon1, lat1, lon2, lat2 = np.radians((*first, *second))
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return float(2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(min(1.0, float(half)))))


def _bearing(first: tuple[float, float], second: tuple[float, float]) -> float:
    lon1, lat1, lon2, lat2 = np.radians((*first, *second))
    y = np.sin(lon2 - lon1) * np.cos(lat2)
    x = np.cos(lat1) * np.sin(lat2) - np.sin(lat1) * np.cos(lat2) * np.cos(lon2 - lon1)
    return float(np.degrees(np.arctan2(y, x)) % 360)


def _kilometres(value: float) -> str:
    """Two digits that matter: 3.2 km, 170 km, 8900 km."""
    if value < 10:
        return f"{value:.1f} km"
    if value < 100:
        return f"{value:.0f} km"
    return f"{round(value, -1 if value < 1000 else -2):.0f} km"
