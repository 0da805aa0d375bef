"""Where a file lies: the coordinate system of its numbers, doubted first, decided by evidence or by a person."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from django.conf import settings

from gis_core.crs import plausible, transform
from gis_core.crs.operations import Conversion, choose_operation
from gis_core.crs.systems import system_of
from gis_core.errors import CrsError
from importers.errors import ImportRefused
from importers.models import Batch
from reference import api as reference

SURE = 0.8
"""With a unit to compare with, a candidate of this score and no rival within MARGIN is taken without asking."""

MARGIN = 0.15
SAMPLE_CENTRE = (108.10, 10.93)
"""Phan Thiết: refusals say how far away from here a file lies when no unit was stated."""


@dataclass(frozen=True, slots=True)
class Place:
    """The decision: the file's system, the official zone, and the named operation between them.

    `conversion` is set when a saved fit leads from one to the other.
    """

    file_srid: int
    official_srid: int
    operation: dict[str, Any] | None
    decisions: tuple[dict[str, Any], ...] = ()
    conversion: Conversion | None = None
    axes: "Axes" = field(default_factory=lambda: Axes())  # noqa: PLW0108  (named below)


@dataclass(frozen=True, slots=True)
class Axes:
    """How the file writes its numbers: north before east (`swapped`), or in another unit than metres."""

    swapped: bool = False
    to_metres: float = 1.0

    @classmethod
    def stated(cls, options: dict[str, Any]) -> "Axes":
        """What an officer decided for the batch; as written when nobody decided."""
        return cls(bool(options.get("swapped")), float(options.get("to_metres") or 1.0))

    @property
    def usual(self) -> bool:
        """East before north, in metres (or degrees)."""
        return not self.swapped and self.to_metres == 1.0

    def put_right(self, points: np.ndarray) -> np.ndarray:
        """n×2 file coordinates as (east, north) in the system's unit."""
        return (points[:, ::-1] if self.swapped else points) * self.to_metres


def decide_place(batch: Batch, points: np.ndarray, official_srid: int | None = None) -> Place:
    """Decide the coordinate system of `points` (n×2, file coordinates: first, second).

    A stated system counts, then the one the file itself declares, then evidence; whichever it is, the points must
    lie in the unit (or, without one, in the deployment's province).

    Raises:
        ImportRefused: the coordinates lie elsewhere; the refusal says where.
    """
    official = official_srid or settings.LAND_SRID
    axes = Axes.stated(batch.options)
    finite = axes.put_right(points[np.isfinite(points).all(axis=1)])
    if not len(finite):
        raise ImportRefused(
            "Tệp không có tọa độ hữu hạn nào.",
            "The file has no finite coordinate.",
            hint_vi="Kiểm tra lại tệp gốc; các phần tử có tọa độ NaN hoặc vô hạn không nhập được.",
            hint_en="Check the source file; elements with NaN or infinite coordinates cannot be imported.",
            code="no_coordinates",
        )
    bounds = home_bounds(batch.unit_id, official)
    if batch.options.get("fit"):
        return replace(_through_fit(batch, finite, official, bounds), axes=axes)
    stated = batch.options.get("srid") or batch.information.get("crs_srid")
    if stated or batch.information.get("crs_wkt"):
        return replace(_declared(batch, finite, stated, official, bounds), axes=axes)
    candidates = plausible.crs_candidates(finite[:, 0], finite[:, 1], expected_srid=official, unit_bounds=bounds)
    good = [candidate for candidate in candidates if candidate.score > 0]
    if not good:
        raise outside(batch, finite, official)
    rivals = [candidate.score for candidate in good if candidate.epsg != official or candidate.swapped]
    best = good[0]
    as_expected = best.epsg == official and not best.swapped and best.to_metres == 1.0
    if as_expected and best.score >= SURE and best.score - max(rivals, default=0.0) >= MARGIN:
        return Place(official, official, None)
    proposals = [_proposal(item) for item in good[:5]]
    return Place(official, official, None, ({"what": "crs", "proposals": proposals},))


