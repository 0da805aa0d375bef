"""Where a file lies: the coordinate system of its numbers, doubted first, decided by evidence or by a person."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from django.conf import settings

from gis_core.crs import plausible, transform
from gis_core.types import Srid
from importers.errors import ImportRefused
from importers.models import Batch
from reference import api as reference

SURE = 0.8
"""A candidate with this score and no rival within MARGIN is taken; otherwise an officer decides."""

MARGIN = 0.15


@dataclass(frozen=True, slots=True)
class Place:
    """The decision: the file's system, the official zone, and the named operation between them."""

    file_srid: int
    official_srid: int
    operation: dict[str, Any] | None
    decisions: tuple[dict[str, Any], ...] = ()


def decide_place(batch: Batch, points: np.ndarray, official_srid: int | None = None) -> Place:
    """Decide the coordinate system of `points` (n×2, file coordinates: first, second).

    Raises:
        ImportRefused: the coordinates lie outside the unit or the province, whatever system is assumed; the
            refusal says where they lie.
    """
    official = official_srid or settings.LAND_SRID
    finite = points[np.isfinite(points).all(axis=1)]
    if not len(finite):
        raise ImportRefused(
            "Tệp không có tọa độ hữu hạn nào.",
            "The file has no finite coordinate.",
            hint_vi="Kiểm tra lại tệp gốc; các phần tử có tọa độ NaN hoặc vô hạn không nhập được.",
            hint_en="Check the source file; elements with NaN or infinite coordinates cannot be imported.",
            code="no_coordinates",
        )
    stated = batch.options.get("srid")
    own = batch.information.get("crs_srid")
    if stated or own:
        srid = int(stated or own)
        _refuse_outside(batch, finite, srid)
        return _place(srid, official)
    candidates = plausible.crs_candidates(
        finite[:, 0], finite[:, 1], expected_srid=Srid(official), unit_bounds=_bounds(batch.unit_id, official)
    )
    good = [candidate for candidate in candidates if candidate.score > 0]
    if not good:
        raise _outside(batch, candidates)
    best = good[0]
    rival = good[1].score if len(good) > 1 else 0.0
    if best.epsg == official and best.score >= SURE and best.score - rival >= MARGIN:
        return _place(official, official)
    proposals = [
        {"crs": item.epsg or item.name, "name": item.name, "score": item.score, "evidence": item.evidence}
        for item in good[:5]
    ]
    return Place(official, official, None, ({"what": "crs", "proposals": proposals},))


def _place(srid: int, official: int) -> Place:
    if srid == official:
        return Place(srid, official, None)
    operation = transform.operation_between(Srid(srid), Srid(official))
    return Place(srid, official, {"code": operation.code, "name": operation.name, "accuracy_m": operation.accuracy_m})


def to_official(frame: gpd.GeoDataFrame, place: Place) -> gpd.GeoDataFrame:
    """The frame in the official zone, every vertex on the millimetre grid; 2D."""
    geometries = shapely.force_2d(frame.geometry.to_numpy())
    if place.file_srid != place.official_srid:
        geometries = transform.transform_geometries(geometries, Srid(place.file_srid), Srid(place.official_srid))
    geometries = transform.round_to_grid(geometries, settings.COORDINATE_GRID_M)
    return frame.set_geometry(gpd.GeoSeries(geometries, index=frame.index, crs=None), crs=None)


def _bounds(unit_id: int | None, srid: int) -> tuple[float, float, float, float] | None:
    return reference.unit_bounds(unit_id, srid) if unit_id else None


def _refuse_outside(batch: Batch, points: np.ndarray, srid: int) -> None:
    """With a stated system nothing is guessed, but a place far outside the unit is refused."""
    candidates = plausible.crs_candidates(
        points[:, 0],
        points[:, 1],
        expected_srid=Srid(srid),
        unit_bounds=_bounds(batch.unit_id, srid),
    )
    if not any(candidate.epsg == srid and candidate.score > 0 for candidate in candidates):
        raise _outside(batch, candidates)


def _outside(batch: Batch, candidates: list[plausible.Candidate]) -> ImportRefused:
    unit = reference.unit_by_id(batch.unit_id) if batch.unit_id else None
    area_vi = unit.full_name if unit else "địa bàn tỉnh"
    area_en = unit.full_name if unit else "the province"
    said = "; ".join(candidate.evidence for candidate in candidates[:3])
    return ImportRefused(
        f"Tọa độ trong tệp nằm ngoài {area_vi}. {said}",
        f"The coordinates of the file lie outside {area_en}. {said}",
        hint_vi="Kiểm tra đơn vị và hệ tọa độ đã chọn; nếu tệp thuộc nơi khác, nhập ở nơi đó.",
        hint_en="Check the unit and the coordinate system stated; a file of another place is imported there.",
        code="outside_area",
    )
