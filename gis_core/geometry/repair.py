"""Make shapes usable without hiding what was done: every repair is noted, shapes beyond repair are named.

Repairs: Z removed, self-crossings and doubled outlines resolved by GEOS' structure method (area inside the outer
ring stays, holes stay holes, pieces of no area drop out). What loses or gains more area than `max_area_change` of its
size is not repaired but refused: a person must look.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

_POLYGON, _MULTIPOLYGON = 3, 6
MAX_AREA_CHANGE = 0.02
"""Share of the area a repair may add or take; a bow-tie of two equal loops changes far more and is refused."""


@dataclass(frozen=True, slots=True)
class RepairNote:
    """What was done to one shape.

    `position` is its index in the input; `usable` False means that the shape was left as it came and must be set
    aside. `where` is the place of the fault (x, y) when GEOS names one. `reason` is GEOS' own word for the fault.
    """

    position: int
    usable: bool
    what_vi: str
    what_en: str
    reason: str
    area_change_m2: float
    where: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class RepairResult:
    """Shapes in input order (unusable ones unchanged) and one note per touched or refused shape."""

    geoms: NDArray[Any]
    notes: tuple[RepairNote, ...]

    @property
    def usable(self) -> NDArray[np.bool_]:
        """True where the shape may be used."""
        mask = np.ones(len(self.geoms), dtype=bool)
        mask[[note.position for note in self.notes if not note.usable]] = False
        return mask


def repair(geoms: ArrayLike, *, max_area_change: float = MAX_AREA_CHANGE) -> RepairResult:
    """Valid 2D shapes from polygons, lines or points; polygons stay polygonal (Polygon or MultiPolygon)."""
    original = np.atleast_1d(np.asarray(geoms, dtype=object))
    result = original.copy()
    notes: list[RepairNote] = []
    missing = shapely.is_missing(original) | shapely.is_empty(original)
    for position in np.flatnonzero(missing):
        notes.append(RepairNote(int(position), False, "không có hình", "no shape", "Empty", 0.0, None))
    finite = missing.copy()
    coordinates, owner = shapely.get_coordinates(original, return_index=True)
    finite[:] = True
    finite[owner[~np.isfinite(coordinates).all(axis=1)]] = False
    for position in np.flatnonzero(~finite & ~missing):
        what = ("tọa độ NaN hoặc vô cực", "NaN or infinite coordinates")
        notes.append(RepairNote(int(position), False, *what, "Non-finite", 0.0, None))
    sound = np.flatnonzero(finite & ~missing)
    result[sound] = shapely.force_2d(original[sound])
    notes += _repair_invalid(result, sound, max_area_change)
    notes += _flag_thin(result, sound)
    return RepairResult(result, tuple(sorted(notes, key=lambda note: note.position)))


def _repair_invalid(result: NDArray[Any], sound: NDArray[np.intp], max_area_change: float) -> list[RepairNote]:
    """Resolve crossings of the invalid ones; GEOS works on the whole array at once."""
    broken = sound[~shapely.is_valid(result[sound])]
    if not len(broken):
        return []
    before = result[broken]
    reasons = np.asarray(shapely.is_valid_reason(before))
    mended = _polygonal(shapely.make_valid(before, method="structure", keep_collapsed=False), before)
    change = shapely.area(mended) - shapely.area(before)
    limit = max_area_change * np.maximum(shapely.area(mended), shapely.area(before))
    notes = []
    for i, position in enumerate(broken):
        word, where = _reason(str(reasons[i]))
        refused = bool(shapely.is_empty(mended[i]) or abs(change[i]) > limit[i])
        if refused:
            texts = ("đường bao tự cắt, không sửa được chắc chắn", "the outline crosses itself beyond a sure repair")
        else:
            texts = ("gỡ chỗ đường bao tự cắt hoặc trùng đỉnh", "self-crossing or repeated outline resolved")
            result[position] = mended[i]
        notes.append(RepairNote(int(position), not refused, *texts, word, float(change[i]), where))
    return notes


def _polygonal(mended: NDArray[Any], before: NDArray[Any]) -> NDArray[Any]:
    """Keep only the areas of what became a collection of areas and lines."""
    wants_area = np.isin(shapely.get_type_id(before), (_POLYGON, _MULTIPOLYGON))
    mixed = np.flatnonzero(wants_area & ~np.isin(shapely.get_type_id(mended), (_POLYGON, _MULTIPOLYGON)))
    out = mended.copy()
    for i in mixed:  # rare: collections only
        parts = shapely.get_parts(mended[i])
        areas = [part for part in parts if shapely.get_type_id(part) in (_POLYGON, _MULTIPOLYGON)]
        out[i] = shapely.union_all(areas) if areas else shapely.Polygon()
    return out


def _flag_thin(result: NDArray[Any], sound: NDArray[np.intp]) -> list[RepairNote]:
    """Polygons without area are refused."""
    polygonal = sound[np.isin(shapely.get_type_id(result[sound]), (_POLYGON, _MULTIPOLYGON))]
    flat = polygonal[shapely.area(result[polygonal]) <= 0.0]
    what = ("vùng không có diện tích", "polygon without area")
    # an invalid flat shape is already refused; is_valid tells them apart
    return [RepairNote(int(i), False, *what, "No area", 0.0, None) for i in flat if shapely.is_valid(result[i])]


def _reason(text: str) -> tuple[str, tuple[float, float] | None]:
    """`Self-intersection[456.5 1208.25]` → the word and the place."""
    word, bracket, rest = text.partition("[")
    if not bracket:
        return word, None
    numbers = rest.rstrip("]").split()
    try:
        return word, (float(numbers[0]), float(numbers[1]))
    except (ValueError, IndexError):
        return word, None
