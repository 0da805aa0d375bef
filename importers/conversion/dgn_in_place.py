"""A DGN V7 drawing carried to another system element by element, in its own bytes.

Only what depends on the place is rewritten: coordinates, ranges, text and cell turns, arc centres and axes, the
global origin. Levels, colours, weights, styles, fonts, text sizes and their justification, linkages, cell names and
elements that draw nothing stay the bytes they were. The working unit is kept; the origin moves when the new
coordinates would leave the design plane (a writer that clamps them moves parcels without a word).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from importers.conversion.errors import ConversionError
from importers.conversion.measuring import Measure
from importers.readers import v7_decode
from importers.readers.v7_decode import ANGLE_UNITS, DesignPlane
from importers.readers.v7_scan import Records

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

PLANE_EDGE = 2**31 - 1
_FIXED_TWO, _COUNTED, _CURVES = 3, (4, 6, 11, 22), 21
_LINE_OFFSET, _COUNT_OFFSET, _COUNTED_OFFSET = 36, 36, 38
_TEXT, _NODE, _CELL, _ARC, _ELLIPSE = 17, 7, 2, 16, 15
_RANGE_LOW, _RANGE_HIGH = 4, 16
UNMOVABLE = {13: "conic", 18: "surface", 19: "solid", 23: "cone", 24: "bspline_surface", 25: "bspline_boundary",
             33: "dimension", 34: "shared_cell_definition", 35: "shared_cell", 36: "multiline"}  # fmt: skip
"""Types whose inner numbers are not rewritten here: they are rejected (marked deleted) rather than left behind."""


@dataclass(slots=True)
class Places:
    """Byte offsets of all coordinate pairs to carry: 32-bit integers, or 64-bit reals of arcs; `row` owns them."""

    at: list[Ints] = field(default_factory=list)
    row: list[Ints] = field(default_factory=list)

    def add(self, at: Ints, row: Ints) -> None:
        """Take more."""
        self.at.append(at)
        self.row.append(row)

    def all(self) -> tuple[Ints, Ints]:
        """Everything taken so far."""
        empty = np.empty(0, np.int64)
        return (np.concatenate([empty, *self.at]), np.concatenate([empty, *self.row]))


@dataclass(slots=True)
class Drawing:
    """A drawing being rewritten. `step` is metres per unit of resolution."""

    content: bytearray
    records: Records
    plane: DesignPlane
    factor: float

    def metres(self, uor: Floats, axis: int) -> Floats:
        """Units of resolution to metres."""
        return np.asarray(v7_decode.to_master(self.plane, uor, axis) * self.factor)

    def units(self, metres: Floats, origin: tuple[float, float], axis: int) -> Floats:
        """Metres to units of resolution about a (new) global origin."""
        return metres / self.factor * self.plane.uor_per_master + origin[axis]


def convert(drawing: Drawing, measure: Measure) -> tuple[bytes, int]:
    """The drawing in the target system, and the number of graphic elements that stand in it."""
    records = drawing.records
    rows = np.flatnonzero(records.graphic)
    measure.rows_in = len(rows)
    places, arcs = _integer_places(records, rows), _real_places(records, rows)
    at, row = places.all()
    arc_at, arc_row = arcs.all()
    xy = np.vstack([_read_integers(drawing, at), _read_reals(drawing, arc_at)])
    owner = np.searchsorted(rows, np.concatenate([row, arc_row]))
    image, gone = measure.convert(xy, owner)
    gone = _with_unmovable(records, rows, gone, measure)
    origin = _origin(drawing, image[~np.isin(owner, gone)])
    if len(rows):
        _turn_and_scale(drawing, rows, measure)
        _write_ranges(drawing, rows, gone, origin, measure)
    _write_integers(drawing, at, image[: len(at)], origin)
    _write_reals(drawing, arc_at, image[len(at) :], origin)
    _delete(drawing, rows[gone])
    for axis in (0, 1):
        drawing.content[1240 + 8 * axis : 1248 + 8 * axis] = vax_reals(np.array([origin[axis]])).tobytes()
    return bytes(drawing.content), len(rows) - len(gone)


def _integer_places(records: Records, rows: Ints) -> Places:
    """Where vertices, text and cell origins stand."""
    flat = records.dimension == 2
    step = 8 if flat else 12
    places, kinds = Places(), records.type[rows]
    lines = rows[kinds == _FIXED_TWO]
    for k in (0, 1):
        places.add(records.start[lines] + _LINE_OFFSET + k * step, lines)
    poles = np.flatnonzero((records.type == _CURVES) & ~records.deleted)
    for group in (rows[np.isin(kinds, _COUNTED)], poles):
        room = np.maximum((records.size[group] - _COUNTED_OFFSET) // step, 0)
        count = np.minimum(v7_decode.word(records, group, _COUNT_OFFSET), room)
        which = np.repeat(np.arange(len(group)), count)
        within = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        owner = group[which]
        # poles are no elements of their own: the B-spline header before them is
        owner = rows[np.maximum(np.searchsorted(rows, owner, side="right") - 1, 0)] if group is poles else owner
        places.add(records.start[group][which] + _COUNTED_OFFSET + within * step, owner)
    for kind, offset in ((_TEXT, 50 if flat else 62), (_NODE, 62 if flat else 74), (_CELL, 84 if flat else 112)):
        some = rows[(kinds == kind) & (records.size[rows] >= offset + 8)]
        places.add(records.start[some] + offset, some)
    return places


def _real_places(records: Records, rows: Ints) -> Places:
    """Where centres of arcs and ellipses stand (VAX reals)."""
    places = Places()
    turn = 4 if records.dimension == 2 else 16
    for kind, axes in ((_ARC, 44), (_ELLIPSE, 36)):
        some = rows[(records.type[rows] == kind) & (records.size[rows] >= axes + 16 + turn + 16)]
        places.add(records.start[some] + axes + 16 + turn, some)
    return places


def _read_integers(drawing: Drawing, at: Ints) -> Floats:
    return np.column_stack(
        [drawing.metres(v7_decode.integers(drawing.records, at + 4 * k).astype(float), k) for k in (0, 1)]
    ).reshape(-1, 2)


def _read_reals(drawing: Drawing, at: Ints) -> Floats:
    return np.column_stack([drawing.metres(v7_decode.reals(drawing.records, at + 8 * k), k) for k in (0, 1)]).reshape(
        -1, 2
    )


def _with_unmovable(records: Records, rows: Ints, gone: Ints, measure: Measure) -> Ints:
    unmovable = np.flatnonzero(np.isin(records.type[rows], list(UNMOVABLE)))
    fresh = np.setdiff1d(unmovable, gone)
    for position in fresh.tolist():
        name = UNMOVABLE[int(records.type[rows[position]])]
        measure.reject(position, f"phần tử loại {name} không chuyển được / elements of type {name} are not converted")
    return np.union1d(gone, fresh).astype(np.int64)


def _origin(drawing: Drawing, image: Floats) -> tuple[float, float]:
    """The old global origin while everything fits, otherwise one that centres the drawing, in whole master units."""
    old = drawing.plane.origin[:2]
    if not len(image):
        return old
    low, high = image.min(axis=0), image.max(axis=0)
    out: list[float] = []
    for axis in (0, 1):
        ends = drawing.units(np.array([low[axis], high[axis]]), old, axis)
        if np.abs(ends).max() < PLANE_EDGE * 0.99:
            out.append(old[axis])
            continue
        middle = round((low[axis] + high[axis]) / 2 / drawing.factor)
        out.append(float(-middle * drawing.plane.uor_per_master))
        ends = drawing.units(np.array([low[axis], high[axis]]), (out[axis], out[axis]), axis)
        if np.abs(ends).max() >= PLANE_EDGE:
            raise ConversionError(
                "Bản vẽ rộng hơn mặt phẳng thiết kế của DGN V7.",
                "The drawing is wider than the design plane of DGN V7.",
                hint_vi="Chia bản vẽ thành nhiều tờ.",
                hint_en="Split the drawing into sheets.",
                code="outside_design_plane",
            )
    return out[0], out[1]


def _write_integers(drawing: Drawing, at: Ints, image: Floats, origin: tuple[float, float]) -> None:
    for axis in (0, 1):
        units = np.rint(drawing.units(image[:, axis], origin, axis))
        put_integers(drawing.content, at + 4 * axis, np.where(np.isfinite(units), units, 0).astype(np.int64))


def _write_reals(drawing: Drawing, at: Ints, image: Floats, origin: tuple[float, float]) -> None:
    for axis in (0, 1):
        put_reals(drawing.content, at + 8 * axis, np.nan_to_num(drawing.units(image[:, axis], origin, axis)))


def _turn_and_scale(drawing: Drawing, rows: Ints, measure: Measure) -> None:
    """Texts, text nodes and cells turn by the convergence difference; arcs turn and their axes stretch."""
    records, kinds, flat = drawing.records, drawing.records.type[rows], drawing.records.dimension == 2
    turn_size = 4 if flat else 16
    for kind, offset, origin_gap, size in (
        (_TEXT, 46, 4 if flat else 16, 0), (_NODE, 58, turn_size, 0),
        (_ARC, 60, turn_size, 44), (_ELLIPSE, 52, turn_size, 36),
    ):  # fmt: skip
        some = rows[(kinds == kind) & (records.size[rows] >= offset + origin_gap + (16 if size else 8))]
        if not len(some):
            continue
        start = records.start[some]
        read = _read_reals if size else _read_integers
        place = read(drawing, start + offset + origin_gap)
        turn = np.nan_to_num(measure.conversion.turn_deg(place[:, 0], place[:, 1]))
        ratio = np.nan_to_num(measure.conversion.length_ratio(place[:, 0], place[:, 1]), nan=1.0)
        _turn(drawing, start + offset, turn)
        for axis in range(2 if size else 0):
            axes = v7_decode.reals(records, start + size + 8 * axis)
            put_reals(drawing.content, start + size + 8 * axis, axes * ratio)
    _turn_cells(drawing, rows[kinds == _CELL], measure)


def _turn(drawing: Drawing, at: Ints, degrees: Floats) -> None:
    """Add to an angle (2D), or turn a quaternion about the vertical axis (3D)."""
    if drawing.records.dimension == 2:
        angle = v7_decode.integers(drawing.records, at) / ANGLE_UNITS + degrees
        put_integers(drawing.content, at, np.rint((angle % 360.0) * ANGLE_UNITS).astype(np.int64))
        return
    w, x, y, z = (v7_decode.integers(drawing.records, at + 4 * k).astype(float) for k in range(4))
    half = np.radians(-degrees / 2)  # the stored quaternion turns the view, not the element
    c, s = np.cos(half), np.sin(half)
    turned = (w * c - z * s, x * c + y * s, y * c - x * s, z * c + w * s)
    for k, values in enumerate(turned):
        put_integers(drawing.content, at + 4 * k, np.rint(np.clip(values, -PLANE_EDGE, PLANE_EDGE)).astype(np.int64))


def _turn_cells(drawing: Drawing, cells: Ints, measure: Measure) -> None:
    """The header's 2 × 2 matrix (3 × 3 in space) turns with the components; its stored corners are local."""
    records, flat = drawing.records, drawing.records.dimension == 2
    matrix, origin, side = (68, 84, 2) if flat else (76, 112, 3)
    some = cells[records.size[cells] >= origin + 8]
    if not len(some):
        return
    start = records.start[some]
    place = _read_integers(drawing, start + origin)
    turn = np.radians(np.nan_to_num(measure.conversion.turn_deg(place[:, 0], place[:, 1])))
    c, s = np.cos(turn), np.sin(turn)
    for column in range(side):
        top = start + matrix + 4 * column
        low = start + matrix + 4 * (side + column)
        a, b = (v7_decode.integers(records, place_).astype(float) for place_ in (top, low))
        put_integers(drawing.content, top, np.rint(c * a - s * b).astype(np.int64))
        put_integers(drawing.content, low, np.rint(s * a + c * b).astype(np.int64))


