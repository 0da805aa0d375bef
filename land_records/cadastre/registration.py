"""Bring parcels of one sheet into the register: whole blocks, one transaction, every rule on.

Order of work: everything that needs no lock (digits, areas, codes, labels) comes first; then the fabric lock, the
neighbours, COPY, and the overlap check, so that the lock is held for writing only.
"""

from collections import Counter
from collections.abc import Sequence
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
from gis_core.geometry.measure import label_points, rounded_areas, short_side_m
from gis_core.geometry.parcel_code import ALGORITHM, parcel_codes
from gis_core.topology.finding import Finding, Severity
from land_records.cadastre import copying
from land_records.cadastre.collisions import refuse_collisions
from land_records.cadastre.errors import NumberTakenError, ShapeRefusedError
from land_records.cadastre.fabric import check_fabric_now, hold_fabric, refusals_in_words
from land_records.cadastre.moments import require_moment
from land_records.cadastre.neighbours import FittedBlock, fit_into_fabric, write_neighbour_versions
from land_records.cadastre.official import OfficialShapes, from_land, official_shapes
from land_records.cadastre.placing import SheetFacts, current_unit, sheet_facts
from land_records.cadastre.snapshots import NeighbourChange, RegisterReceipt
from land_records.models import ParcelVersion

MOST_PARCELS = 2_000
"""Per call: the fabric lock is held from the first write to COMMIT, and nobody should wait longer than a second."""