def _elsewhere_explained(
    batch: Batch, points: np.ndarray, official: int, bounds: tuple[float, float, float, float]
) -> list[dict[str, Any]]:
    """The system said is wrong, but another reading puts the points into the very unit: a question, not a refusal."""
    if not batch.unit_id:
        return []
    readings = plausible.crs_candidates(points[:, 0], points[:, 1], expected_srid=official, unit_bounds=bounds)
    return [_proposal(item) for item in readings if item.score >= SURE - MARGIN][:5]


def _proposal(candidate: plausible.Candidate) -> dict[str, Any]:
    return {"crs": candidate.epsg, "answer": _answer(candidate), **asdict(candidate)}


def _answer(candidate: plausible.Candidate) -> str:
    """The text that chooses a candidate: its EPSG code, and how the numbers are written when that is unusual."""
    text = f"{candidate.epsg}"
    text += "+swapped" if candidate.swapped else ""
    return text if candidate.to_metres == 1.0 else f"{text}+{candidate.to_metres:g}"


def read_answer(text: str) -> dict[str, Any]:
    """Batch options from a chosen proposal ("9218", "9218+swapped", "9218+0.001").

    Raises:
        ImportRefused: not a choice.
    """
    code, *rest = str(text).split("+")
    try:
        factor = next((float(part) for part in rest if part != "swapped"), 1.0)
        return {"srid": int(code), "swapped": "swapped" in rest, "to_metres": factor}
    except ValueError as error:
        raise ImportRefused(
            "Câu trả lời về hệ tọa độ không hợp lệ.",
            "The answer about the coordinate system is not one of the choices.",
            hint_vi="Chọn một đề xuất trong danh sách, hoặc nhập mã EPSG.",
            hint_en="Choose one of the proposals, or give an EPSG code.",
            code="unknown_choice",
        ) from error


def home_bounds(unit_id: int | None, srid: int) -> tuple[float, float, float, float] | None:
    """Where the points should lie: the unit's frame, or the frame of all units of the deployment."""
    if unit_id:
        return reference.unit_bounds(unit_id, srid)
    boxes = [reference.unit_bounds(unit.id, srid) for unit in reference.current_units()]
    known = np.array([box for box in boxes if box])
    if not len(known):
        return None
    low, high = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _declared(
    batch: Batch,
    points: np.ndarray,
    stated: int | None,
    official: int,
    bounds: tuple[float, float, float, float] | None,
) -> Place:
    """The system is said: check that it puts the points where they belong, name the operation."""
    system = int(stated) if stated else batch.information["crs_wkt"]
    try:
        east, north = transform.transform_xy(points[:, 0], points[:, 1], system, official)
    except CrsError as error:
        raise outside(batch, points, system) from error
    if bounds is not None and _share_inside(east, north, bounds) < 0.5:
        others = _elsewhere_explained(batch, points, official, bounds)
        if not others:
            raise outside(batch, points, system)
        return Place(official, official, None, ({"what": "crs", "proposals": others},))
    if not stated:
        proposals = [{"crs": official, "name": f"EPSG:{official}", "score": 0.5, "evidence": ""}]
        return Place(official, official, None, ({"what": "crs", "proposals": proposals},))
    if system == official:
        return Place(official, official, None)
    operation = transform.operation_between(system, official)
    named = {"code": operation.code, "name": operation.name, "accuracy_m": operation.accuracy_m}
    return Place(int(stated), official, named)


