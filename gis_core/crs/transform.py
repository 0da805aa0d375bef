"""Transformations pinned by operation code: never chosen by area of use, never a ballpark guess.

WGS-84 ↔ VN-2000 is EPSG:6960, the seven parameters of Decision 05/2007/QĐ-BTNMT as a coordinate-frame rotation.
HN-72 and Indian 1960 reach WGS-84 by EPSG:1544 and EPSG:1542; better local fits live in gis_core.crs.local_fit.
Arrays go in and out as (east, north) or (longitude, latitude), whatever axis order EPSG states.
"""

import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer
from pyproj.enums import TransformDirection
from pyproj.exceptions import CRSError as ProjCrsError
from pyproj.exceptions import ProjError
from pyproj.transformer import TransformerGroup

from gis_core.crs.systems import ForeignSystem, LocalGrid
from gis_core.crs.user_systems import UserSystem
from gis_core.crs.zones import DEPRECATED, ELLIPSOIDS, ZONES, Zone, zone
from gis_core.errors import CrsError

Floats = NDArray[np.float64]
System = int | str | Zone | UserSystem | ForeignSystem | LocalGrid
"""A code of gis_core.crs.zones, any EPSG code, a CRS text (WKT, PROJ) as files carry it, or a parsed description."""
_OurSystem = Zone | UserSystem


@dataclass(frozen=True, slots=True)
class Operation:
    """What was done to coordinates: permanent code, name, and expected accuracy in metres (None: unknown)."""

    code: str
    name: str
    accuracy_m: float | None


@dataclass(frozen=True, slots=True)
class _DatumShift:
    """Helmert shift from a datum to WGS-84, parameters in metres, arc-seconds and parts per million."""

    operation: Operation
    helmert: str


DATUM_SHIFTS: dict[str, _DatumShift] = {
    "vn2000": _DatumShift(
        Operation("EPSG:6960", "VN-2000 to WGS 84 (2), Quyết định 05/2007/QĐ-BTNMT", 1.0),
        "proj=helmert x=-191.90441429 y=-39.30318279 z=-111.45032835 rx=-0.00928836 ry=0.01975479 rz=-0.00427372 "
        "s=0.252906278 convention=coordinate_frame",
    ),
    "hn72": _DatumShift(
        Operation("EPSG:1544", "Hanoi 1972 to WGS 84 (1)", 5.0), "proj=helmert x=-17.51 y=-108.32 z=-62.39"
    ),
    "indian1960": _DatumShift(
        Operation("EPSG:1542", "Indian 1960 to WGS 84 (2)", 44.0), "proj=helmert x=198 y=881 z=317"
    ),
}
"""The one permitted shift per datum. WGS-84 itself needs none."""

_SAME = Operation("identity", "Same coordinate system", 0.0)
_NO_SHIFT = ("identity", "projection")


def operation_between(src: System, dst: System) -> Operation:
    """The operation that carries coordinates from `src` to `dst`; refuses when only a ballpark one exists."""
    return _plan(src, dst).operation


def system_name(system: System) -> str:
    """The name people know a system by; its code where the EPSG register does not know it."""
    if not isinstance(system, int | str):
        return system.name
    if isinstance(system, int) and system in ZONES:
        return ZONES[system].name
    try:
        return f"{CRS.from_user_input(system).name} ({_short(system)})" if isinstance(system, int) else _short(system)
    except ProjCrsError:
        return _short(system)


def transform_xy(
    x: ArrayLike, y: ArrayLike, src: System, dst: System, *, impossible: Literal["refuse", "mark"] = "refuse"
) -> tuple[Floats, Floats]:
    """Transform arrays of (east, north) or (lon, lat) from `src` to `dst`.

    Raises CrsError `impossible_coordinates` with the first offending place when a point has no image; NaN counts.
    With `impossible="mark"` such points come out as NaN instead, for callers that judge row by row.
    """
    east = np.asarray(x, dtype=np.float64)
    north = np.asarray(y, dtype=np.float64)
    plan = _plan(src, dst)
    if not plan.steps:
        out_x, out_y = east.copy(), north.copy()
    else:
        out_x, out_y = east, north
        for transformer, direction in plan.steps:
            out_x, out_y = transformer.transform(out_x, out_y, direction=direction)
    return _finite_only(east, north, out_x, out_y, src, impossible)


