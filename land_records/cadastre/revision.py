"""Parcels that end, parcels that go on with another version, parcels known from papers only.

All of it inside the caller's transaction and, where shapes change, under the fabric lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.db import connection

from gis_core.errors import DomainError
from gis_core.geometry.measure import label_points, rounded_areas, short_side_m
from gis_core.geometry.parcel_code import ALGORITHM, parcel_codes
from land_records.cadastre.collisions import refuse_collisions
from land_records.cadastre.fabric import check_fabric_now, refusals_in_words
from land_records.cadastre.neighbours import fit_into_fabric, fitted_to_each_other, write_neighbour_versions
from land_records.cadastre.official import OfficialShapes, from_land, official_shapes
from land_records.cadastre.placing import current_unit, sheet_facts
from land_records.cadastre.snapshots import NeighbourChange
from land_records.cadastre.statements import statement
from land_records.models import Parcel, ParcelLandUse, ParcelVersion

Uses = Sequence[tuple[str, Decimal | None]]


@dataclass(frozen=True, slots=True)
class Revision:
    """The next version of one parcel; None keeps what stands. `geometry` in the parcel's official zone, metres."""

    parcel_id: int
    cause: str
    geometry: Any = None
    land_uses: Uses | None = None
    area_certificate: Decimal | None = None
    standing: str | None = None
    corrects: int | None = None


def end_parcels(parcel_ids: Sequence[int], *, transaction_id: int, at: datetime) -> None:
    """Close the versions in force of these parcels. Raises when one of them has none: it has ended already."""
    versions = _current(parcel_ids)
    ids = [version.pk for version in versions.values()]
    with connection.cursor() as cursor:
        cursor.execute(statement("close_versions"), {"ids": ids, "at": at, "transactions": [transaction_id] * len(ids)})


def revise_parcels(
    revisions: Sequence[Revision], *, transaction_id: int, at: datetime
) -> tuple[dict[int, int], tuple[NeighbourChange, ...]]:
    """Close and open: answers parcel id → new version id, and the neighbours that got vertices.

    All old versions close first, so that parcels may exchange land; then every new shape is fitted into the fabric
    at once. Raises OverlapError, ShapeRefusedError.
    """
    old = _current([one.parcel_id for one in revisions])
    end_parcels([one.parcel_id for one in revisions], transaction_id=transaction_id, at=at)
    shapes, changes = _shapes(revisions, old, transaction_id=transaction_id, at=at)
    opened: dict[int, int] = {}
    with refusals_in_words():
        _give_codes([one for one in revisions if one.standing == ParcelVersion.Standing.OFFICIAL], old, shapes)
        for one in revisions:
            before = ParcelVersion.objects.get(pk=old[one.parcel_id].pk)
            opened[one.parcel_id] = _open(one, before, shapes.get(one.parcel_id), transaction_id)
    check_fabric_now()
    return opened, changes


def open_paper_parcel(
    *,
    sheet_id: int,
    number: int,
    land_uses: Uses,
    area_certificate: Decimal | None,
    transaction_id: int,
    at: datetime,
    cause: str,
) -> int:
    """A parcel known from papers: no shape, standing provisional, until a survey gives it one."""
    facts = sheet_facts(sheet_id)
    place = current_unit(facts, at=at, unit_id=None)
    parcel = Parcel.objects.create(
        sheet_id=sheet_id, number=number, unit_id=place.unit_id, unit_since=place.since, unit_how=place.how
    )
    version = ParcelVersion.objects.create(
        parcel=parcel,
        official_srid=facts.srid,
        area_certificate=area_certificate,
        land_use="+".join(code for code, _ in land_uses),
        main_use=land_uses[0][0] if land_uses else "",
        standing=ParcelVersion.Standing.PROVISIONAL,
        valid=(at, None),
        transaction_id=transaction_id,
        cause=cause,
    )
    _write_uses(version.pk, land_uses)
    return parcel.pk


