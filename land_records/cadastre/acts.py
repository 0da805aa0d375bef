"""The acts that fill the register: may the actor do it, is the transaction approved, write, ledger entry, receipt."""

from datetime import datetime

import pandas as pd

from accounts.api import Act, User, require
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records.cadastre import land_objects, registration
from land_records.cadastre.moments import require_moment
from land_records.cadastre.neighbours import NEIGHBOUR_CAUSE
from land_records.cadastre.placing import sheet_facts
from land_records.cadastre.snapshots import LandObjectReceipt, RegisterReceipt
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
    _require_approved(transaction_id, standing)
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
    touched = [
        dossiers.EntryDraft(
            NEIGHBOUR_CAUSE, "parcel", change.parcel_id, None, {"vertices": change.vertices}, by_id=actor.pk, at=at
        )
        for change in receipt.neighbour_versions
    ]
    if touched:
        dossiers.record_entries(transaction_id=transaction_id, entries=touched)
    return receipt


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
    _require_approved(transaction_id, ParcelVersion.Standing.OFFICIAL)
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
    return land_objects.register_land_objects(
        transaction_id=transaction_id, unit_id=unit_id, objects=objects, srid=srid, at=at, sheet_id=sheet_id
    )


def _require_approved(transaction_id: int, standing: str) -> None:
    status = dossiers.transaction(transaction_id).status
    if status == "approved" or (status == "pending" and standing != ParcelVersion.Standing.OFFICIAL):
        return
    raise DomainError(
        f"Giao dịch {transaction_id} chưa được duyệt, không ghi được thửa chính thức.",
        f"Transaction {transaction_id} is not approved: no official parcel can come from it.",
        hint_vi="Duyệt giao dịch trước, trong cùng một lần ghi.",
        hint_en="Approve the transaction first, in the same database transaction.",
        code="transaction_not_approved",
    )