def _write_ranges(drawing: Drawing, rows: Ints, gone: Ints, origin: tuple[float, float], measure: Measure) -> None:
    """The box in every header, from the images of its old corners, one unit wider against rounding."""
    start = drawing.records.start[rows]
    flip = np.int64(1) << 31
    sides = []
    for offset in (_RANGE_LOW, _RANGE_HIGH):
        raw = [v7_decode.integers(drawing.records, start + offset + 4 * k).astype(np.int64) % (1 << 32) - flip
               for k in (0, 1)]  # fmt: skip
        sides.append([drawing.metres(values.astype(float), axis) for axis, values in enumerate(raw)])
    corners = [np.column_stack([sides[i][0], sides[j][1]]) for i in (0, 1) for j in (0, 1)]
    images = []
    for corner in corners:
        x, y = measure.conversion.forward(corner[:, 0], corner[:, 1], impossible="mark")
        images.append(np.column_stack([drawing.units(x, origin, 0), drawing.units(y, origin, 1)]))
    stack = np.stack(images)
    sound = np.asarray(np.isfinite(stack).all(axis=(0, 2)))
    sound[gone] = False
    low, high = np.floor(stack[:, sound].min(axis=0)) - 1, np.ceil(stack[:, sound].max(axis=0)) + 1
    for offset, values in ((_RANGE_LOW, low), (_RANGE_HIGH, high)):
        for axis in (0, 1):
            clipped = np.clip(values[:, axis], -PLANE_EDGE, PLANE_EDGE).astype(np.int64)
            put_integers(drawing.content, start[sound] + offset + 4 * axis, clipped ^ flip)


