"""Two small plans of an act, before and after, as numbers for inline SVG: parcels, neighbours, cut lines, labels."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.ops import transform

from gis_core.geometry.corners import number_corners
from land_records import api as land_records
from web import formats

WIDTH, HEIGHT = 460, 268
MARGIN = 0.18
MOST_NEIGHBOURS = 180
"""No page carries more than 200 features (DESIGN 4)."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One shape: SVG path and the classes that colour it."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A fraction label: number over area, or one line of text when there is no number."""

    x: float
    y: float
    over: str
    under: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one picture shows; `corners` are small circles, `numbers` their names beside them."""

    title: str
    width: int
    height: int
    around: tuple[Drawn, ...]
    parcels: tuple[Drawn, ...]
    cuts: tuple[str, ...]
    marks: tuple[Mark, ...]
    corners: tuple[tuple[float, float], ...]
    numbers: tuple[tuple[float, float, str], ...]


def plans_of(shown: land_records.Preview) -> tuple[Plan, Plan] | None:
    """Before and after in one scale and one frame; None when no parcel of the act has a shape."""
    before = [one for one in shown.before if one.geometry is not None]
    after = [one for one in shown.after if one.geometry is not None]
    if not before and not after:
        return None
    srid = (before or after)[0].srid
    shapes = [one.geometry for one in (*before, *after) if one.srid == srid]
    frame = _frame(shapely.total_bounds(np.array(shapes, dtype=object)))
    around = _around(frame, srid, shapes)
    cuts = tuple(_line(points, frame) for points in shown.changes.facts.get("cut_lines", ()))
    return (
        _plan("before", [one for one in before if one.srid == srid], frame, around, ()),
        _plan("after", [one for one in after if one.srid == srid], frame, around, cuts),
    )


def plan_of(parcel: land_records.ParcelSnapshot) -> Plan | None:
    """A parcel as it stands, corners numbered, for the form that asks for corners and sides; None without a shape."""
    if parcel.official_geometry is None:
        return None
    frame = _frame(parcel.official_geometry.bounds)
    shown = land_records.PreviewParcel(
        key="", parcel_id=parcel.parcel_id, name=parcel.reference, number=parcel.number, land_use=parcel.land_use,
        area_m2=parcel.areas.legal, geometry=parcel.official_geometry, srid=parcel.official_srid, fate="stands",
    )  # fmt: skip
    around = _around(frame, parcel.official_srid, [parcel.official_geometry])
    return _plan("now", [shown], frame, around, ())


def _plan(
    side: str,
    parcels: list[land_records.PreviewParcel],
    frame: "Frame",
    around: tuple[Drawn, ...],
    cuts: tuple[str, ...],
) -> Plan:
    drawn, marks, corners, numbers = [], [], [], []
    fresh = 0
    for one in parcels:
        shape = _projected(one.geometry, frame)
        tint = "kept"
        if one.fate == "new":
            fresh += 1
            tint = f"new new-{(fresh - 1) % 4 + 1}"
        elif one.fate in ("ended", "revised"):
            tint = one.fate
        drawn.append(Drawn(_path(shape), tint))
        middle = shapely.point_on_surface(shape)
        marks.append(
            Mark(round(middle.x, 1), round(middle.y, 1), str(one.number or "?"), formats.label_area(one.area_m2))
        )
        if side != "after":
            for corner in number_corners(one.geometry):
                x, y = frame.at(corner.east, corner.north)
                corners.append((x, y))
                numbers.append((x, y, str(corner.n)))
        else:
            corners += [(round(x, 1), round(y, 1)) for x, y in shapely.get_coordinates(shape)]
    return Plan(side, WIDTH, HEIGHT, around, tuple(drawn), cuts, tuple(marks), tuple(dict.fromkeys(corners)),
                tuple(numbers))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """Metres to pixels, north up."""

    west: float
    north: float
    scale: float
    bounds: tuple[float, float, float, float]

    def at(self, east: float, north: float) -> tuple[float, float]:
        """A place in the picture."""
        return round((east - self.west) * self.scale, 1), round((self.north - north) * self.scale, 1)


def _frame(bounds: Any) -> Frame:
    west, south, east, north = (float(one) for one in bounds)
    wide, high = max(east - west, 1.0) * (1 + 2 * MARGIN), max(north - south, 1.0) * (1 + 2 * MARGIN)
    scale = min(WIDTH / wide, HEIGHT / high)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    left, top = middle_x - WIDTH / scale / 2, middle_y + HEIGHT / scale / 2
    return Frame(left, top, scale, (left, top - HEIGHT / scale, left + WIDTH / scale, top))


def _projected(shape: Any, frame: Frame) -> Any:
    return transform(lambda x, y: ((x - frame.west) * frame.scale, (frame.north - y) * frame.scale), shape)


def _path(shape: Any) -> str:
    rings = shapely.get_rings(shapely.get_parts(shape))
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z" for ring in rings
    )


def _line(points: Any, frame: Frame) -> str:
    return "M" + "L".join("{} {}".format(*frame.at(east, north)) for east, north in points)


def _around(frame: Frame, srid: int, own: list[Any]) -> tuple[Drawn, ...]:
    """Neighbours and land objects in the frame, without the parcels of the act."""
    found = land_records.fabric_within(frame.bounds, srid=srid)
    if not len(found):
        return ()
    shapes = found.to_crs(srid).geometry.to_numpy()
    mine = shapely.union_all(np.array(own, dtype=object))
    window = shapely.box(*frame.bounds)
    others = [
        (shape, use)
        for shape, use in zip(shapes, found["land_use"], strict=True)
        if shapely.area(shapely.intersection(shape, mine)) < 0.5 * max(shapely.area(shape), 1e-9)
    ]
    drawn = []
    for shape, use in others[:MOST_NEIGHBOURS]:
        seen = shapely.intersection(shape, window)
        parts = [part for part in shapely.get_parts(seen) if part.geom_type == "Polygon"]
        if parts:
            kind = "road" if use in ("DGT", "road") else "water" if use in ("SON", "DTL", "river", "canal") else "other"
            drawn.append(Drawn(_path(_projected(shapely.multipolygons(parts), frame)), kind))
    return tuple(drawn)