def transform_xyz(
    x: ArrayLike, y: ArrayLike, height: ArrayLike, src: System, dst: System,
    *, impossible: Literal["refuse", "mark"] = "refuse",
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """Like `transform_xy` with ellipsoidal heights in metres, carried through the datum shift.

    With heights of zero, east and north are those of `transform_xy`: a shift in the plane takes the place on the
    source's ellipsoid. The height that comes out is what makes the way back exact: without it, WGS-84 → VN-2000 →
    WGS-84 misses by up to 1.5 mm, because each way starts from another ellipsoid. Systems outside the table keep
    the height as it is.
    """
    east, north = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    high = np.broadcast_to(np.asarray(height, dtype=np.float64), east.shape)
    source, target = _national(src), _national(dst)
    if src == dst or not (source and target):
        return (*transform_xy(east, north, src, dst, impossible=impossible), high.copy())
    out_x, out_y, out_h = _spatial_plan(source, target).transform(east, north, high)
    out = _finite_only(east, north, out_x, out_y, src, impossible)
    return (*out, np.asarray(out_h))


@lru_cache(maxsize=128)
def _spatial_plan(source: _OurSystem, target: _OurSystem) -> Transformer:
    return Transformer.from_pipeline(_pipeline(source, target, keep_height=False))


def _finite_only(
    east: Floats, north: Floats, out_x: Floats, out_y: Floats, src: System, impossible: Literal["refuse", "mark"]
) -> tuple[Floats, Floats]:
    finite = np.isfinite(out_x) & np.isfinite(out_y)
    if finite.all():
        return np.asarray(out_x), np.asarray(out_y)
    if impossible == "refuse":
        _refuse_impossible(east, north, out_x, out_y, src)
    return np.where(finite, out_x, np.nan), np.where(finite, out_y, np.nan)


def transform_geometries(geoms: ArrayLike, src: System, dst: System) -> NDArray[Any]:
    """Transform an array of shapely geometries at once; None stays None, order and shape are kept, Z is dropped."""
    array = np.asarray(geoms, dtype=object)
    if not _plan(src, dst).steps:
        return shapely.force_2d(array)
    flat = shapely.force_2d(array)
    coordinates = shapely.get_coordinates(flat)
    if not len(coordinates):
        return flat
    east, north = transform_xy(coordinates[:, 0], coordinates[:, 1], src, dst)
    # set_coordinates works in place on the fresh array force_2d made, never on the caller's
    return shapely.set_coordinates(np.array(flat, dtype=object, copy=True), np.column_stack((east, north)))


def plane(geoms: NDArray[Any]) -> NDArray[Any]:
    """The shapes without Z; those that have none are the very same objects, not copies."""
    raised = shapely.has_z(geoms)
    if not raised.any():
        return geoms
    flat = geoms.copy()
    flat[raised] = shapely.force_2d(geoms[raised])
    return flat


def round_to_grid(geoms: ArrayLike, grid: float = 0.001) -> NDArray[Any]:
    """Round every vertex to the grid (metres), topology untouched: rings may become invalid, checks must follow."""
    array = np.array(geoms, dtype=object, copy=True, order="C")
    flat = array.reshape(-1)
    coordinates, owner = shapely.get_coordinates(flat, return_index=True)
    rounded = round_coordinates(coordinates, grid)
    # most shapes stand on the grid already: only the others are made anew
    off_grid = np.zeros(len(flat), dtype=bool)
    off_grid[owner[(rounded != coordinates).any(axis=1)]] = True
    if off_grid.any():
        flat[off_grid] = shapely.set_coordinates(flat[off_grid], rounded[off_grid[owner]])
    return array


def round_coordinates(values: ArrayLike, grid: float = 0.001) -> Floats:
    """Round numbers to multiples of `grid`, giving the doubles that print with the fewest digits (456313.406)."""
    numbers = np.asarray(values, dtype=np.float64)
    per_unit = 1.0 / grid
    if abs(per_unit - round(per_unit)) < 1e-6 * per_unit:
        return np.rint(numbers * round(per_unit)) / round(per_unit)
    return np.rint(numbers / grid) * grid


_Step = tuple[Transformer, TransformDirection]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Transformers to run one after the other, and what they amount to."""

    operation: Operation
    steps: tuple[_Step, ...]


@lru_cache(maxsize=512)
def _plan(src: System, dst: System) -> _Plan:
    if src == dst:
        return _Plan(_SAME, ())
    source, target = _national(src), _national(dst)
    if source and target:
        forward = Transformer.from_pipeline(_pipeline(source, target))
        return _Plan(_national_operation(source, target), ((forward, TransformDirection.FORWARD),))
    if source:
        transformer, operation = _foreign(dst)
        inward = _plan(source, 4326)
        joined = _joined(inward.operation, _inverted(operation))
        return _Plan(joined, (*inward.steps, (transformer, TransformDirection.INVERSE)))
    transformer, operation = _foreign(src)
    outward = _plan(4326, dst)
    steps = ((transformer, TransformDirection.FORWARD), *outward.steps)
    return _Plan(_joined(operation, outward.operation), steps)


def _national(system: System) -> _OurSystem | None:
    """A system we know the numbers of; withdrawn codes are refused, codes outside the table are foreign."""
    if isinstance(system, Zone | UserSystem):
        return system
    if isinstance(system, int) and (system in ZONES or system in DEPRECATED):
        return zone(system)
    return None


def _pipeline(source: _OurSystem, target: _OurSystem, *, keep_height: bool = True) -> str:
    """`keep_height` gives the third number back as it came in; else the ellipsoidal height goes along."""
    steps = [_inverse(source.projection_step)]
    if source.datum != target.datum:
        steps += _to_wgs84(source) if source.datum != "wgs84" else []
        steps += _from_wgs84(target) if target.datum != "wgs84" else []
    if not keep_height:
        steps = [step for step in steps if not step.endswith("v_3")]
    steps.append(target.projection_step)
    return "proj=pipeline " + " ".join(steps)


def _inverse(step: str) -> str:
    return step.replace("step ", "step inv ", 1)


_WGS84_CART = "proj=cart a={} rf={}".format(*ELLIPSOIDS["wgs84"])


def _cart(system: _OurSystem) -> str:
    own = isinstance(system, UserSystem) and system.datum_name == "own"
    axis, flattening = system.ellipsoid if own else ELLIPSOIDS[system.datum]  # type: ignore[union-attr]
    return f"proj=cart a={axis!r} rf={flattening!r}"


def _shift(system: _OurSystem) -> _DatumShift:
    """The one shift to WGS-84; a system of one's own without parameters has none and is refused."""
    if not isinstance(system, UserSystem) or system.datum_name != "own":
        return DATUM_SHIFTS[system.datum]
    if system.shift is None:
        raise _no_operation(system, system.name)
    stated = Operation("seven parameters", f"seven parameters of {system.name}: {system.shift.helmert}", None)
    return _DatumShift(stated, system.shift.helmert)


def _to_wgs84(system: _OurSystem) -> list[str]:
    return [
        "step proj=push v_3",
        f"step {_cart(system)}",
        f"step {_shift(system).helmert}",
        f"step inv {_WGS84_CART}",
        "step proj=pop v_3",
    ]


def _from_wgs84(system: _OurSystem) -> list[str]:
    return [
        "step proj=push v_3",
        f"step {_WGS84_CART}",
        f"step inv {_shift(system).helmert}",
        f"step inv {_cart(system)}",
        "step proj=pop v_3",
    ]


def _national_operation(source: _OurSystem, target: _OurSystem) -> Operation:
    if source.datum == target.datum:
        return Operation("projection", f"Projection change on {source.datum}, no datum shift", 0.0)
    outward = _SAME if source.datum == "wgs84" else _shift(source).operation
    inward = _SAME if target.datum == "wgs84" else _inverted(_shift(target).operation)
    return _joined(outward, inward)


def _inverted(operation: Operation) -> Operation:
    if operation.code in _NO_SHIFT:
        return operation
    return Operation(f"inverse {operation.code}", f"inverse of {operation.name}", operation.accuracy_m)


def _joined(first: Operation, second: Operation) -> Operation:
    """Two operations in a row; accuracies add up as EPSG does for concatenated operations."""
    kept = [part for part in (first, second) if part.code not in _NO_SHIFT]
    if not kept:
        return Operation("projection", "Projection change, no datum shift", 0.0)
    known = [part.accuracy_m for part in kept if part.accuracy_m is not None]
    accuracy = sum(known) if len(known) == len(kept) else None
    return Operation(" + ".join(p.code for p in kept), " + ".join(p.name for p in kept), accuracy)


@lru_cache(maxsize=128)
def _foreign(system: System) -> tuple[Transformer, Operation]:
    """To WGS-84 from a system outside the table: the best operation PROJ has grids for, never a ballpark one."""
    if isinstance(system, ForeignSystem):
        return _foreign(system.text)
    if not isinstance(system, int | str):
        raise _no_operation(system, system.name)
    try:
        crs = CRS.from_user_input(system)
        with warnings.catch_warnings():
            # "best operation not available" only means that a grid is not installed; the accuracy says so
            warnings.simplefilter("ignore", UserWarning)
            group = TransformerGroup(crs, CRS.from_epsg(4326), always_xy=True, allow_ballpark=False)
    except (ProjCrsError, ProjError) as error:
        raise CrsError(
            f"Không đọc được hệ tọa độ {_short(system)}.",
            f"Coordinate system {_short(system)} cannot be read.",
            hint_vi="Chỉ rõ mã EPSG của tệp.",
            hint_en="State the file's EPSG code.",
            code="crs_unreadable",
        ) from error
    if not group.transformers:
        raise _no_operation(system, crs.name)
    best = group.transformers[0]
    return best, Operation(f"PROJ {best.description}", best.description, _accuracy(best))


def _accuracy(transformer: Transformer) -> float | None:
    return transformer.accuracy if transformer.accuracy is not None and transformer.accuracy >= 0 else None


def _no_operation(system: System, name: str) -> CrsError:
    return CrsError(
        f"Không có phép chuyển chính xác từ {name} ({_short(system)}) sang WGS-84; phép gần đúng không được dùng.",
        f"There is no exact operation from {name} ({_short(system)}) to WGS-84; ballpark operations are refused.",
        hint_vi="Cung cấp điểm trùng để tính chuyển cục bộ, hoặc chỉ rõ mã EPSG có gốc trắc địa.",
        hint_en="Give common points for a local fit, or state an EPSG code with a known datum.",
        code="ballpark_refused",
    )


def _short(system: System) -> str:
    if isinstance(system, Zone):
        return system.code
    if isinstance(system, UserSystem | ForeignSystem | LocalGrid):
        return f"“{system.code[:60]}”"
    return f"EPSG:{system}" if isinstance(system, int) else f"“{system[:60]}”"


def _refuse_impossible(x: Floats, y: Floats, out_x: Floats, out_y: Floats, src: System) -> None:
    bad = np.flatnonzero(~(np.isfinite(np.atleast_1d(out_x)) & np.isfinite(np.atleast_1d(out_y))))
    east, north = np.atleast_1d(x)[bad[0]], np.atleast_1d(y)[bad[0]]
    raise CrsError(
        f"{len(bad)} điểm không có vị trí trên mặt đất trong hệ {_short(src)}; điểm đầu: Đông {east}, Bắc {north}.",
        f"{len(bad)} points have no place on earth in {_short(src)}; the first: east {east}, north {north}.",
        hint_vi="Kiểm tra hệ tọa độ của tệp và các tọa độ hỏng (NaN, vô cực, quá xa).",
        hint_en="Check the file's coordinate system and broken coordinates (NaN, infinite, far away).",
        code="impossible_coordinates",
    )
