"""Systems somebody defines: own meridian, scale, false origin and, if need be, own seven parameters to WGS-84.

Written as words: `tm lon_0=107.75 k=0.9999 x_0=500000 y_0=0 datum=vn2000`, or with an own datum
`tm lon_0=108 k=1 a=6378245 rf=298.3 dx=-17.5 dy=-108.3 dz=-62.4`; `lonlat …` for degrees.
"""

from dataclasses import dataclass
from typing import Literal

from gis_core.crs.zones import ELLIPSOIDS, Axis, Datum, Kind
from gis_core.errors import CrsError

Convention = Literal["coordinate_frame", "position_vector"]


@dataclass(frozen=True, slots=True)
class SevenParameters:
    """Shift from a datum to WGS-84: metres, arc-seconds, parts per million.

    The sign of the rotations has a meaning only with `convention`: Decision 05/2007 prints coordinate-frame angles,
    `+towgs84` holds position-vector angles. Mixing them moves a point by about 0.5 m.
    """

    dx: float
    dy: float
    dz: float
    rx: float = 0.0
    ry: float = 0.0
    rz: float = 0.0
    ds_ppm: float = 0.0
    convention: Convention = "coordinate_frame"

    @property
    def helmert(self) -> str:
        """The PROJ step that carries geocentric coordinates to WGS-84."""
        return (
            f"proj=helmert x={self.dx!r} y={self.dy!r} z={self.dz!r} rx={self.rx!r} ry={self.ry!r} rz={self.rz!r} "
            f"s={self.ds_ppm!r} convention={self.convention}"
        )


@dataclass(frozen=True, slots=True)
class UserSystem:
    """A system somebody defined: own meridian, scale and false origin, on a national or an own datum.

    `datum` names a national datum, or is "own": then `ellipsoid` (semi-major axis in metres, inverse flattening)
    counts, and `shift` leads to WGS-84; without a shift nothing but a change of projection on the same ellipsoid is
    possible. `central_meridian` and the rest are None for degrees.
    """

    name: str
    datum_name: Datum | Literal["own"] = "vn2000"
    central_meridian: float | None = None
    scale: float | None = None
    false_easting: float | None = None
    false_northing: float | None = None
    ellipsoid: tuple[float, float] = ELLIPSOIDS["vn2000"]
    shift: SevenParameters | None = None
    axis: Axis = "en"

    @property
    def kind(self) -> Kind:
        """Degrees, or a transverse Mercator zone."""
        return "geographic" if self.central_meridian is None else "tm"

    @property
    def is_geographic(self) -> bool:
        """True when coordinates are degrees."""
        return self.central_meridian is None

    @property
    def datum(self) -> str:
        """Equal for two systems exactly when no datum shift lies between them."""
        if self.datum_name != "own":
            return self.datum_name
        return f"own {self.ellipsoid} {self.shift}"

    @property
    def code(self) -> str:
        """A system of one's own has no code: its definition is its name."""
        return self.definition

    @property
    def definition(self) -> str:
        """The text `parse_system` reads again as this very system."""
        words = ["lonlat" if self.is_geographic else "tm"]
        if not self.is_geographic:
            words += [
                f"lon_0={self.central_meridian!r}", f"k={self.scale!r}",
                f"x_0={self.false_easting!r}", f"y_0={self.false_northing!r}",
            ]  # fmt: skip
        if self.datum_name != "own":
            return " ".join([*words, f"datum={self.datum_name}"])
        words += [f"a={self.ellipsoid[0]!r}", f"rf={self.ellipsoid[1]!r}"]
        if self.shift:
            s = self.shift
            words += [f"dx={s.dx!r}", f"dy={s.dy!r}", f"dz={s.dz!r}", f"rx={s.rx!r}", f"ry={s.ry!r}", f"rz={s.rz!r}"]
            words += [f"ds={s.ds_ppm!r}", f"convention={s.convention}"]
        return " ".join(words)

    @property
    def projection_step(self) -> str:
        """PROJ steps from longitude and latitude in radians on the own datum to the system's coordinates."""
        if self.is_geographic:
            return "step proj=unitconvert xy_in=rad xy_out=deg"
        axis, flattening = self.ellipsoid if self.datum_name == "own" else ELLIPSOIDS[self.datum_name]
        return (
            f"step proj=tmerc lat_0=0 lon_0={self.central_meridian!r} k={self.scale!r} x_0={self.false_easting!r} "
            f"y_0={self.false_northing!r} a={axis!r} rf={flattening!r}"
        )


