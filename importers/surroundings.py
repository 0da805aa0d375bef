"""What stands around a place: communes of today and the nearest registered parcel. Evidence for doubtful numbers."""

from dataclasses import dataclass
from typing import Any

from django.db import Error, connection

from land_records import api as land_records
from reference import api as reference

_NAMED = 2


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Names of communes at or within 200 m, nearest first; metres to the nearest registered parcel within 5 km."""

    communes: tuple[str, ...] = ()
    nearest_m: float | None = None
    parcel: str = ""


def surroundings(lon: float | None, lat: float | None) -> Surroundings:
    """Of a WGS-84 place in degrees; empty for no place at all."""
    if lon is None or lat is None:
        return Surroundings()
    communes = tuple(unit.full_name for unit in reference.unit_containing_hint(lon, lat)[:_NAMED])
    nearest = land_records.nearest_parcel(lon, lat)
    return Surroundings(communes, nearest.distance_m if nearest else None, nearest.code if nearest else "")


def with_surroundings(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer of `inspect_file` with `communes` and `nearest_parcel_m` at every candidate that has a place.

    A machine without a database (a file looked at before anything is installed) keeps the answer as it is.
    """
    try:
        connection.ensure_connection()
    except Error:
        return answer
    for candidate in answer.get("crs_candidates", []):
        around = surroundings(candidate.get("lon"), candidate.get("lat"))
        candidate["communes"] = list(around.communes)
        candidate["nearest_parcel_m"] = around.nearest_m
    return answer
