"""A small writer of MicroStation V7 design files (2D), made for cadastral sheets.

It writes what the free libraries cannot: cells, text nodes, complex chains, complex shapes and attribute linkages
next to lines, line strings, shapes, arcs and texts. The design plane follows Circular 25/2014/TT-BTNMT, Annex 18:
master unit metre, sub unit millimetre, one unit of resolution per millimetre, so that every coordinate is an exact
number of millimetres. The centre of the plane (`origin`) keeps VN-2000 coordinates inside 32-bit integers.

Coordinates go in as metres, east then north. Output is a pure function of the calls: no clock, no random numbers.
"""

import math
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

UNITS_PER_METRE = 1000
ANGLE_UNITS = 360_000
MAX_VERTICES = 101
COMPLEX_BIT = 0x80
PROPERTIES_NEW_AND_MODIFIED = 0x0600
PROPERTY_HAS_ATTRIBUTES = 0x0800
END_OF_DESIGN = b"\xff\xff"
RADIX50 = " ABCDEFGHIJKLMNOPQRSTUVWXYZ$._0123456789"

LINE, CELL, LINE_STRING, SHAPE, TEXT_NODE = 3, 2, 4, 6, 7
COMPLEX_CHAIN, COMPLEX_SHAPE, ELLIPSE, ARC, TEXT = 12, 14, 15, 16, 17

Coordinates = Sequence[Sequence[float]] | NDArray[np.float64]


class DgnWriteError(ValueError):
    """The design cannot hold what it was asked to hold (outside the plane, text too long, too few vertices)."""


@dataclass(frozen=True, slots=True)
class Symbology:
    """Level 1–63, colour index 0–255, line weight 0–31 and line style 0–7 of one element."""

    level: int
    color: int = 0
    weight: int = 0
    style: int = 0


@dataclass(frozen=True, slots=True)
class Lettering:
    """Font number, height and width of a character in metres, counter-clockwise rotation in degrees, justification."""

    height: float
    width: float
    font: int = 3
    rotation: float = 0.0
    justification: int = 2


def vax_double(value: float) -> bytes:
    """Return a number in the VAX D-floating layout the format keeps its real numbers in."""
    if value == 0:
        return bytes(8)
    mantissa, exponent = math.frexp(abs(value))
    fraction = int(mantissa * (1 << 56)) & ((1 << 55) - 1)
    bits = ((1 << 63) if value < 0 else 0) | ((exponent + 128) << 55) | fraction
    return struct.pack("<4H", bits >> 48, (bits >> 32) & 0xFFFF, (bits >> 16) & 0xFFFF, bits & 0xFFFF)


def middle_endian(value: int) -> bytes:
    """Return a 32-bit integer with its high word first and each word little-endian."""
    return struct.pack("<HH", (value >> 16) & 0xFFFF, value & 0xFFFF)


def radix50(name: str) -> bytes:
    """Return a cell name of up to six characters in the two words the format has for it."""
    padded = name.upper().ljust(6)[:6]
    try:
        codes = [RADIX50.index(letter) for letter in padded]
    except ValueError as error:
        raise DgnWriteError(f"cell name {name!r} has a character the format lacks") from error
    return struct.pack("<HH", *((a * 40 + b) * 40 + c for a, b, c in (codes[:3], codes[3:])))


def linkage(user: int, words: Sequence[int]) -> bytes:
    """Return an attribute linkage of a user program: its number and its own 16-bit words."""
    payload = list(words) + [0] * ((-len(words) - 2) % 4)
    return struct.pack(f"<{len(payload) + 2}H", 0x1000 | (len(payload) + 1), user, *payload)


