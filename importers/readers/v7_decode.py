"""Numbers and texts out of DGN V7 records, for all records of a kind at once.

Offsets are those of the published element layouts (Intergraph Standard File Formats): integers are middle-endian
(high word first), reals are VAX D_float, angles are 1/360,000 degree, text sizes are 6/1000 of a unit of resolution.
"""

from dataclasses import dataclass

import numpy as np

from importers.readers.v7_scan import Records

ANGLE_UNITS = 360_000.0
METRES_OF_UNIT = {"mm": 0.001, "cm": 0.01, "dm": 0.1, "m": 1.0, "km": 1000.0}
"""Master unit labels that are certain; feet and private labels stay as they are."""
RADIX50 = " ABCDEFGHIJKLMNOPQRSTUVWXYZ$._0123456789"


@dataclass(frozen=True, slots=True)
class DesignPlane:
    """Units and origin from the control block: master = uor / uor_per_master - origin."""

    dimension: int
    uor_per_master: int
    master_label: str
    sub_label: str
    origin: tuple[float, float, float]

    @property
    def metres_per_unit(self) -> float | None:
        """Length of the master unit where its label is certain."""
        return METRES_OF_UNIT.get(self.master_label.lower())


def design_plane(records: Records) -> DesignPlane:
    """Read the control block; a missing resolution counts as 1."""
    sub_per_master, uor_per_sub = (int(v) for v in integers(records, np.array([1112, 1116])))
    resolution = sub_per_master * uor_per_sub or 1
    origin = reals(records, np.array([1240, 1248, 1256]))
    label = records.octets[1120:1124].tobytes().decode("latin-1")
    return DesignPlane(
        dimension=records.dimension,
        uor_per_master=resolution,
        master_label=label[:2].strip("\0 "),
        sub_label=label[2:].strip("\0 "),
        origin=(float(origin[0]), float(origin[1]), float(origin[2])),
    )


def integers(records: Records, offsets: np.ndarray) -> np.ndarray:
    """Signed 32-bit middle-endian integers at byte offsets."""
    at = offsets // 2
    high, low = records.words[at].astype(np.uint32), records.words[at + 1].astype(np.uint32)
    return ((high << np.uint32(16)) | low).view(np.int32)


def reals(records: Records, offsets: np.ndarray) -> np.ndarray:
    """VAX D_float reals at byte offsets; a reserved operand (sign without exponent) comes out as 0."""
    at = offsets // 2
    w0, w1, w2, w3 = (records.words[at + k].astype(np.uint64) for k in range(4))
    exponent = ((w0 >> np.uint64(7)) & np.uint64(0xFF)).astype(np.int64)
    fraction = ((w0 & np.uint64(0x7F)) << np.uint64(48)) | (w1 << np.uint64(32)) | (w2 << np.uint64(16)) | w3
    value = np.ldexp(0.5 + fraction.astype(np.float64) / 2.0**56, (exponent - 128).astype(np.int32))
    value = np.where(exponent == 0, 0.0, value)
    return np.where((w0 >> np.uint64(15)) == 1, -value, value)


def to_master(plane: DesignPlane, uor: np.ndarray, axis: int) -> np.ndarray:
    """Units of resolution to master units: one division, so millimetres stay the nearest double."""
    return (uor - plane.origin[axis]) / plane.uor_per_master


