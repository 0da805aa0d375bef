"""Bring parcels into the register: whole blocks of sheets, one transaction, every rule on.

Order of work: everything that needs no lock (digits, areas, codes, labels: `prepared`) comes first; then the fabric
lock, the neighbours, COPY, and the overlap check, so that the lock is held for writing only.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import shapely
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from gis_core.errors import DomainError
from gis_core.geometry.measure import rounded_areas
from gis_core.geometry.parcel_code import ALGORITHM, parcel_codes
from gis_core.orm import copying
from gis_core.topology.finding import Finding, Severity
from land_records.cadastre.collisions import refuse_collisions
from land_records.cadastre.errors import NumberTakenError, ShapeRefusedError
from land_records.cadastre.fabric import check_fabric_now, hold_fabric, refusals_in_words
from land_records.cadastre.moments import require_moment, valid_since
from land_records.cadastre.neighbours import FittedBlock, fit_into_fabric, write_neighbour_versions
from land_records.cadastre.official import OfficialShapes, from_land
from land_records.cadastre.placing import Place, SheetFacts, current_unit, sheet_facts, sheets_facts
from land_records.cadastre.prepared import PreparedParcels, prepare_parcels
from land_records.cadastre.snapshots import NeighbourChange, RegisterReceipt
from land_records.cadastre.statements import statement
from land_records.models import ParcelVersion

MOST_PARCELS = 2_000
"""Per call: the fabric lock is held from the first write to COMMIT, and nobody should wait longer than a second."""


@dataclass(frozen=True, slots=True)
class ParcelsOfSheet:
    """What one call brings to one sheet: on whose word, and the rows."""

    sheet_id: int
    transaction_id: int
    parcels: PreparedParcels


@dataclass(frozen=True, slots=True)
class _Block:
    """All rows of one call; `sheet_of` says per row which entry of `sheets` it belongs to."""

    sheets: Sequence[ParcelsOfSheet]
    facts: list[SheetFacts]
    rows: PreparedParcels
    sheet_of: NDArray[np.intp]

    def per_row(self, values: Sequence[Any]) -> list[Any]:
        """One value per sheet, spread over the rows."""
        return [values[sheet] for sheet in self.sheet_of]

    def references(self) -> list[str]:
        """How messages name the rows."""
        return [self.facts[sheet].reference(n) for sheet, n in zip(self.sheet_of, self.rows.numbers, strict=True)]


def register_parcels(
    *,
    transaction_id: int,
    sheet_id: int,
    parcels: pd.DataFrame,
    at: datetime,
    standing: str = ParcelVersion.Standing.OFFICIAL,
    cause: str = "registered",
    unit_id: int | None = None,
) -> RegisterReceipt:
    """Open new parcels on one sheet, all of them or none: `prepare_parcels` and `register_sheets` in one call."""
    require_moment(at)
    _refuse_too_many(len(parcels))
    facts = sheet_facts(sheet_id)
    _refuse_repeated(facts, [int(number) for number in parcels["number"]])
    prepared = prepare_parcels(parcels, srid=facts.srid)
    [receipt] = register_sheets(
        [ParcelsOfSheet(sheet_id, transaction_id, prepared)], at=at, standing=standing, cause=cause, unit_id=unit_id
    )
    return receipt


def register_sheets(
    sheets: Sequence[ParcelsOfSheet],
    *,
    at: datetime,
    standing: str = ParcelVersion.Standing.OFFICIAL,
    cause: str = "registered",
    unit_id: int | None = None,
) -> tuple[RegisterReceipt, ...]:
    """Open new parcels on several sheets of one official zone, all of them or none; one receipt per sheet.

    At most MOST_PARCELS rows in all. `unit_id`: where the parcels lie today, when the series' unit was divided; else
    it follows from the series. Must run inside transaction.atomic, READ COMMITTED. Raises NumberTakenError,
    CodeTakenError, OverlapError, ShapeRefusedError; nothing is written then.
    """
    require_moment(at)
    block = _block(sheets)
    hold_fabric()
    _refuse_taken(block)
    changes: list[tuple[int, NeighbourChange]] = []
    inserted = np.zeros(len(block.rows), dtype=np.intp)
    if standing == ParcelVersion.Standing.OFFICIAL:
        fitted = fit_into_fabric(block.rows.fitted_among_themselves())
        inserted = fitted.inserted
        block = replace(block, rows=_refitted(block.rows, fitted))
        changes = _change_neighbours(block, fitted, at=at)
    else:
        # a code belongs to the place in the fabric: provisional and historic parcels have none yet
        block = replace(block, rows=replace(block.rows, codes=np.full(len(block.rows), None, dtype=object)))
    refuse_collisions(block.rows.codes, block.rows.shapes, block.references())
    with refusals_in_words():
        parcel_ids = _write_parcels(block, at=at, unit_id=unit_id)
        version_ids = _write_versions(block, parcel_ids, at=at, standing=standing, cause=cause)
        _write_uses(block.rows, version_ids)
    check_fabric_now()
    return tuple(
        _receipt(block, number, parcel_ids, version_ids, inserted, changes) for number in range(len(block.sheets))
    )


def _block(sheets: Sequence[ParcelsOfSheet]) -> _Block:
    sizes = [len(sheet.parcels) for sheet in sheets]
    _refuse_too_many(sum(sizes))
    facts = sheets_facts([sheet.sheet_id for sheet in sheets])
    for sheet, about in zip(sheets, facts, strict=True):
        if sheet.parcels.shapes.srid != about.srid:
            raise ValueError(f"parcels in EPSG:{sheet.parcels.shapes.srid}, their sheet in EPSG:{about.srid}")
        _refuse_repeated(about, sheet.parcels.numbers)
    return _Block(
        sheets, facts, PreparedParcels.joined([sheet.parcels for sheet in sheets]), np.repeat(range(len(sheets)), sizes)
    )


def _refuse_too_many(count: int) -> None:
    if count > MOST_PARCELS:
        raise DomainError(
            f"Mỗi lần ghi nhiều nhất {MOST_PARCELS} thửa; khối này có {count}.",
            f"At most {MOST_PARCELS} parcels enter at a time; this block has {count}.",
            code="chunk_too_large",
        )


def _refuse_repeated(facts: SheetFacts, numbers: Sequence[int]) -> None:
    if len(set(numbers)) == len(numbers):
        return
    raise NumberTakenError(facts.ordinal, sorted(number for number, count in Counter(numbers).items() if count > 1))


def _refuse_taken(block: _Block) -> None:
    """Refuse numbers that stand on their sheet already; the first such sheet is named."""
    sheet_ids = block.per_row([sheet.sheet_id for sheet in block.sheets])
    with connection.cursor() as cursor:
        cursor.execute(statement("taken_numbers"), [sheet_ids, block.rows.numbers])
        taken = {(row[0], row[1]) for row in cursor.fetchall()}
    for facts in block.facts:
        numbers = sorted(number for sheet_id, number in taken if sheet_id == facts.sheet_id)
        if numbers:
            raise NumberTakenError(facts.ordinal, numbers)


def _refitted(rows: PreparedParcels, fitted: FittedBlock) -> PreparedParcels:
    """The rows with the vertices of their neighbours in their sides; measures follow for the shapes that changed."""
    changed = np.flatnonzero(fitted.inserted)
    if not len(changed):
        return rows
    srid = rows.shapes.srid
    official, codes, areas = rows.shapes.official.copy(), rows.codes.copy(), list(rows.areas)
    official[changed] = from_land(fitted.shapes[changed], srid)
    if not shapely.is_valid(official[changed]).all():
        raise ShapeRefusedError(
            "Không chèn được đỉnh của thửa liền kề vào ranh thửa mới.",
            "Vertices of a neighbour cannot be inserted in the new boundary.",
        )
    codes[changed], _ = parcel_codes(official[changed], srid)
    for row, area in zip(changed, rounded_areas(shapely.area(official[changed])), strict=True):
        areas[row] = area
    return replace(rows, shapes=OfficialShapes(official, fitted.shapes, srid), codes=codes, areas=areas)


def _change_neighbours(block: _Block, fitted: FittedBlock, *, at: datetime) -> list[tuple[int, NeighbourChange]]:
    """Open the technical versions of changed neighbours, each on the word of the first sheet that touches it.

    Answers (place in `block.sheets`, change).
    """
    if not fitted.neighbour_versions:
        return []
    touching = shapely.STRtree(fitted.shapes).query(
        fitted.neighbour_shapes, predicate="dwithin", distance=settings.OVERLAP_TOLERANCE_M
    )
    first_row = pd.Series(touching[1]).groupby(touching[0]).min().sort_index()
    sheet_of_change = block.sheet_of[first_row.to_numpy()]
    transactions = [block.sheets[sheet].transaction_id for sheet in sheet_of_change]
    by_version = dict(zip(fitted.neighbour_versions, sheet_of_change.tolist(), strict=True))
    changes = write_neighbour_versions(fitted, transaction_ids=transactions, at=at)
    return [(by_version[change.old_version_id], change) for change in changes]


def _write_parcels(block: _Block, *, at: datetime, unit_id: int | None) -> list[int]:
    count = len(block.rows)
    ids = copying.next_ids("land_records_parcel", count)
    places: dict[int, Place] = {}
    for facts in block.facts:
        if facts.series_unit_id not in places:
            places[facts.series_unit_id] = current_unit(facts, at=at, unit_id=unit_id)
    of_sheet = [places[facts.series_unit_id] for facts in block.facts]
    columns: dict[str, Iterable[Any]] = {
        "id": ids,
        "sheet_id": block.per_row([facts.sheet_id for facts in block.facts]),
        "number": block.rows.numbers,
        "code": block.rows.codes,
        "code_algorithm": ["" if code is None else ALGORITHM for code in block.rows.codes],
        "unit_id": block.per_row([place.unit_id for place in of_sheet]),
        "unit_since": block.per_row([place.since for place in of_sheet]),
        "unit_how": block.per_row([place.how for place in of_sheet]),
    }
    copying.copy_columns("land_records_parcel", {name: copying.text_column(values) for name, values in columns.items()})
    return ids


def _write_versions(block: _Block, parcel_ids: Sequence[int], *, at: datetime, standing: str, cause: str) -> list[int]:
    rows, count = block.rows, len(parcel_ids)
    ids = copying.next_ids("land_records_parcelversion", count)
    columns = {
        "id": ids,
        "parcel_id": parcel_ids,
        "area_certificate": rows.certificate,
        "area_labelled": rows.labelled,
        "area_computed": rows.areas,
        "land_use": rows.use_texts,
        "main_use": [use[0][0] if use else "" for use in rows.uses],
        "transaction_id": block.per_row([sheet.transaction_id for sheet in block.sheets]),
        "short_side_m": rows.widths,
    }
    same = {"official_srid": rows.shapes.srid, "standing": standing, "valid": valid_since(at), "cause": cause}
    copying.copy_columns(
        "land_records_parcelversion",
        {name: copying.text_column(values) for name, values in columns.items()}
        | {name: copying.constant(value, count) for name, value in same.items()}
        | {
            "geom": copying.geometry_column(rows.shapes.land, settings.LAND_SRID),
            "label_point": copying.geometry_column(rows.labels, settings.LAND_SRID),
        },
    )
    return ids


def _write_uses(rows: PreparedParcels, version_ids: Sequence[int]) -> None:
    written = [
        (version, position, code, area)
        for version, uses in zip(version_ids, rows.uses, strict=True)
        for position, (code, area) in enumerate(uses, start=1)
    ]
    if written:
        names = ("version_id", "position", "code", "area_m2")
        columns = {
            name: copying.text_column(values) for name, values in zip(names, zip(*written, strict=True), strict=True)
        }
        copying.copy_columns("land_records_parcellanduse", columns)


def _receipt(
    block: _Block,
    sheet: int,
    parcel_ids: Sequence[int],
    version_ids: Sequence[int],
    inserted: NDArray[np.intp],
    changes: Sequence[tuple[int, NeighbourChange]],
) -> RegisterReceipt:
    first, last = np.searchsorted(block.sheet_of, [sheet, sheet + 1]).tolist()
    rows = slice(first, last)
    own = block.rows.part(rows)
    return RegisterReceipt(
        registered=len(own),
        rejected=0,
        parcel_ids=tuple(parcel_ids[rows]),
        version_ids=tuple(version_ids[rows]),
        codes=tuple(code or "" for code in own.codes),
        area_m2=sum(own.areas, Decimal(0)),
        neighbour_versions=tuple(change for place, change in changes if place == sheet),
        own_vertices=int(inserted[rows].sum()),
        findings=_own_findings(own, block.facts[sheet], inserted[rows]),
    )


def _own_findings(rows: PreparedParcels, facts: SheetFacts, inserted: NDArray[np.intp]) -> tuple[Finding, ...]:
    """Inserting a neighbour's vertex changes a shape, so it is on record."""
    return tuple(
        Finding(
            code="NEIGHBOUR-VERTEX",
            severity=Severity.NOTE,
            where=_first_corner(rows.shapes.official[row]),
            size=int(inserted[row]),
            between=(facts.reference(rows.numbers[row]),),
        )
        for row in np.flatnonzero(inserted)
    )


def _first_corner(shape: Any) -> tuple[float, float]:
    x, y = shapely.get_coordinates(shape)[0]
    return float(x), float(y)