_SHIFT_KEYS = ("dx", "dy", "dz", "rx", "ry", "rz", "ds")
_TEXT_KEYS = ("datum", "convention", "name")
_USUAL_SCALE = {"tm3": 0.9999, "tm6": 0.9996}


def read_user_system(text: str) -> UserSystem:
    """The system of a definition; refuses with `crs_incomplete` what is missing or contradicts itself."""
    kind, *words = text.split()
    values = dict(word.lower().split("=", 1) for word in words if "=" in word)
    try:
        numbers = {key: float(value.replace(",", ".")) for key, value in values.items() if key not in _TEXT_KEYS}
    except ValueError as error:
        raise _incomplete(
            f"số không đọc được trong “{text[:80]}”", f"a number in “{text[:80]}” cannot be read"
        ) from error
    own = bool({*_SHIFT_KEYS, "a"} & numbers.keys())
    datum = values.get("datum", "own" if own else "vn2000")
    if datum not in {*ELLIPSOIDS, "own"}:
        raise _incomplete(f"gốc trắc địa “{datum}” không có trong bảng", f"datum “{datum}” is not in the table")
    if own and datum != "own":
        raise _incomplete(
            "đã chọn gốc trắc địa quốc gia thì không khai tham số riêng",
            "a national datum takes no parameters of one's own",
        )
    plane: tuple[float | None, float | None, float | None, float | None] = (None, None, None, None)
    if kind.lower() != "lonlat":
        plane = _plane(kind.lower(), numbers)
    meridian, scale, false_easting, false_northing = plane
    return UserSystem(
        "Hệ tự khai" if datum == "own" else f"Hệ tự khai trên {datum}",
        datum,  # type: ignore[arg-type]
        meridian,
        scale,
        false_easting,
        false_northing,
        (numbers.get("a", ELLIPSOIDS["vn2000"][0]), numbers.get("rf", ELLIPSOIDS["vn2000"][1])),
        _stated_shift(numbers, values.get("convention", "")),
    )


def _plane(kind: str, numbers: dict[str, float]) -> tuple[float, float, float, float]:
    """Central meridian, scale, false easting, false northing."""
    if "lon_0" not in numbers:
        raise _incomplete("thiếu kinh tuyến trục lon_0", "the central meridian lon_0 is missing")
    scale = numbers.get("k", _USUAL_SCALE.get(kind))
    if scale is None or not 0.9 < scale < 1.1:
        raise _incomplete(
            "thiếu tỷ lệ chiếu k (0,9999 hoặc 0,9996)", "the scale factor k is missing (0.9999 or 0.9996)"
        )
    return numbers["lon_0"], scale, numbers.get("x_0", 500_000.0), numbers.get("y_0", 0.0)


def _stated_shift(numbers: dict[str, float], convention: str) -> SevenParameters | None:
    if not set(_SHIFT_KEYS) & numbers.keys():
        return None
    turned = any(numbers.get(key, 0.0) for key in ("rx", "ry", "rz"))
    if turned and convention not in {"coordinate_frame", "position_vector"}:
        raise _incomplete(
            "góc xoay cần quy ước dấu: convention=coordinate_frame (QĐ 05/2007) hoặc position_vector (+towgs84)",
            "rotations need a convention: coordinate_frame (as Decision 05/2007) or position_vector (+towgs84)",
        )
    dx, dy, dz, rx, ry, rz, ds = (numbers.get(key, 0.0) for key in _SHIFT_KEYS)
    signs: Convention = "position_vector" if convention == "position_vector" else "coordinate_frame"
    return SevenParameters(dx, dy, dz, rx, ry, rz, ds, signs)


def _incomplete(vi: str, en: str) -> CrsError:
    return CrsError(
        f"Hệ tọa độ tự khai chưa đủ: {vi}.",
        f"The coordinate system is not complete: {en}.",
        hint_vi="Ví dụ: tm lon_0=107.75 k=0.9999 x_0=500000 y_0=0 datum=vn2000.",
        hint_en="Example: tm lon_0=107.75 k=0.9999 x_0=500000 y_0=0 datum=vn2000.",
        code="crs_incomplete",
    )