def word(records: Records, rows: np.ndarray, offset: int) -> np.ndarray:
    """Unsigned 16-bit words at `offset` inside the records `rows`."""
    return records.words[(records.start[rows] + offset) // 2].astype(np.int64)


@dataclass(frozen=True, slots=True)
class Points:
    """Vertices of many elements: `xy` in master units, `counts` per element, `bad` where the room did not suffice."""

    xy: np.ndarray
    counts: np.ndarray
    bad: np.ndarray


def vertices(records: Records, plane: DesignPlane, rows: np.ndarray, *, fixed: int | None = None) -> Points:
    """Vertices of lines (`fixed` = 2) or counted elements; a count beyond the element's room yields no vertices."""
    step = 4 * plane.dimension
    first = 36 if fixed else 38
    room = records.size[rows] - first
    counts = np.full(len(rows), fixed) if fixed else np.where(records.size[rows] >= 38, word(records, rows, 36), -1)
    bad = (counts < 0) | (counts * step > room)
    counts = np.where(bad, 0, counts).astype(np.int64)
    owner = np.repeat(np.arange(len(rows)), counts)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    offsets = records.start[rows][owner] + first + within * step
    xy = np.column_stack(
        [to_master(plane, integers(records, offsets), 0), to_master(plane, integers(records, offsets + 4), 1)]
    )
    return Points(xy, counts, bad)


def rotations(records: Records, plane: DesignPlane, offsets: np.ndarray) -> np.ndarray:
    """Anticlockwise degrees: an angle in 2D, the turn about the vertical axis of a quaternion in 3D."""
    if plane.dimension == 2:
        return np.asarray(integers(records, offsets) / ANGLE_UNITS)
    scalar, z = integers(records, offsets).astype(float), integers(records, offsets + 12).astype(float)
    return np.degrees(2.0 * np.arctan2(-z, scalar)) % 360.0


def fits(records: Records, rows: np.ndarray, size: int) -> np.ndarray:
    """Mask of the records that are long enough to hold their fixed fields."""
    return np.asarray(records.size[rows] >= size)


@dataclass(frozen=True, slots=True)
class Texts:
    """Raw text bytes with font number, height and turn; `xy` is the stored origin in master units."""

    raw: list[bytes]
    font: np.ndarray
    height: np.ndarray
    rotation: np.ndarray
    xy: np.ndarray


def texts(records: Records, plane: DesignPlane, rows: np.ndarray) -> Texts:
    """Decode text elements; a length beyond the element is cut at its end."""
    start = records.start[rows]
    at, length_at, head = (50, 58, 60) if plane.dimension == 2 else (62, 74, 76)
    length = records.octets[start + length_at].astype(np.int64)
    room = np.maximum(records.size[rows] - head, 0)
    stop = start + head + np.minimum(length, room)
    memory = records.octets.data
    raw = [bytes(memory[a:b]) for a, b in zip((start + head).tolist(), stop.tolist(), strict=True)]
    height = integers(records, start + 42) * 6.0 / 1000.0 / plane.uor_per_master
    xy = np.column_stack([to_master(plane, integers(records, start + at + 4 * k), k) for k in (0, 1)])
    return Texts(raw, records.octets[start + 36].astype(np.int64), height, rotations(records, plane, start + 46), xy)


@dataclass(frozen=True, slots=True)
class Arcs:
    """Centre, half axes (master units), turn, start and sweep (degrees, anticlockwise) of arcs and ellipses."""

    parameters: np.ndarray

    def stroked(self, chord_error: float) -> tuple[np.ndarray, np.ndarray]:
        """Vertices of all arcs with at most `chord_error` between chord and curve, and the count per arc."""
        cx, cy, primary, secondary, turn, begin, sweep = self.parameters.T
        radius = np.maximum(np.abs(primary), np.abs(secondary))
        ratio = np.clip(1.0 - chord_error / np.maximum(radius, chord_error), -1.0, 1.0)
        step = np.maximum(2.0 * np.arccos(ratio), 1e-4)
        counts = np.clip(np.ceil(np.abs(np.radians(sweep)) / step), 4, 20_000).astype(np.int64) + 1
        owner = np.repeat(np.arange(len(counts)), counts)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        angle = np.radians(begin[owner] + sweep[owner] * within / (counts[owner] - 1))
        x, y = primary[owner] * np.cos(angle), secondary[owner] * np.sin(angle)
        c, s = np.cos(np.radians(turn))[owner], np.sin(np.radians(turn))[owner]
        return np.column_stack([cx[owner] + x * c - y * s, cy[owner] + x * s + y * c]), counts


def arcs(records: Records, plane: DesignPlane, rows: np.ndarray, *, full: bool) -> Arcs:
    """Parameters of arcs (type 16) or, with `full`, of ellipses (type 15)."""
    start = records.start[rows]
    axes = 36 if full else 44
    turn = axes + 16
    centre = turn + (4 if plane.dimension == 2 else 16)
    scale = plane.uor_per_master
    if full:
        begin, sweep = np.zeros(len(rows)), np.full(len(rows), 360.0)
    else:
        begin = integers(records, start + 36) / ANGLE_UNITS
        raw = integers(records, start + 40).view(np.uint32)
        magnitude = (raw & np.uint32(0x7FFFFFFF)).astype(float) / ANGLE_UNITS
        sweep = np.where(raw >> np.uint32(31), -magnitude, magnitude)
        sweep = np.where(magnitude == 0, 360.0, sweep)
    return Arcs(
        np.column_stack(
            [
                to_master(plane, reals(records, start + centre), 0),
                to_master(plane, reals(records, start + centre + 8), 1),
                reals(records, start + axes) / scale,
                reals(records, start + axes + 8) / scale,
                rotations(records, plane, start + turn),
                begin,
                sweep,
            ]
        )
    )


def cell_names(records: Records, rows: np.ndarray) -> list[str]:
    """Names of cell headers, two words of three radix-50 letters."""
    pairs = zip(word(records, rows, 38).tolist(), word(records, rows, 40).tolist(), strict=True)
    return ["".join(_radix50(value) for value in pair).strip() for pair in pairs]


def _radix50(value: int) -> str:
    letters = []
    for _ in range(3):
        value, digit = divmod(value, 40)
        letters.append(RADIX50[digit])
    return "".join(reversed(letters)) if value == 0 else "???"


def linkages(records: Records, rows: np.ndarray) -> list[bytes | None]:
    """Attribute data behind each element, the bytes as they stand; None where the header says there are none."""
    start, size = records.start[rows], records.size[rows]
    offset = 32 + 2 * word(records, rows, 30)
    has = ((word(records, rows, 32) & 0x0800) != 0) & (offset < size) & (offset >= 36)
    memory = records.octets.data
    return [
        bytes(memory[a + o : a + n]) if h else None
        for a, o, n, h in zip(start.tolist(), offset.tolist(), size.tolist(), has.tolist(), strict=True)
    ]
