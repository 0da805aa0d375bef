"""Geometries of DGN V7 elements, kind by kind, for all elements at once."""

from dataclasses import dataclass

import numpy as np
import shapely

from importers.readers import v7_decode
from importers.readers.v7_decode import DesignPlane
from importers.readers.v7_scan import Records

SMALLEST = {2: 92, 7: 70, 12: 40, 14: 40, 15: 72, 16: 80, 17: 60}
SMALLEST_3D = {2: 124, 7: 86, 12: 40, 14: 40, 15: 92, 16: 100, 17: 76}
"""Bytes a record needs for its fixed fields; other kinds need the 36-byte header."""


@dataclass(slots=True)
class Drawn:
    """One entry per graphic row: geometry (None where not drawn here), text bytes, font, sizes, cell name, arcs."""

    geometry: np.ndarray
    text: list[bytes | None]
    font: list[str | None]
    text_height: np.ndarray
    rotation: np.ndarray
    cell: list[str | None]
    arcs: list[list[float] | None]
    damaged: np.ndarray
    unclosed: int = 0
    out_of_range: int = 0


def draw(records: Records, plane: DesignPlane, rows: np.ndarray, container: np.ndarray, chord_error: float) -> Drawn:
    """Draw the graphic rows; `container` holds positions within `rows`. Coordinates in master units."""
    count = len(rows)
    drawn = Drawn(
        geometry=np.full(count, None, dtype=object),
        text=[None] * count,
        font=[None] * count,
        text_height=np.full(count, np.nan),
        rotation=np.full(count, np.nan),
        cell=[None] * count,
        arcs=[None] * count,
        damaged=np.zeros(count, dtype=bool),
    )
    types = records.type[rows]
    needs = np.full(128, 36, dtype=np.int64)
    for code, size in (SMALLEST if plane.dimension == 2 else SMALLEST_3D).items():
        needs[code] = size
    drawn.damaged = records.size[rows] < needs[types]
    whole = ~drawn.damaged
    _draw_lines(records, plane, rows, np.flatnonzero(whole & (types == 3)), drawn, fixed=2)
    _draw_lines(records, plane, rows, np.flatnonzero(whole & np.isin(types, (4, 22))), drawn)
    _draw_shapes(records, plane, rows, np.flatnonzero(whole & (types == 6)), drawn)
    _draw_arcs(records, plane, rows, np.flatnonzero(whole & (types == 16)), drawn, chord_error, full=False)
    _draw_arcs(records, plane, rows, np.flatnonzero(whole & (types == 15)), drawn, chord_error, full=True)
    _draw_texts(records, plane, rows, np.flatnonzero(whole & (types == 17)), drawn)
    _draw_headers(records, plane, rows, whole, drawn)
    drawn.out_of_range = _out_of_range(records, plane, rows, drawn)
    _join_parts(types, container, drawn)
    return drawn


def _out_of_range(records: Records, plane: DesignPlane, rows: np.ndarray, drawn: Drawn) -> int:
    """How many lines and shapes reach beyond the range their header states: the sign of changed coordinates."""
    at = np.flatnonzero(np.isin(records.type[rows], (3, 4, 6)) & ~shapely.is_missing(drawn.geometry))
    if not len(at):
        return 0
    bounds = shapely.bounds(drawn.geometry[at])
    start = records.start[rows[at]]
    flip = np.int64(1) << 31
    stated = np.column_stack(
        [
            v7_decode.to_master(
                plane, v7_decode.integers(records, start + offset).astype(np.int64) % (1 << 32) - flip, k
            )
            for offset, k in ((4, 0), (8, 1), (16, 0), (20, 1))
        ]
    )
    slack = 1.5 / plane.uor_per_master
    outside = (bounds[:, :2] < stated[:, :2] - slack).any(axis=1) | (bounds[:, 2:] > stated[:, 2:] + slack).any(axis=1)
    return int(outside.sum())


def _draw_lines(
    records: Records, plane: DesignPlane, rows: np.ndarray, at: np.ndarray, drawn: Drawn, *, fixed: int | None = None
) -> None:
    if not len(at):
        return
    points = v7_decode.vertices(records, plane, rows[at], fixed=fixed)
    drawn.damaged[at] |= points.bad | (points.counts == 0)
    owner = np.repeat(np.arange(len(at)), points.counts)
    enough = points.counts >= 2
    keep = enough[owner]
    place = np.cumsum(enough) - 1
    if enough.any():
        drawn.geometry[at[enough]] = shapely.linestrings(points.xy[keep], indices=place[owner[keep]])
    single = points.counts == 1
    if single.any():
        drawn.geometry[at[single]] = shapely.points(points.xy[single[owner]])
    strings = records.type[rows[at]] == 22
    if strings.any():
        drawn.geometry[at[strings]] = [_as_points(g) for g in drawn.geometry[at[strings]]]


def _as_points(geometry: shapely.Geometry | None) -> shapely.Geometry | None:
    return None if geometry is None else shapely.multipoints(shapely.get_coordinates(geometry))


