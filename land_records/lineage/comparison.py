"""Old and new survey side by side: which old parcels end, which go on as the same land, which are only touched."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import shapely
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from gis_core.crs.transform import transform_geometries
from gis_core.geometry.measure import rounded_areas
from gis_core.topology.finding import Finding, Severity
from gis_core.topology.overlay_shares import Overlay, overlay_shares
from land_records.cadastre.naming import parcel_names
from land_records.cadastre.neighbours import current_around
from land_records.cadastre.official import as_multipolygons, from_land, to_land
from land_records.lineage.queries import NEGLIGIBLE_SHARE
from land_records.rights.queries import rights_on

ENDS_FROM_SHARE = 0.5
"""An old parcel ends when at least half of it lies under new ones; less is an overlap the database refuses."""
SAME_LAND_SHARE = 0.9
"""Old and new are the same land when each covers nine tenths of the other and no other pair comes near."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Old parcels in force of one series around new shapes (both LAND_SRID), and their common areas.

    `covered`: per old parcel, the part of it that lies under new ones. `same`: old parcel id → place of the new shape
    that is plainly the same land. `ending`: ids of the old parcels that end.
    """

    old_ids: list[int]
    old: NDArray[Any]
    shares: Overlay
    covered: NDArray[np.float64]
    same: dict[int, int]

    @property
    def ending(self) -> list[int]:
        """Old parcels at least half under the new survey."""
        return [self.old_ids[place] for place in np.flatnonzero(self.covered >= ENDS_FROM_SHARE)]

    @property
    def touched(self) -> list[int]:
        """Places of old parcels that are overlapped but do not end: the new survey's border is not theirs."""
        return np.flatnonzero((self.covered > 0) & (self.covered < ENDS_FROM_SHARE)).tolist()


@dataclass(frozen=True, slots=True)
class SurveyPair:
    """One old parcel beside one new parcel; areas in m² from the coordinates, shares 0–1 of the common part."""

    old_reference: str
    old_area_m2: Decimal
    new_sheet: str
    new_number: int | None
    new_area_m2: Decimal
    of_old: float
    of_new: float
    same: bool


@dataclass(frozen=True, slots=True)
class SurveyPreview:
    """What a new survey would do to an older series: how many parcels end, which pairs, what stands in the way.

    `with_rights`: ending parcels that carry rights and have no plain successor: an officer will have to say where
    they belong. `findings`: RESURVEY-PARTLY, an old parcel that would be cut by the border of the new survey.
    """

    ending: int
    same: int
    new: int
    with_rights: tuple[str, ...]
    pairs: tuple[SurveyPair, ...]
    findings: tuple[Finding, ...]


def compared(new: NDArray[Any], series_id: int) -> Compared:
    """Compare new shapes (LAND_SRID) with the official parcels in force of a series."""
    old_ids, old = _old_parcels(new, series_id)
    shares = overlay_shares(old, new, narrowest_m=settings.OVERLAP_TOLERANCE_M)
    covered = np.bincount(shares.old, weights=shares.of_old, minlength=len(old)).astype(np.float64)
    plain = (shares.of_old >= SAME_LAND_SHARE) & (shares.of_new >= SAME_LAND_SHARE)
    same = {old_ids[one]: int(two) for one, two in zip(shares.old[plain], shares.new[plain], strict=True)}
    return Compared(old_ids, old, shares, covered, same)


def survey_preview(frame: pd.DataFrame, srid: int, *, series_id: int) -> SurveyPreview:
    """What `register_resurvey` would do with these parcels; nothing is written.

    `frame`: `geometry` in zone `srid`, `sheet` (printed number), `number`.
    """
    usable = frame[shapely.is_valid(frame["geometry"].to_numpy())]
    official = as_multipolygons(usable["geometry"].to_numpy())
    land = to_land(official, srid)
    ground = compared(land, series_id)
    names = parcel_names(ground.old_ids)
    old_areas = rounded_areas(shapely.area(from_land(ground.old, srid))) if len(ground.old) else []
    new_areas = rounded_areas(shapely.area(official))
    ending, shares = set(ground.ending), ground.shares
    pairs = tuple(
        SurveyPair(
            old_reference=names[ground.old_ids[one]].reference,
            old_area_m2=old_areas[one],
            new_sheet=str(usable["sheet"].iloc[two]),
            new_number=None if pd.isna(usable["number"].iloc[two]) else int(usable["number"].iloc[two]),
            new_area_m2=new_areas[two],
            of_old=round(float(part_of_old), 4),
            of_new=round(float(part_of_new), 4),
            same=bool(ground.same.get(ground.old_ids[one]) == two),
        )
        for one, two, part_of_old, part_of_new in zip(shares.old, shares.new, shares.of_old, shares.of_new, strict=True)
        if ground.old_ids[one] in ending and part_of_old >= NEGLIGIBLE_SHARE
    )
    loose = [parcel for parcel in ground.ending if parcel not in ground.same]
    carrying = {parcel for right in rights_on(parcel_ids=loose) for parcel in right.parcel_ids}
    return SurveyPreview(
        ending=len(ending),
        same=sum(parcel in ending for parcel in ground.same),
        new=len(usable),
        with_rights=tuple(names[parcel].reference for parcel in loose if parcel in carrying),
        pairs=pairs,
        findings=tuple(_partly(ground, names, place, srid) for place in ground.touched),
    )


def _partly(ground: Compared, names: Any, place: int, srid: int) -> Finding:
    inside = np.array([shapely.point_on_surface(ground.old[place])], dtype=object)
    point = transform_geometries(inside, settings.LAND_SRID, srid)[0]
    return Finding(
        "RESURVEY-PARTLY",
        Severity.ERROR,
        where=(round(point.x, 3), round(point.y, 3)),
        size=round(float(ground.covered[place] * shapely.area(ground.old[place])), 3),
        between=(names[ground.old_ids[place]].reference,),
    )


def _old_parcels(new: NDArray[Any], series_id: int) -> tuple[list[int], NDArray[Any]]:
    """Official parcels in force of the series around the new ones: parcel ids and shapes, LAND_SRID."""
    versions, shapes = current_around(new, 0.0)
    parcel_of = _parcels_of_series(versions, series_id)
    mine = [place for place, version in enumerate(versions) if version in parcel_of]
    return [parcel_of[versions[place]] for place in mine], shapes[mine]


def _parcels_of_series(version_ids: Sequence[int], series_id: int) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.id, p.id FROM land_records_parcelversion v JOIN land_records_parcel p ON p.id = v.parcel_id "
            "JOIN land_records_mapsheet m ON m.id = p.sheet_id WHERE v.id = ANY(%s) AND m.series_id = %s",
            [list(version_ids), series_id],
        )
        return dict(cursor.fetchall())