class DgnDesign:
    """One design file in the making: call the `add_…` methods in drawing order, then `save`.

    `elements` counts leaf graphic elements, `containers` the headers of cells, text nodes and complex elements.
    """

    def __init__(self, *, origin: tuple[float, float] = (500_000.0, 1_000_000.0)) -> None:
        self.origin = origin
        self.elements = 0
        self.containers = 0
        self._records: list[bytes] = []
        self._group: list[bytes] | None = None
        self._group_bounds: list[tuple[int, int, int, int]] = []

    # -- graphic elements ------------------------------------------------------------------------------------------

    def add_line(self, symbology: Symbology, points: Coordinates, *, attributes: bytes = b"") -> None:
        """Draw a line; more than two vertices make a line string, more than 101 a complex chain of line strings."""
        units = self._units(points)
        if len(units) < 2:
            raise DgnWriteError("a line needs two vertices")
        if len(units) == 2:
            self._put(LINE, symbology, _point_bytes(units), _bounds(units), attributes)
        elif len(units) <= MAX_VERTICES:
            self._put(LINE_STRING, symbology, _counted(units), _bounds(units), attributes)
        else:
            self._put_complex(COMPLEX_CHAIN, symbology, units, attributes)

    def add_shape(self, symbology: Symbology, ring: Coordinates, *, attributes: bytes = b"") -> None:
        """Draw a closed shape; the ring is closed here when it is not. Long rings become complex shapes."""
        units = self._units(ring)
        if (units[0] != units[-1]).any():
            units = np.vstack([units, units[:1]])
        if len(units) < 4:
            raise DgnWriteError("a shape needs three corners")
        if len(units) <= MAX_VERTICES:
            self._put(SHAPE, symbology, _counted(units), _bounds(units), attributes)
        else:
            self._put_complex(COMPLEX_SHAPE, symbology, units, attributes)

    def add_arc(
        self, symbology: Symbology, *, centre: tuple[float, float], radius: float, start: float, sweep: float
    ) -> None:
        """Draw a circular arc: centre and radius in metres, start angle and signed sweep in degrees."""
        centre_x, centre_y = (
            (value - plane) * UNITS_PER_METRE for value, plane in zip(centre, self.origin, strict=True)
        )
        axis = vax_double(radius * UNITS_PER_METRE)
        sweep_units = round(abs(sweep) * ANGLE_UNITS)
        body = b"".join(
            (
                middle_endian(round((start % 360.0) * ANGLE_UNITS)),
                middle_endian(sweep_units | (0x8000_0000 if sweep < 0 else 0)),
                axis,
                axis,
                middle_endian(0),
                vax_double(centre_x),
                vax_double(centre_y),
            )
        )
        angles = np.radians(start + np.linspace(0.0, sweep, 33))
        reach = radius * UNITS_PER_METRE
        box = np.column_stack([centre_x + reach * np.cos(angles), centre_y + reach * np.sin(angles)])
        self._put(ARC, symbology, body, _bounds(np.rint(box).astype(np.int64)))

    def add_ellipse(self, symbology: Symbology, *, centre: tuple[float, float], radius: float) -> None:
        """Draw a full circle: centre and radius in metres."""
        x, y = ((value - plane) * UNITS_PER_METRE for value, plane in zip(centre, self.origin, strict=True))
        axis = vax_double(radius * UNITS_PER_METRE)
        reach = math.ceil(radius * UNITS_PER_METRE)
        box = np.rint([[x - reach, y - reach], [x + reach, y + reach]]).astype(np.int64)
        self._put(ELLIPSE, symbology, axis + axis + middle_endian(0) + vax_double(x) + vax_double(y), _bounds(box))

    def add_text(
        self,
        symbology: Symbology,
        at: tuple[float, float],
        text: bytes,
        lettering: Lettering,
        *,
        attributes: bytes = b"",
    ) -> None:
        """Write one line of text, already in its charset's bytes; `at` is its lower left corner."""
        if not 0 < len(text) <= 255:
            raise DgnWriteError("a text holds 1 to 255 bytes")
        x, y = self._unit(at)
        body = b"".join(
            (
                struct.pack("<BB", lettering.font, lettering.justification),
                middle_endian(_text_size(lettering.width)),
                middle_endian(_text_size(lettering.height)),
                middle_endian(round((lettering.rotation % 360.0) * ANGLE_UNITS)),
                middle_endian(x),
                middle_endian(y),
                struct.pack("<BB", len(text), 0),
                text,
                b"\x00" * (len(text) % 2),
            )
        )
        self._put(TEXT, symbology, body, _text_bounds(x, y, len(text), lettering), attributes)

    # -- containers ------------------------------------------------------------------------------------------------

    @contextmanager
    def cell(self, name: str, at: tuple[float, float], *, level: int = 0) -> Iterator[None]:
        """Collect the elements drawn inside the `with` block into a cell of that name."""
        components, bounds = self._open_group(level)
        yield
        self._group, self._group_bounds = None, []
        low_high = _union(bounds)
        origin = self._units([at])[0]
        # A transformation of one: the format scales it by 214748.
        one = 214_748
        body = b"".join(
            (
                radix50(name),
                struct.pack("<5H", 0, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF),
                _corner_bytes(low_high),
                b"".join(middle_endian(value) for value in (one, 0, 0, one)),
                middle_endian(int(origin[0])),
                middle_endian(int(origin[1])),
            )
        )
        self._put_container(CELL, Symbology(level), body, low_high, components)

    @contextmanager
    def text_node(self, symbology: Symbology, at: tuple[float, float], lettering: Lettering) -> Iterator[None]:
        """Collect the texts drawn inside the `with` block into a text node (a text of several lines)."""
        components, bounds = self._open_group(symbology.level)
        yield
        self._group, self._group_bounds = None, []
        body = b"".join(
            (
                struct.pack("<HH", len(components), self.containers + 1),
                struct.pack("<BBBB", 255, 40, lettering.font, lettering.justification),
                middle_endian(round(lettering.height * 1.5 * UNITS_PER_METRE)),
                middle_endian(_text_size(lettering.width)),
                middle_endian(_text_size(lettering.height)),
                middle_endian(round((lettering.rotation % 360.0) * ANGLE_UNITS)),
                _point_bytes(self._units([at])),
            )
        )
        self._put_container(TEXT_NODE, symbology, body, _union(bounds), components)

    def append(self, other: "DgnDesign") -> None:
        """Take over all elements of a design with the same origin, after one's own."""
        if other.origin != self.origin:
            raise DgnWriteError("the designs have different origins")
        self._records.extend(other._records)
        self.elements += other.elements
        self.containers += other.containers

    # -- the file --------------------------------------------------------------------------------------------------

    def to_bytes(self) -> bytes:
        """Return the whole design file."""
        return b"".join((self._terminal_control_block(), *self._records, END_OF_DESIGN))

    def save(self, path: Path) -> None:
        """Write the design file."""
        path.write_bytes(self.to_bytes())

    def _terminal_control_block(self) -> bytes:
        block = bytearray(1536)
        block[0:4] = b"\x08\x09\xfe\x02"
        block[4:6] = b"\x01\x08"
        block[1112:1116] = middle_endian(UNITS_PER_METRE)
        block[1116:1120] = middle_endian(1)
        block[1120:1124] = b"m mm"
        for offset, plane in ((1240, self.origin[0]), (1248, self.origin[1]), (1256, 0.0)):
            block[offset : offset + 8] = vax_double(-plane * UNITS_PER_METRE)
        return bytes(block)

    def _units(self, points: Coordinates) -> NDArray[np.int64]:
        units = np.rint((np.asarray(points, dtype=np.float64)[:, :2] - self.origin) * UNITS_PER_METRE)
        if not np.isfinite(units).all() or np.abs(units).max() >= 2**31 - 1:
            raise DgnWriteError("coordinates lie outside the design plane")
        return units.astype(np.int64)

    def _unit(self, point: tuple[float, float]) -> tuple[int, int]:
        """The same as `_units` for one point, without the cost of an array."""
        x, y = ((value - plane) * UNITS_PER_METRE for value, plane in zip(point, self.origin, strict=True))
        if not (abs(x) < 2**31 - 1 and abs(y) < 2**31 - 1):
            raise DgnWriteError("coordinates lie outside the design plane")
        return round(x), round(y)

    def _open_group(self, level: int) -> tuple[list[bytes], list[tuple[int, int, int, int]]]:
        if self._group is not None:
            raise DgnWriteError(f"a container inside a container (level {level}) is not supported")
        self._group, self._group_bounds = [], []
        return self._group, self._group_bounds

    def _put(
        self,
        kind: int,
        symbology: Symbology,
        body: bytes,
        bounds: tuple[int, int, int, int],
        attributes: bytes = b"",
    ) -> None:
        inside = self._group is not None
        record = _record(kind, symbology, body, bounds, attributes, component=inside)
        self.elements += 1
        if self._group is None:
            self._records.append(record)
        else:
            self._group.append(record)
            self._group_bounds.append(bounds)

    def _put_container(
        self,
        kind: int,
        symbology: Symbology,
        body: bytes,
        bounds: tuple[int, int, int, int],
        components: Sequence[bytes],
        attributes: bytes = b"",
    ) -> None:
        if not components:
            raise DgnWriteError("an empty container")
        own_bytes = 38 + len(body) + len(attributes)
        words_after_38 = (own_bytes - 38 + sum(map(len, components))) // 2
        self.containers += 1
        body = struct.pack("<H", words_after_38) + body
        self._records.append(_record(kind, symbology, body, bounds, attributes, component=False))
        self._records.extend(components)

    def _put_complex(self, kind: int, symbology: Symbology, units: NDArray[np.int64], attributes: bytes) -> None:
        if self._group is not None:
            raise DgnWriteError("a complex element inside a container is not supported")
        pieces = [units[first : first + MAX_VERTICES] for first in range(0, len(units) - 1, MAX_VERTICES - 1)]
        records = [
            _record(LINE_STRING, symbology, _counted(piece), _bounds(piece), b"", component=True) for piece in pieces
        ]
        self.elements += len(pieces)
        body = struct.pack("<H", len(pieces))
        self._put_container(kind, symbology, body, _bounds(units), records, attributes or bytes(8))