def _draw_shapes(records: Records, plane: DesignPlane, rows: np.ndarray, at: np.ndarray, drawn: Drawn) -> None:
    if not len(at):
        return
    points = v7_decode.vertices(records, plane, rows[at])
    drawn.damaged[at] |= points.bad | (points.counts == 0)
    first = np.cumsum(points.counts) - points.counts
    last = first + points.counts - 1
    usable = points.counts >= 3
    closed = np.zeros(len(at), dtype=bool)
    closed[usable] = (points.xy[first[usable]] == points.xy[last[usable]]).all(axis=1)
    drawn.unclosed += int((usable & ~closed).sum())
    usable &= points.counts - closed >= 3
    owner = np.repeat(np.arange(len(at)), points.counts)
    keep = usable[owner]
    place = np.cumsum(usable) - 1
    if usable.any():
        rings = shapely.linearrings(points.xy[keep], indices=place[owner[keep]])
        drawn.geometry[at[usable]] = shapely.polygons(rings)
    for position in np.flatnonzero(~usable & (points.counts >= 2)):
        a, n = int(first[position]), int(points.counts[position])
        drawn.geometry[at[position]] = shapely.linestrings(points.xy[a : a + n])


def _draw_arcs(
    records: Records,
    plane: DesignPlane,
    rows: np.ndarray,
    at: np.ndarray,
    drawn: Drawn,
    chord_error: float,
    *,
    full: bool,
) -> None:
    if not len(at):
        return
    arcs = v7_decode.arcs(records, plane, rows[at], full=full)
    sane = np.isfinite(arcs.parameters).all(axis=1) & (np.abs(arcs.parameters[:, :4]) < 1e12).all(axis=1)
    drawn.damaged[at[~sane]] = True
    arcs, at = v7_decode.Arcs(arcs.parameters[sane]), at[sane]
    if not len(at):
        return
    xy, counts = arcs.stroked(chord_error)
    drawn.geometry[at] = shapely.linestrings(xy, indices=np.repeat(np.arange(len(at)), counts))
    for position, parameters in zip(at.tolist(), arcs.parameters.tolist(), strict=True):
        drawn.arcs[position] = parameters


def _draw_texts(records: Records, plane: DesignPlane, rows: np.ndarray, at: np.ndarray, drawn: Drawn) -> None:
    if not len(at):
        return
    texts = v7_decode.texts(records, plane, rows[at])
    drawn.geometry[at] = shapely.points(texts.xy)
    drawn.text_height[at] = texts.height
    drawn.rotation[at] = texts.rotation
    for position, raw, font in zip(at.tolist(), texts.raw, texts.font.tolist(), strict=True):
        drawn.text[position] = raw
        drawn.font[position] = str(font)


def _draw_headers(records: Records, plane: DesignPlane, rows: np.ndarray, whole: np.ndarray, drawn: Drawn) -> None:
    """Cells and text nodes stand at their origin."""
    types = records.type[rows]
    for kind, offset_2d, offset_3d in ((2, 84, 112), (7, 62, 74)):
        at = np.flatnonzero(whole & (types == kind))
        if not len(at):
            continue
        place = records.start[rows[at]] + (offset_2d if plane.dimension == 2 else offset_3d)
        xy = np.column_stack(
            [v7_decode.to_master(plane, v7_decode.integers(records, place + 4 * k), k) for k in (0, 1)]
        )
        drawn.geometry[at] = shapely.points(xy)
        if kind == 2:
            for position, name in zip(at.tolist(), v7_decode.cell_names(records, rows[at]), strict=True):
                drawn.cell[position] = name


def _join_parts(types: np.ndarray, container: np.ndarray, drawn: Drawn) -> None:
    """Give chains and complex shapes the geometry of their parts, joined in file order."""
    wanted = np.isin(types, (12, 14))
    if not wanted.any():
        return
    inside = np.flatnonzero(container >= 0)
    order = inside[np.argsort(container[inside], kind="stable")]
    owners, begin = np.unique(container[order], return_index=True)
    for owner, parts in zip(owners.tolist(), np.split(order, begin[1:]), strict=True):
        if not wanted[owner]:
            continue
        lines = [g for g in drawn.geometry[parts] if g is not None and g.geom_type == "LineString"]
        drawn.geometry[owner] = _joined(lines, closed=int(types[owner]) == 14)


def _joined(lines: list[shapely.Geometry], *, closed: bool) -> shapely.Geometry | None:
    if not lines:
        return None
    xy = np.concatenate([shapely.get_coordinates(line) for line in lines])
    keep = np.ones(len(xy), dtype=bool)
    keep[1:] = (xy[1:] != xy[:-1]).any(axis=1)
    xy = xy[keep]
    if closed and len(np.unique(xy, axis=0)) >= 3:
        return shapely.polygons(shapely.linearrings(xy))
    return shapely.linestrings(xy) if len(xy) >= 2 else None