_PARCEL_COLUMNS = ("id", "sheet_id", "number", "code", "code_algorithm", "unit_id", "unit_since", "unit_how")
_VERSION_COLUMNS = (
    "id", "parcel_id", "geom", "official_srid", "area_certificate", "area_labelled", "area_computed", "land_use",
    "main_use", "standing", "valid", "transaction_id", "cause", "label_point", "short_side_m",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Block:
    """The rows of one call, ready to be written; all arrays run parallel."""

    numbers: list[int]
    shapes: OfficialShapes
    codes: NDArray[Any]
    areas: list[Decimal]
    labels: NDArray[Any]
    widths: NDArray[np.float64]
    uses: list[list[tuple[str, Any]]]
    use_texts: list[str]
    labelled: list[Any]
    certificate: list[Any]


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
    """Open new parcels on a sheet, all of them or none.

    `parcels`: `geometry` in the sheet's official zone, `number`, `land_uses` (list of (code, m² or None), main use
    first); optional `area_labelled`, `area_certificate` (m²), `land_use` (the text on the map, when it says more
    than the codes joined by +). At most MOST_PARCELS rows. `unit_id`: where the parcels lie today, when the series'
    unit was divided; else it follows from the series. Must run inside transaction.atomic, READ COMMITTED. Raises
    NumberTakenError, CodeTakenError, OverlapError, ShapeRefusedError; nothing is written then.
    """
    require_moment(at)
    facts = sheet_facts(sheet_id)
    block = _prepare(parcels, facts)
    hold_fabric()
    _refuse_taken(facts, block.numbers)
    changes: tuple[NeighbourChange, ...] = ()
    inserted = np.zeros(len(block.numbers), dtype=np.intp)
    if standing == ParcelVersion.Standing.OFFICIAL:
        fitted = fit_into_fabric(block.shapes.land)
        inserted = fitted.inserted
        block = _refitted(block, fitted)
        changes = write_neighbour_versions(fitted, transaction_id=transaction_id, at=at)
    else:
        # a code belongs to the place in the fabric: provisional and historic parcels have none yet
        block = replace(block, codes=np.full(len(block.codes), None, dtype=object))
    refuse_collisions(block.codes, block.shapes, [facts.reference(number) for number in block.numbers])
    with refusals_in_words():
        parcel_ids = _write_parcels(block, facts, at=at, unit_id=unit_id)
        version_ids = _write_versions(
            block, parcel_ids, transaction_id=transaction_id, at=at, standing=standing, cause=cause
        )
        _write_uses(block, version_ids)
    check_fabric_now()
    return RegisterReceipt(
        registered=len(parcel_ids),
        rejected=0,
        parcel_ids=tuple(parcel_ids),
        version_ids=tuple(version_ids),
        codes=tuple(code or "" for code in block.codes),
        area_m2=sum(block.areas, Decimal(0)),
        neighbour_versions=changes,
        own_vertices=int(inserted.sum()),
        findings=_own_findings(block, facts, inserted),
    )


def _prepare(parcels: pd.DataFrame, facts: SheetFacts) -> _Block:
    """Everything that follows from the rows alone; refuses rows that contradict themselves."""
    if len(parcels) > MOST_PARCELS:
        raise DomainError(
            f"Mỗi lần ghi nhiều nhất {MOST_PARCELS} thửa; khối này có {len(parcels)}.",
            f"At most {MOST_PARCELS} parcels enter at a time; this block has {len(parcels)}.",
            code="chunk_too_large",
        )
    numbers = [int(number) for number in parcels["number"]]
    _refuse_repeated(facts, numbers)
    shapes = official_shapes(parcels["geometry"].to_numpy(), facts.srid, names=numbers)
    uses = [_as_uses(given) for given in _column(parcels, "land_uses", [])]
    texts = [
        given if isinstance(given, str) and given else "+".join(code for code, _ in use)
        for given, use in zip(_column(parcels, "land_use", ""), uses, strict=True)
    ]
    codes, _ = parcel_codes(shapes.official, facts.srid)
    return _Block(
        numbers=numbers,
        shapes=shapes,
        codes=codes.astype(object),
        areas=rounded_areas(shapely.area(shapes.official)),
        labels=label_points(shapes.land),
        widths=short_side_m(shapes.official),
        uses=uses,
        use_texts=texts,
        labelled=_column(parcels, "area_labelled", None),
        certificate=_column(parcels, "area_certificate", None),
    )


def _column(parcels: pd.DataFrame, name: str, default: Any) -> list[Any]:
    return list(parcels[name]) if name in parcels else [default] * len(parcels)


def _as_uses(given: Any) -> list[tuple[str, Any]]:
    """A list of (code, area) from what a row holds; a bare text is one code."""
    if given is None or (isinstance(given, float) and np.isnan(given)):
        return []
    if isinstance(given, str):
        return [(given, None)]
    return [(use, None) if isinstance(use, str) else (use[0], use[1]) for use in given]


def _refuse_repeated(facts: SheetFacts, numbers: Sequence[int]) -> None:
    if len(set(numbers)) == len(numbers):
        return
    raise NumberTakenError(facts.ordinal, sorted(number for number, count in Counter(numbers).items() if count > 1))


def _refuse_taken(facts: SheetFacts, numbers: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM land_records_parcel WHERE sheet_id = %s AND number = ANY(%s) ORDER BY number",
            [facts.sheet_id, list(numbers)],
        )
        taken = [row[0] for row in cursor.fetchall()]
    if taken:
        raise NumberTakenError(facts.ordinal, taken)


def _refitted(block: _Block, fitted: FittedBlock) -> _Block:
    """The block with the vertices of its neighbours in its own sides; measures follow for the shapes that changed."""
    changed = np.flatnonzero(fitted.inserted)
    if not len(changed):
        return block
    srid = block.shapes.srid
    official, codes = block.shapes.official.copy(), block.codes.copy()
    official[changed] = from_land(fitted.shapes[changed], srid)
    if not shapely.is_valid(official[changed]).all():
        raise ShapeRefusedError(
            "Không chèn được đỉnh của thửa liền kề vào ranh thửa mới.",
            "Vertices of a neighbour cannot be inserted in the new boundary.",
        )
    codes[changed], _ = parcel_codes(official[changed], srid)
    return replace(
        block,
        shapes=OfficialShapes(official, fitted.shapes, srid),
        codes=codes,
        areas=rounded_areas(shapely.area(official)),
    )


def _write_parcels(block: _Block, facts: SheetFacts, *, at: datetime, unit_id: int | None) -> list[int]:
    count = len(block.numbers)
    ids = copying.next_ids("public.land_records_parcel", count)
    place = current_unit(facts, at=at, unit_id=unit_id)
    copying.copy_rows(
        "public.land_records_parcel",
        _PARCEL_COLUMNS,
        [
            copying.fields(ids),
            copying.constant(facts.sheet_id, count),
            copying.fields(block.numbers),
            copying.fields(block.codes),
            ["" if code is None else ALGORITHM for code in block.codes],
            copying.constant(place.unit_id, count),
            copying.constant(place.since, count),
            copying.constant(place.how, count),
        ],
    )
    return ids


def _write_versions(
    block: _Block, parcel_ids: Sequence[int], *, transaction_id: int, at: datetime, standing: str, cause: str
) -> list[int]:
    count = len(parcel_ids)
    ids = copying.next_ids("public.land_records_parcelversion", count)
    copying.copy_rows(
        "public.land_records_parcelversion",
        _VERSION_COLUMNS,
        [
            copying.fields(ids),
            copying.fields(parcel_ids),
            copying.shapes_hex(block.shapes.land, settings.LAND_SRID),
            copying.constant(block.shapes.srid, count),
            copying.fields(block.certificate),
            copying.fields(block.labelled),
            copying.fields(block.areas),
            copying.fields(block.use_texts),
            copying.fields(use[0][0] if use else "" for use in block.uses),
            copying.constant(standing, count),
            copying.constant(copying.since(at), count),
            copying.constant(transaction_id, count),
            copying.constant(cause, count),
            copying.shapes_hex(block.labels, settings.LAND_SRID),
            copying.fields(block.widths),
        ],
    )
    return ids


def _write_uses(block: _Block, version_ids: Sequence[int]) -> None:
    rows = [
        (version, position, code, area)
        for version, uses in zip(version_ids, block.uses, strict=True)
        for position, (code, area) in enumerate(uses, start=1)
    ]
    columns = [copying.fields(column) for column in zip(*rows, strict=True)]
    if columns:
        copying.copy_rows("public.land_records_parcellanduse", ("version_id", "position", "code", "area_m2"), columns)


def _own_findings(block: _Block, facts: SheetFacts, inserted: NDArray[np.intp]) -> tuple[Finding, ...]:
    """Inserting a neighbour's vertex changes a shape, so it is on record."""
    return tuple(
        Finding(
            code="NEIGHBOUR-VERTEX",
            severity=Severity.NOTE,
            where=_first_corner(block.shapes.official[row]),
            size=int(inserted[row]),
            between=(facts.reference(block.numbers[row]),),
        )
        for row in np.flatnonzero(inserted)
    )


def _first_corner(shape: Any) -> tuple[float, float]:
    x, y = shapely.get_coordinates(shape)[0]
    return float(x), float(y)
