"""The acts that fill the register: may the actor do it, is the transaction approved, write, ledger entry, receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from accounts.api import Act, User, require
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records.cadastre import land_objects, registration
from land_records.cadastre.moments import require_moment
from land_records.cadastre.neighbours import NEIGHBOUR_CAUSE
from land_records.cadastre.placing import sheet_facts, sheets_facts
from land_records.cadastre.prepared import PreparedObjects, PreparedParcels, prepare_land_objects
from land_records.cadastre.snapshots import LandObjectReceipt, RegisterReceipt, SheetReceipt
from land_records.models import ParcelVersion


def register_parcels(
    *,
    actor: User,
    transaction_id: int,
    sheet_id: int,
    parcels: pd.DataFrame,
    at: datetime,
    standing: str = ParcelVersion.Standing.OFFICIAL,
    unit_id: int | None = None,
) -> RegisterReceipt:
    """Open new parcels on one sheet: all rows of the block or, with a refusal, none.

    `parcels`: `geometry` (polygons in the sheet's official zone, east/north metres), `number`, `land_uses` (list of
    (code, m² or None), main use first); optional `area_labelled`, `area_certificate` (m²), `land_use` (map text such
    as "LUC(NTS)"). At most MOST_PARCELS rows. `unit_id`: where the parcels lie today, if the series' unit was divided.

    Call it inside transaction.atomic (READ COMMITTED) after approve_transaction: official parcels come from approved
    transactions only. It holds the fabric lock until that transaction ends, so commit soon. Neighbours may get
    technical versions (cause neighbour_vertex); the receipt names them. Raises NotAllowed, NumberTakenError,
    CodeTakenError, OverlapError (names both parcels), ShapeRefusedError, FabricBusyError.
    """
    require_moment(at)
    facts = sheet_facts(sheet_id)
    require(actor, Act.IMPORT_APPROVE, facts.series_unit_id)
    require_approved([transaction_id], standing)
    # the ledger line first: it locks the transaction's row, and row locks come before the fabric lock everywhere
    line = dossiers.EntryDraft(
        "register_parcels",
        "map_sheet",
        sheet_id,
        facts.series_unit_id,
        {"parcels": len(parcels)},
        by_id=actor.pk,
        at=at,
    )
    dossiers.record_entries(transaction_id=transaction_id, entries=[line])
    receipt = registration.register_parcels(
        transaction_id=transaction_id, sheet_id=sheet_id, parcels=parcels, at=at, standing=standing, unit_id=unit_id
    )
    _record_neighbours(actor, [(transaction_id, receipt)], at)
    return receipt


@dataclass(frozen=True, slots=True)
class SheetContent:
    """What an import brings to one sheet, on the word of one transaction."""

    sheet_id: int
    transaction_id: int
    parcels: PreparedParcels
    objects: PreparedObjects


def register_sheets(*, actor: User, sheets: Sequence[SheetContent], at: datetime) -> tuple[SheetReceipt, ...]:
    """Open the parcels and land objects of several sheets of one official zone: all rows or, with a refusal, none.

    The rows come from `prepare_parcels` and `prepare_land_objects`, which ask no database: prepare the next sheets
    while these are written. Conditions and refusals are those of `register_parcels`; at most MOST_PARCELS rows in all.
    """
    require_moment(at)
    facts = sheets_facts([sheet.sheet_id for sheet in sheets])
    for unit_id in {one.series_unit_id for one in facts}:
        require(actor, Act.IMPORT_APPROVE, unit_id)
    require_approved([sheet.transaction_id for sheet in sheets], ParcelVersion.Standing.OFFICIAL)
    # the ledger lines first: they lock the transactions' rows, and row locks come before the fabric lock everywhere
    lines: dict[int, list[dossiers.EntryDraft]] = {sheet.transaction_id: [] for sheet in sheets}
    for sheet, about in zip(sheets, facts, strict=True):
        for act, name, count in (
            ("register_parcels", "parcels", len(sheet.parcels)),
            ("register_land_objects", "objects", len(sheet.objects)),
        ):
            if count:
                line = dossiers.EntryDraft(
                    act, "map_sheet", sheet.sheet_id, about.series_unit_id, {name: count}, by_id=actor.pk, at=at
                )
                lines[sheet.transaction_id].append(line)
    dossiers.record_ledger(entries=lines)
    objects = land_objects.open_land_objects(
        [
            land_objects.ObjectsOfSheet(sheet.transaction_id, about.series_unit_id, sheet.sheet_id, sheet.objects)
            for sheet, about in zip(sheets, facts, strict=True)
        ],
        at=at,
    )
    parcels = registration.register_sheets(
        [registration.ParcelsOfSheet(sheet.sheet_id, sheet.transaction_id, sheet.parcels) for sheet in sheets], at=at
    )
    _record_neighbours(actor, [(s.transaction_id, receipt) for s, receipt in zip(sheets, parcels, strict=True)], at)
    return tuple(SheetReceipt(*both) for both in zip(parcels, objects, strict=True))


def register_land_objects(
    *,
    actor: User,
    transaction_id: int,
    unit_id: int,
    objects: pd.DataFrame,
    srid: int,
    at: datetime,
    sheet_id: int | None = None,
) -> LandObjectReceipt:
    """Open roads, railways, canals, rivers, dikes: all rows or, with a refusal, none.

    `objects`: `geometry` (polygons in zone `srid`), `object_type` (road, railway, canal, river, dike, other);
    optional `land_use`, `name`. Inside transaction.atomic, after approve_transaction.
    """
    require_moment(at)
    require(actor, Act.IMPORT_APPROVE, unit_id)
    require_approved([transaction_id], ParcelVersion.Standing.OFFICIAL)
    line = dossiers.EntryDraft(
        "register_land_objects",
        "map_sheet" if sheet_id is not None else "unit",
        sheet_id if sheet_id is not None else unit_id,
        unit_id,
        {"objects": len(objects)},
        by_id=actor.pk,
        at=at,
    )
    dossiers.record_entries(transaction_id=transaction_id, entries=[line])
    prepared = prepare_land_objects(objects, srid=srid)
    [receipt] = land_objects.open_land_objects(
        [land_objects.ObjectsOfSheet(transaction_id, unit_id, sheet_id, prepared)], at=at
    )
    return receipt


def _record_neighbours(actor: User, receipts: Sequence[tuple[int, RegisterReceipt]], at: datetime) -> None:
    """Ledger lines of the neighbours that got vertices: (transaction, receipt) per sheet."""
    lines: dict[int, list[dossiers.EntryDraft]] = {}
    for transaction_id, receipt in receipts:
        for change in receipt.neighbour_versions:
            line = dossiers.EntryDraft(
                NEIGHBOUR_CAUSE, "parcel", change.parcel_id, None, {"vertices": change.vertices}, by_id=actor.pk, at=at
            )
            lines.setdefault(transaction_id, []).append(line)
    if lines:
        dossiers.record_ledger(entries=lines)


def require_approved(transaction_ids: Sequence[int], standing: str) -> None:
    """Refuse parcels of that standing on the word of transactions nobody approved."""
    allowed = ("approved",) if standing == ParcelVersion.Standing.OFFICIAL else ("approved", "pending")
    for found in dossiers.transactions(transaction_ids):
        if found.status not in allowed:
            raise DomainError(
                f"Giao dịch {found.id} chưa được duyệt, không ghi được thửa chính thức.",
                f"Transaction {found.id} is not approved: no official parcel can come from it.",
                hint_vi="Duyệt giao dịch trước, trong cùng một lần ghi.",
                hint_en="Approve the transaction first, in the same database transaction.",
                code="transaction_not_approved",
            )
