"""Map series and sheets: found by name, made when missing."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

from land_records.cadastre.errors import SeriesDiffersError
from land_records.cadastre.official import as_multipolygons, to_land
from land_records.cadastre.snapshots import SeriesSnapshot, SheetSnapshot
from land_records.models import MapSeries, MapSheet

DEFAULT_NUMBERING = "tt25_2014"
"""Sheets of TT 25/2014 Art 5; TT 26/2024 brought another scheme, so it is stored."""


def ensure_series(
    *,
    unit_id: int,
    name: str,
    srid: int,
    scale: int | None = None,
    method: str = "",
    year: int | None = None,
    numbering_scheme: str = DEFAULT_NUMBERING,
) -> SeriesSnapshot:
    """The series of that name in that unit version; made when missing.

    `srid` is the official zone, `scale` the denominator. Raises SeriesDiffersError when it exists in another zone:
    digits of two zones must never stand in one series.
    """
    series, _ = MapSeries.objects.get_or_create(
        unit_id=unit_id,
        name=name,
        defaults={
            "srid": srid,
            "scale": scale,
            "survey_method": method,
            "year": year,
            "numbering_scheme": numbering_scheme,
        },
    )
    if series.srid != srid:
        raise SeriesDiffersError(
            f"Bộ bản đồ “{name}” đã có ở múi EPSG:{series.srid}, không phải EPSG:{srid}.",
            f"Map series “{name}” already exists in zone EPSG:{series.srid}, not EPSG:{srid}.",
            hint_vi="Chọn đúng hệ tọa độ của tệp, hoặc đặt tên bộ bản đồ khác.",
            hint_en="Choose the file's true coordinate system, or name another series.",
        )
    return _series_snapshot(series)


def replace_series(*, series_id: int, replaced_by_id: int | None) -> SeriesSnapshot:
    """Mark a series as no longer quoted by new certificates; its parcels stay findable as older numbering."""
    series = MapSeries.objects.select_for_update().get(pk=series_id)
    series.status = MapSeries.Status.REPLACED
    series.replaced_by_id = replaced_by_id
    series.save(update_fields=["status", "replaced_by"])
    return _series_snapshot(series)


def ensure_sheet(
    *, series_id: int, ordinal: int | str, grid_id: str = "", frame: Any = None, title: str = ""
) -> SheetSnapshot:
    """The sheet with that printed number in a series; made when missing.

    `frame` is a shapely polygon in the series' official zone. A frame, grid id or title that was missing so far is
    filled in; what is there already stays.
    """
    series = MapSeries.objects.get(pk=series_id)
    sheet, _ = MapSheet.objects.get_or_create(
        series_id=series_id, ordinal=sheet_ordinal(ordinal), defaults={"grid_id": grid_id, "title": title}
    )
    filled = _fill(sheet, grid_id=grid_id, title=title)
    if frame is not None and sheet.frame is None:
        sheet.frame = _frame_in_land(frame, series.srid)
        filled.append("frame")
    if filled:
        sheet.save(update_fields=filled)
    return _sheet_snapshot(sheet, series)


def ensure_sheets(*, series_id: int, frames: Mapping[Any, Any]) -> tuple[SheetSnapshot, ...]:
    """The sheets with these printed numbers, made when missing, in the order given; `frames` as in `ensure_sheet`.

    New sheets are made in the order of their numbers, so that two imports that make the same ones wait for each
    other instead of blocking each other.
    """
    series = MapSeries.objects.get(pk=series_id)
    wanted = {sheet_ordinal(written): frame for written, frame in frames.items()}
    known = MapSheet.objects.filter(series_id=series_id, ordinal__in=list(wanted))
    found = {sheet.ordinal: sheet for sheet in known}
    missing = sorted(wanted.keys() - found.keys())
    if missing:
        fresh = [
            MapSheet(
                series_id=series_id,
                ordinal=ordinal,
                frame=None if wanted[ordinal] is None else _frame_in_land(wanted[ordinal], series.srid),
            )
            for ordinal in missing
        ]
        MapSheet.objects.bulk_create(fresh, ignore_conflicts=True)
        found = {sheet.ordinal: sheet for sheet in known.all()}
    for ordinal in sorted(wanted):
        if wanted[ordinal] is not None and found[ordinal].frame is None:
            found[ordinal].frame = _frame_in_land(wanted[ordinal], series.srid)
            found[ordinal].save(update_fields=["frame"])
    return tuple(_sheet_snapshot(found[ordinal], series) for ordinal in wanted)


def sheet_ordinal(written: int | str) -> str:
    """A sheet number as the register writes it: digits without leading zeros, other texts trimmed ("TĐ03-2014")."""
    text = str(written).strip()
    return str(int(text)) if text.isdigit() else text


def sheets_of(series_id: int) -> tuple[SheetSnapshot, ...]:
    """All sheets of a series, in the order of their numbers."""
    series = MapSeries.objects.get(pk=series_id)
    found = [_sheet_snapshot(sheet, series) for sheet in MapSheet.objects.filter(series_id=series_id)]
    return tuple(sorted(found, key=lambda sheet: (len(sheet.ordinal), sheet.ordinal)))


def series_of_unit(unit_id: int) -> tuple[SeriesSnapshot, ...]:
    """The series whose sheets were numbered in that unit version, those in use first."""
    found = MapSeries.objects.filter(unit_id=unit_id).order_by("status", "-year", "name")
    return tuple(_series_snapshot(series) for series in found)


def _fill(sheet: MapSheet, **facts: str) -> list[str]:
    filled = [name for name, value in facts.items() if value and not getattr(sheet, name)]
    for name in filled:
        setattr(sheet, name, facts[name])
    return filled


def _frame_in_land(frame: Any, srid: int) -> Any:
    shapes = np.empty(1, dtype=object)
    shapes[0] = frame
    land = to_land(as_multipolygons(shapes), srid)[0]
    return GEOSGeometry(memoryview(shapely.to_wkb(land)), srid=MapSheet._meta.get_field("frame").srid)


def _sheet_snapshot(sheet: MapSheet, series: MapSeries) -> SheetSnapshot:
    return SheetSnapshot(sheet.pk, series.pk, series.unit_id, sheet.ordinal, sheet.grid_id, sheet.title, series.srid)


def _series_snapshot(series: MapSeries) -> SeriesSnapshot:
    return SeriesSnapshot(
        id=series.pk,
        unit_id=series.unit_id,
        name=series.name,
        srid=series.srid,
        scale=series.scale,
        method=series.survey_method,
        year=series.year,
        numbering_scheme=series.numbering_scheme,
        status=series.status,
    )


def move_parcels(*, from_unit_id: int, to_unit_id: int, since: Any, transaction_id: int) -> int:
    """Say that all parcels of one unit lie in its successor since that day; returns how many.

    For units that went over as a whole. Their sheets and numbers stay those of the old unit's series. The
    transaction is the legal ground; its number is kept by the row history of the same database transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM dossiers_transaction WHERE id = %s", [transaction_id])
        if cursor.fetchone() is None:
            raise ValueError(f"no transaction {transaction_id}")
        cursor.execute(
            "UPDATE land_records_parcel SET unit_id = %s, unit_since = %s, unit_how = 'succession' WHERE unit_id = %s",
            [to_unit_id, since, from_unit_id],
        )
        return int(cursor.rowcount)