def _delete(drawing: Drawing, rows: Ints) -> None:
    octets = np.frombuffer(drawing.content, dtype=np.uint8)
    octets[drawing.records.start[rows] + 1] |= 0x80


def put_integers(content: bytearray, at: Ints, values: Ints) -> None:
    """Write middle-endian 32-bit integers at even byte offsets."""
    words = np.frombuffer(content, dtype="<u2", count=len(content) // 2)
    unsigned = values.astype(np.int64) & 0xFFFFFFFF
    words[at // 2] = (unsigned >> 16).astype(np.uint16)
    words[at // 2 + 1] = (unsigned & 0xFFFF).astype(np.uint16)


def put_reals(content: bytearray, at: Ints, values: Floats) -> None:
    """Write VAX D_floating reals at even byte offsets."""
    words = np.frombuffer(content, dtype="<u2", count=len(content) // 2)
    parts = vax_reals(values).reshape(-1, 4)
    for k in range(4):
        words[at // 2 + k] = parts[:, k]


def vax_reals(values: Floats) -> NDArray[np.uint16]:
    """Numbers in the VAX D_floating layout, four words each."""
    mantissa, exponent = np.frexp(np.abs(values))
    fraction = (mantissa * 2.0**56).astype(np.uint64) & np.uint64((1 << 55) - 1)
    bits = (
        ((values < 0).astype(np.uint64) << np.uint64(63))
        | ((exponent + 128).astype(np.uint64) << np.uint64(55))
        | fraction
    )
    bits = np.where(values == 0, np.uint64(0), bits)
    words = [(bits >> np.uint64(shift)).astype(np.uint64) & np.uint64(0xFFFF) for shift in (48, 32, 16, 0)]
    return np.column_stack(words).astype("<u2").ravel()