def _through_fit(
    batch: Batch, points: np.ndarray, official: int, bounds: tuple[float, float, float, float] | None
) -> Place:
    """A saved fit was named: the points must lie in its area of validity and, carried over, in the unit."""
    fit = reference.usable_fit(batch.options["fit"])
    source = system_of(int(batch.options["srid"])) if batch.options.get("srid") else fit.source
    conversion = choose_operation(source, system_of(official), fit=fit)
    inside = conversion.inside_fit(points[:, 0], points[:, 1])
    if inside.mean() < 0.5:
        raise ImportRefused(
            f"Tệp nằm ngoài vùng có điểm trùng của phép tính chuyển “{fit.name}”.",
            f"The file lies outside the area of the common points of fit “{fit.name}”.",
            hint_vi="Chọn phép tính chuyển của khu vực này, hoặc thêm điểm trùng rồi lưu phiên bản mới.",
            hint_en="Choose the fit of this area, or add common points and save a new version.",
            code="outside_fit_area",
        )
    east, north = conversion.forward(points[:, 0], points[:, 1])
    if bounds is not None and _share_inside(east, north, bounds) < 0.5:
        raise outside(batch, np.column_stack((east, north)), official)
    done = conversion.operation
    named = {"code": done.code, "name": done.name, "accuracy_m": done.accuracy_m}
    srid = int(batch.options["srid"]) if batch.options.get("srid") else getattr(source, "srid", official)
    return Place(srid, official, named, conversion=conversion)


def _share_inside(east: np.ndarray, north: np.ndarray, bounds: tuple[float, float, float, float]) -> float:
    margin = plausible.BUFFER_M
    inside = (
        (east > bounds[0] - margin) & (east < bounds[2] + margin)
        & (north > bounds[1] - margin) & (north < bounds[3] + margin)
    )  # fmt: skip
    return float(inside.mean())


def to_official(frame: gpd.GeoDataFrame, place: Place) -> gpd.GeoDataFrame:
    """The frame in the official zone, every vertex on the millimetre grid; 2D."""
    geometries = transform.plane(frame.geometry.to_numpy())
    if not place.axes.usual:
        geometries = shapely.transform(geometries, place.axes.put_right)
    if place.conversion is not None:
        carry = place.conversion
        geometries = shapely.transform(geometries, lambda xy: np.column_stack(carry.forward(xy[:, 0], xy[:, 1])))
    elif place.file_srid != place.official_srid:
        geometries = transform.transform_geometries(geometries, place.file_srid, place.official_srid)
    geometries = transform.round_to_grid(geometries, settings.COORDINATE_GRID_M)
    return frame.set_geometry(gpd.GeoSeries(geometries, index=frame.index, crs=None), crs=None)


def outside(batch: Batch, points: np.ndarray, system: int | str) -> ImportRefused:
    """The refusal that says where the coordinates lie."""
    unit = reference.unit_by_id(batch.unit_id) if batch.unit_id else None
    area_vi = unit.full_name if unit else "địa bàn tỉnh"
    area_en = unit.full_name if unit else "the province"
    found = plausible.where_they_lie(points[:, 0], points[:, 1], system, seen_from=SAMPLE_CENTRE)
    low, high = points.min(axis=0), points.max(axis=0)
    span = f"{low[0]:.3f} … {high[0]:.3f} / {low[1]:.3f} … {high[1]:.3f}"
    name_vi = name_en = transform.system_name(system)
    if not (batch.options.get("srid") or batch.information.get("crs_wkt")):
        name_vi, name_en = f"{name_vi} (tệp không ghi hệ tọa độ)", f"{name_en} (the file names no system)"
    where_vi = f"Đọc theo {name_vi}, chúng nằm ở {found.vi}." if found else "Không hệ tọa độ nào cho chúng một vị trí."
    where_en = f"Read as {name_en}, they lie at {found.en}." if found else "No coordinate system gives them a place."
    return ImportRefused(
        f"Tọa độ trong tệp nằm ngoài {area_vi} ({span}). {where_vi}",
        f"The coordinates of the file lie outside {area_en} ({span}). {where_en}",
        hint_vi="Kiểm tra đơn vị và hệ tọa độ đã chọn; nếu tệp thuộc nơi khác, nhập ở nơi đó.",
        hint_en="Check the unit and the coordinate system stated; a file of another place is imported there.",
        code="outside_area",
    )