def next_number(sheet_id: int) -> int:
    """The next free parcel number of a sheet: one more than the highest ever given (removed numbers stay removed).

    The sheet's row is locked until the transaction ends, so that two acts never get the same number.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM land_records_mapsheet WHERE id = %s FOR NO KEY UPDATE", [sheet_id])
        cursor.execute("SELECT coalesce(max(number), 0) + 1 FROM land_records_parcel WHERE sheet_id = %s", [sheet_id])
        return int(cursor.fetchone()[0])


def _current(parcel_ids: Sequence[int]) -> dict[int, ParcelVersion]:
    found = ParcelVersion.objects.filter(parcel_id__in=parcel_ids, valid__upper_inf=True)
    versions = {version.parcel_id: version for version in found.order_by("parcel_id").select_for_update()}
    gone = [parcel for parcel in parcel_ids if parcel not in versions]
    if gone:
        raise DomainError(
            f"{len(gone)} thửa không còn hiệu lực.",
            f"{len(gone)} parcels are no longer in force.",
            hint_vi="Tải lại trang: một biến động khác vừa làm thay đổi thửa.",
            hint_en="Reload: another act has just changed the parcel.",
            code="parcel_ended",
        )
    return versions


def _shapes(
    revisions: Sequence[Revision], old: dict[int, ParcelVersion], *, transaction_id: int, at: datetime
) -> tuple[dict[int, tuple[Any, Any]], tuple[NeighbourChange, ...]]:
    """Parcel id → (official, land) shapes of revisions that bring one, fitted into the fabric zone by zone."""
    result: dict[int, tuple[Any, Any]] = {}
    changes: tuple[NeighbourChange, ...] = ()
    drawn = [one for one in revisions if one.geometry is not None]
    for srid in sorted({old[one.parcel_id].official_srid for one in drawn}):
        mine = [one for one in drawn if old[one.parcel_id].official_srid == srid]
        shapes = official_shapes([one.geometry for one in mine], srid, names=[one.parcel_id for one in mine])
        fitted = fit_into_fabric(fitted_to_each_other(shapes.land))
        official = shapes.official.copy()
        moved = np.flatnonzero(fitted.inserted)
        if len(moved):
            official[moved] = from_land(fitted.shapes[moved], srid)
        everyone = [transaction_id] * len(fitted.neighbour_versions)
        changes += write_neighbour_versions(fitted, transaction_ids=everyone, at=at)
        result |= {one.parcel_id: (official[i], fitted.shapes[i]) for i, one in enumerate(mine)}
    return result, changes


def _give_codes(settled: Sequence[Revision], old: dict[int, ParcelVersion], shapes: dict[int, tuple[Any, Any]]) -> None:
    """A parcel that becomes official takes its national code with its place in the fabric; one it has is kept."""
    for one in settled:
        parcel = Parcel.objects.select_related("sheet").get(pk=one.parcel_id)
        if parcel.code is not None or one.parcel_id not in shapes:
            continue
        official, land = (np.array([shape], dtype=object) for shape in shapes[one.parcel_id])
        srid = old[one.parcel_id].official_srid
        codes = parcel_codes(official, srid)[0].astype(object)
        name = sheet_facts(parcel.sheet_id).reference(parcel.number)
        refuse_collisions(codes, OfficialShapes(official, land, srid), [name])
        Parcel.objects.filter(pk=parcel.pk).update(code=str(codes[0]), code_algorithm=ALGORITHM)


def _open(one: Revision, before: ParcelVersion, shape: tuple[Any, Any] | None, transaction_id: int) -> int:
    uses = one.land_uses if one.land_uses is not None else _uses_of(before.pk)
    version = ParcelVersion(
        parcel_id=one.parcel_id,
        geom=before.geom,
        official_srid=before.official_srid,
        area_certificate=one.area_certificate if one.area_certificate is not None else before.area_certificate,
        area_labelled=before.area_labelled,
        area_computed=before.area_computed,
        land_use=before.land_use if one.land_uses is None else "+".join(code for code, _ in uses),
        main_use=uses[0][0] if uses else before.main_use,
        standing=one.standing or before.standing,
        valid=(before.valid.upper, None),
        transaction_id=transaction_id,
        cause=one.cause,
        corrects_id=one.corrects,
        label_point=before.label_point,
        short_side_m=before.short_side_m,
    )
    if shape is not None:
        official, land = np.array([shape[0]], dtype=object), np.array([shape[1]], dtype=object)
        version.geom = django_geometry(land[0])
        version.area_computed = rounded_areas(shapely.area(official))[0]
        version.area_labelled = version.area_computed
        version.label_point = django_geometry(label_points(land)[0])
        version.short_side_m = float(short_side_m(official)[0])
    version.save(force_insert=True)
    _write_uses(version.pk, uses)
    return version.pk


def django_geometry(shape: Any) -> Any:
    """A shape in LAND_SRID as GeoDjango takes it."""
    return shapely.to_wkb(shapely.set_srid(shape, settings.LAND_SRID), hex=True, include_srid=True)


def _uses_of(version_id: int) -> list[tuple[str, Decimal | None]]:
    return list(ParcelLandUse.objects.filter(version_id=version_id).order_by("position").values_list("code", "area_m2"))


def _write_uses(version_id: int, uses: Uses) -> None:
    ParcelLandUse.objects.bulk_create(
        [
            ParcelLandUse(version_id=version_id, position=position, code=code, area_m2=area)
            for position, (code, area) in enumerate(uses, start=1)
        ]
    )