def _record(
    kind: int,
    symbology: Symbology,
    body: bytes,
    bounds: tuple[int, int, int, int],
    attributes: bytes,
    *,
    component: bool,
) -> bytes:
    size = 36 + len(body)
    properties = PROPERTIES_NEW_AND_MODIFIED | (PROPERTY_HAS_ATTRIBUTES if attributes else 0)
    look = (symbology.style & 7) | (symbology.weight & 31) << 3 | (symbology.color & 255) << 8
    head = struct.pack(
        "<BBH", symbology.level | (COMPLEX_BIT if component else 0), kind, (size + len(attributes)) // 2 - 2
    )
    tail = struct.pack("<HHHH", 0, (size - 32) // 2, properties, look)
    x_low, y_low, x_high, y_high = bounds
    low = _biased(x_low) + _biased(y_low) + bytes(4)
    high = _biased(x_high) + _biased(y_high) + bytes(4)
    return b"".join((head, low, high, tail, body, attributes))


def _biased(value: int) -> bytes:
    return middle_endian(value ^ 0x8000_0000)


def _corner_bytes(bounds: tuple[int, int, int, int]) -> bytes:
    return b"".join(middle_endian(value) for value in bounds)


def _point_bytes(units: NDArray[np.int64]) -> bytes:
    words = np.ascontiguousarray(units, dtype="<i4").view("<u2").reshape(-1, 2)
    return words[:, ::-1].tobytes()


def _counted(units: NDArray[np.int64]) -> bytes:
    return struct.pack("<H", len(units)) + _point_bytes(units)


def _bounds(units: NDArray[np.int64]) -> tuple[int, int, int, int]:
    low, high = units.min(axis=0), units.max(axis=0)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _union(bounds: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    if not bounds:
        return 0, 0, 0, 0
    x_low, y_low, x_high, y_high = zip(*bounds, strict=True)
    return min(x_low), min(y_low), max(x_high), max(y_high)


def _text_size(metres: float) -> int:
    return round(metres * UNITS_PER_METRE * 1000 / 6)


def _text_bounds(x: int, y: int, letters: int, lettering: Lettering) -> tuple[int, int, int, int]:
    angle = math.radians(lettering.rotation)
    width, height = lettering.width * letters * UNITS_PER_METRE, lettering.height * UNITS_PER_METRE
    along_x, along_y = width * math.cos(angle), width * math.sin(angle)
    up_x, up_y = -height * math.sin(angle), height * math.cos(angle)
    low_x, low_y = min(along_x, 0.0) + min(up_x, 0.0), min(along_y, 0.0) + min(up_y, 0.0)
    high_x, high_y = max(along_x, 0.0) + max(up_x, 0.0), max(along_y, 0.0) + max(up_y, 0.0)
    return x + round(low_x), y + round(low_y), x + round(high_x), y + round(high_y)
