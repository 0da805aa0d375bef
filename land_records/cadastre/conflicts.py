"""What the register has against new parcels, as findings, before anybody tries to register them."""

from typing import Any

import numpy as np
import pandas as pd
import shapely
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from gis_core.crs.transform import transform_geometries
from gis_core.topology.finding import Finding, Severity
from land_records.cadastre.neighbours import current_around
from land_records.cadastre.official import as_multipolygons, to_land
from land_records.cadastre.statements import statement
from land_records.models import ParcelVersion


def register_conflicts(
    frame: pd.DataFrame, srid: int, *, sheet_id: int | None = None, apart_from_series: int | None = None
) -> list[Finding]:
    """Numbers that are taken (NUMBER-TAKEN) and current official parcels that would be overlapped (REGISTER-OVERLAP).

    `frame`: `geometry` in zone `srid`, `number`, and `sheet_id` per row unless given for all (None: a sheet that
    does not exist yet, whose numbers are all free). `where` is in `srid`; `size` of an overlap is m². The overlap
    rule is the database's own (docs/adr/0003); overlaps inside the frame are not looked at, nor, when the frame
    is a new survey, those with the series it replaces (`apart_from_series`: `survey_preview` judges them).
    """
    if not len(frame):
        return []
    sheets = list(frame["sheet_id"]) if "sheet_id" in frame else [sheet_id] * len(frame)
    geometries = as_multipolygons(frame["geometry"].to_numpy())
    numbers = [None if pd.isna(number) else int(number) for number in frame["number"]]
    return _taken(geometries, numbers, sheets) + _overlapping(geometries, numbers, srid, apart_from_series)


def wide_overlap(one: NDArray[Any], two: NDArray[Any]) -> NDArray[np.bool_]:
    """The overlap rule over two parallel arrays: interiors meet and the common part is wider than the tolerance."""
    meet = shapely.relate_pattern(one, two, "T********")
    result = np.zeros(len(one), dtype=bool)
    places = np.flatnonzero(meet)
    if len(places):
        common = shapely.intersection(one[places], two[places])
        result[places] = ~shapely.is_empty(shapely.buffer(common, -settings.OVERLAP_TOLERANCE_M / 2))
    return result


def _taken(geometries: NDArray[Any], numbers: list[int | None], sheets: list[Any]) -> list[Finding]:
    asked = [
        (int(sheet), number, row)
        for row, (sheet, number) in enumerate(zip(sheets, numbers, strict=True))
        if number is not None and not pd.isna(sheet)
    ]
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement("taken_numbers"), [[sheet for sheet, _, _ in asked], [n for _, n, _ in asked]])
        taken = {(sheet, number): reference for sheet, number, reference in cursor.fetchall()}
    return [
        Finding(
            "NUMBER-TAKEN",
            Severity.ERROR,
            where=_inside(geometries[row]),
            between=(taken[sheet, number],),
            hint={"number": number},
        )
        for sheet, number, row in asked
        if (sheet, number) in taken
    ]


def _overlapping(
    geometries: NDArray[Any], numbers: list[int | None], srid: int, apart_from_series: int | None
) -> list[Finding]:
    usable = np.flatnonzero(
        ~(shapely.is_missing(geometries) | shapely.is_empty(geometries)) & shapely.is_valid(geometries)
    )
    land = to_land(geometries[usable], srid)
    ids, existing = current_around(land, 0.0) if len(land) else ([], land)
    if ids and apart_from_series is not None:
        replaced = _of_series(ids, apart_from_series)
        others = [place for place, version in enumerate(ids) if version not in replaced]
        ids, existing = [ids[place] for place in others], existing[others]
    if not ids:
        return []
    new, old = shapely.STRtree(existing).query(land, predicate="intersects")
    wide = wide_overlap(land[new], existing[old])
    new, old = new[wide], old[wide]
    if not len(new):
        return []
    common = shapely.intersection(land[new], existing[old])
    places = transform_geometries(shapely.point_on_surface(common), settings.LAND_SRID, srid)
    names = _names([ids[i] for i in old])
    return [
        Finding(
            "REGISTER-OVERLAP",
            Severity.ERROR,
            where=(round(place.x, 3), round(place.y, 3)),
            size=round(float(shapely.area(shape)), 3),
            between=(str(numbers[usable[row]] or "?"), names[ids[other]]),
        )
        for row, other, shape, place in zip(new, old, common, places, strict=True)
    ]


def _of_series(version_ids: list[int], series_id: int) -> set[int]:
    found = ParcelVersion.objects.filter(id__in=version_ids, parcel__sheet__series_id=series_id)
    return set(found.values_list("id", flat=True))


def _names(version_ids: list[int]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, public.land_records_name_of(id) ->> 'reference' FROM unnest(%s::bigint[]) AS v(id)",
            [version_ids],
        )
        return dict(cursor.fetchall())


def _inside(shape: Any) -> tuple[float, float] | None:
    if shape is None or shape.is_empty:
        return None
    point = shapely.point_on_surface(shape)
    return round(float(point.x), 3), round(float(point.y), 3)
