"""What a conversion proves about itself: vertices counted, extents, round trips, rows that have no image.

Blocks go through `Measure.convert`; what it adds up becomes the report.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis_core.crs.operations import ROUND_TRIP_LIMIT_M, Conversion
from gis_core.crs.systems import ForeignSystem

Floats = NDArray[np.float64]

CHECKED_A_BLOCK = 10_000
"""Vertices of a block that go there and back, evenly spread; all of them as soon as one misses the limit."""

FOREIGN_LIMIT_M = 0.1
"""Systems outside the national table change datum without a height, which alone misses by centimetres."""

WORTH_A_THREAD = 100_000
LISTED = 1000
"""Rejected rows named one by one; the rest is counted."""

REASONS = {
    "impossible": "tọa độ không có vị trí trong hệ đích / coordinates have no place in the target system",
    "no_return": "không quay về đúng chỗ (ngoài vùng dùng được của phép chiếu) / does not come back to its place",
    "no_geometry": "không có hình / no geometry",
    "outside_fit": "ngoài phạm vi điểm trùng của phép tính chuyển / outside the area of the fit's common points",
}


@dataclass(slots=True)
class Measure:
    """Carries vertices through one conversion and remembers what happened to them."""

    conversion: Conversion
    swap_axes: bool = False
    rows_in: int = 0
    vertices: int = 0
    checked: int = 0
    worst_m: float = 0.0
    rejected: list[dict[str, Any]] = field(default_factory=list)
    rejected_count: int = 0
    outside_fit: int = 0
    notes: list[dict[str, str]] = field(default_factory=list)
    before: Floats = field(default_factory=lambda: np.array([np.inf, np.inf, -np.inf, -np.inf]))
    after: Floats = field(default_factory=lambda: np.array([np.inf, np.inf, -np.inf, -np.inf]))

    @property
    def limit_m(self) -> float:
        """Metres a vertex may miss its place on the way back before its row is rejected; any with a local fit."""
        if self.conversion.fit is not None:
            return float(np.finfo(float).max)
        ends = (self.conversion.source, self.conversion.target)
        return FOREIGN_LIMIT_M if any(isinstance(end, ForeignSystem) for end in ends) else ROUND_TRIP_LIMIT_M

    def convert(self, xy: Floats, owner: NDArray[np.int64], *, first_row: int = 0) -> tuple[Floats, NDArray[np.int64]]:
        """Images of vertices, and the rows (of `owner`) that have to be rejected.

        Rows with a NaN vertex on both axes are empty points and stay as they are.
        """
        if self.swap_axes:
            xy = xy[:, ::-1]
        empty = np.isnan(xy[:, 0]) & np.isnan(xy[:, 1])
        image = self._forward(xy)
        bad = ~(np.isfinite(image[:, 0]) & np.isfinite(image[:, 1])) & ~empty
        reasons: dict[int, str] = dict.fromkeys(np.unique(owner[bad]).tolist(), "impossible")
        lost = self._round_trip(xy, np.asarray(~bad & ~empty))
        for row in np.unique(owner[lost]).tolist():
            reasons.setdefault(row, "no_return")
        for row in sorted(reasons):
            self.reject(first_row + row, reasons[row])
        gone = np.array(sorted(reasons), dtype=np.int64)
        if len(gone) or empty.any():
            kept = ~np.isin(owner, gone) & ~empty
            self._stretch(xy[kept], image[kept])
            self.vertices += int(kept.sum())
        else:
            self._stretch(xy, image)
            self.vertices += len(xy)
        return image, gone

    def reject(self, row: int, reason: str) -> None:
        """Note a row that does not reach the result (numbered from 0 in file order)."""
        self.rejected_count += 1
        if len(self.rejected) < LISTED:
            self.rejected.append({"row": row, "reason": REASONS.get(reason, reason)})

    def note(self, vi: str, en: str) -> None:
        """Say something the user has to know about the result; each sentence once."""
        if {"vi": vi, "en": en} not in self.notes:
            self.notes.append({"vi": vi, "en": en})

    def report(self, rows_out: int) -> dict[str, Any]:
        """The fields of the command contract and what stands beside them."""
        operation = self.conversion.operation
        return {
            "features": {"in": self.rows_in, "out": rows_out, "rejected": self.rejected_count},
            "balanced": self.rows_in == rows_out + self.rejected_count,
            "vertices": self.vertices,
            "operation": {"code": operation.code, "name": operation.name, "accuracy_m": operation.accuracy_m},
            "from": self.conversion.source.name,
            "to": self.conversion.target.name,
            "max_round_trip_m": self.worst_m,
            "round_trip_vertices": self.checked,
            "extent": self.after.tolist() if np.isfinite(self.after).all() else None,
            "source_extent": self.before.tolist() if np.isfinite(self.before).all() else None,
            "rejected": self.rejected,
            "cautions": [{"code": c.code, "vi": c.vi, "en": c.en} for c in self.conversion.cautions],
            "outside_fit": self.outside_fit,
            "notes": self.notes,
        }

    def _forward(self, xy: Floats) -> Floats:
        pieces = os.cpu_count() or 1 if len(xy) >= WORTH_A_THREAD else 1
        if pieces == 1:
            return _images(self.conversion, xy)
        with ThreadPoolExecutor(pieces) as pool:
            work: Callable[[Floats], Floats] = lambda part: _images(self.conversion, part)  # noqa: E731
            return np.concatenate(list(pool.map(work, np.array_split(xy, pieces))))

    def _round_trip(self, xy: Floats, sound: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Mask of the vertices that miss their place on the way back."""
        lost = np.zeros(len(xy), dtype=bool)
        at = np.flatnonzero(sound)
        if not len(at):
            return lost
        sample = at[:: max(len(at) // CHECKED_A_BLOCK, 1)]
        missed = self._missed(xy[sample])
        limit = self.limit_m
        if not (missed <= limit).all():
            sample = at
            missed = self._missed(xy[sample])
            lost[sample[~(missed <= limit)]] = True
        good = missed[missed <= limit]
        self.checked += len(sample)
        self.worst_m = max(self.worst_m, float(good.max(initial=0.0)))
        if self.conversion.fit is not None:
            self.outside_fit += int((~self.conversion.inside_fit(xy[at, 0], xy[at, 1])).sum())
        return lost

    def _missed(self, xy: Floats) -> Floats:
        return self.conversion.there_and_back(xy[:, 0], xy[:, 1])[2]

    def _stretch(self, xy: Floats, image: Floats) -> None:
        for box, points in ((self.before, xy), (self.after, image)):
            if not len(points):
                continue
            for axis in (0, 1):
                # a column at a time: a reduction over pairs is ten times slower
                values = points[:, axis]
                box[axis] = min(box[axis], float(values.min()))
                box[2 + axis] = max(box[2 + axis], float(values.max()))


def _images(conversion: Conversion, xy: Floats) -> Floats:
    return np.column_stack(conversion.forward(xy[:, 0], xy[:, 1], impossible="mark"))
