"""Numbers without a system: which systems explain them, with evidence from communes and registered parcels."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.conf import settings

from gis_core.crs.number_text import read_lines
from gis_core.crs.plausible import Candidate, crs_candidates
from gis_core.errors import DomainError
from importers import api as importers
from reference import api as reference

LIMIT = 8
HOME_SCORE, NEAR_SCORE = 0.15, 0.1
"""Added to a candidate whose points lie in a commune of the deployment, and near a registered parcel."""

NEAR_M = 500.0


class NothingToDetect(DomainError):
    """No numbers were given."""

    code = "nothing_to_detect"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One candidate with what stands around its points: communes by name, metres to the nearest registered parcel.

    `nearest_m` is None when nothing is registered within 5 km.
    """

    candidate: Candidate
    score: float
    communes: tuple[str, ...]
    nearest_m: float | None
    parcel: str


def explain_text(text: str) -> list[Explanation]:
    """Candidates of a written list: first and second number of every line, as they stand."""
    pairs = [(p.first, p.second) for p in read_lines(text) if p.first is not None and p.second is not None]
    if not pairs:
        raise NothingToDetect(
            "Chưa có cặp số nào để xét.",
            "There is no pair of numbers to judge.",
            hint_vi="Dán vài điểm, mỗi dòng hai số.",
            hint_en="Paste a few points, two numbers a line.",
        )
    return explain(pairs)


def explain(pairs: list[tuple[Any, Any]]) -> list[Explanation]:
    """Candidates for (first, second) numbers in file order, best first."""
    first, second = np.array(pairs, dtype=np.float64).T
    bounds = _home()
    # a file writes east before north; a person, north before east: both readings are among the candidates
    found = crs_candidates(first, second, expected_srid=settings.LAND_SRID, unit_bounds=bounds, limit=LIMIT)
    if bounds is not None and not any(c.score > 0 for c in found):
        found = crs_candidates(first, second, expected_srid=settings.LAND_SRID, limit=LIMIT)
    explained = [_around(candidate) for candidate in found if candidate.score > 0]
    return sorted(explained, key=lambda e: -e.score)


def _home() -> tuple[float, float, float, float] | None:
    boxes = [box for unit in reference.current_units() if (box := reference.unit_bounds(unit.id))]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _around(candidate: Candidate) -> Explanation:
    around = importers.surroundings(candidate.lon, candidate.lat)
    near = around.nearest_m is not None and around.nearest_m <= NEAR_M
    score = candidate.score + (HOME_SCORE if around.communes else 0.0) + (NEAR_SCORE if near else 0.0)
    return Explanation(candidate, round(min(score, 1.0), 4), around.communes, around.nearest_m, around.parcel)
