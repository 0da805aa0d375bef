"""Parcels of a unit that was divided: which successor each lies in is said by an officer, never by a generalised line.

What the lines can do is sort: far from any line the proposal is plain, near one it is only a question.
"""

from dataclasses import dataclass
from datetime import date

import shapely
from django.db import connection, transaction

from accounts.api import Act, User, require
from dossiers import api as dossiers
from gis_core.errors import DomainError
from reference import api as reference

LINE_ACCURACY_M = 300.0
"""Generalised unit borders (reference data, about 1:250,000): nearer than this a parcel may lie on either side."""


@dataclass(frozen=True, slots=True)
class SuccessorProposal:
    """One parcel still under the divided unit. `unit_id`: the successor its label point falls in, None outside all.

    `distance_m`: to the nearest line between two successors; `certain`: farther than the line's accuracy.
    """

    parcel_id: int
    reference: str
    unit_id: int | None
    distance_m: float
    certain: bool


def parcels_between_successors(*, divided_unit_id: int) -> tuple[SuccessorProposal, ...]:
    """Parcels whose unit was divided and that nobody has assigned yet, those nearest a line first."""
    borders = {step.unit.id: reference.unit_boundary(step.unit.id) for step in reference.successors(divided_unit_id)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, concat(u.code, '/', m.ordinal, '/', p.number), public.ST_AsBinary(v.label_point) "
            "FROM land_records_parcel p JOIN land_records_mapsheet m ON m.id = p.sheet_id "
            "JOIN reference_unit u ON u.id = p.unit_id JOIN land_records_parcelversion v ON v.parcel_id = p.id "
            "AND upper_inf(v.valid) WHERE p.unit_id = %s AND v.label_point IS NOT NULL ORDER BY p.id",
            [divided_unit_id],
        )
        rows = cursor.fetchall()
    points = [shapely.from_wkb(bytes(row[2])) for row in rows]
    land = {heir: shape for heir, shape in borders.items() if shape is not None}
    proposals = []
    for (parcel, name, _), point in zip(rows, points, strict=True):
        inside = next((heir for heir, shape in land.items() if shapely.intersects(shape, point)), None)
        others = [float(shapely.distance(shape, point)) for heir, shape in land.items() if heir != inside]
        distance = min(others, default=float("inf"))
        proposals.append(SuccessorProposal(parcel, name, inside, round(distance, 1), distance > LINE_ACCURACY_M))
    return tuple(sorted(proposals, key=lambda one: (one.distance_m, one.parcel_id)))


@transaction.atomic
def assign_unit(*, actor: User, transaction_id: int, parcel_ids: tuple[int, ...], unit_id: int, since: date) -> int:
    """Say in which successor parcels lie; the transaction is the legal ground. Answers how many were assigned."""
    require(actor, Act.IMPORT_APPROVE, unit_id)
    if dossiers.transaction(transaction_id).status != "approved":
        raise DomainError(
            "Giao dịch chưa được duyệt.", "The transaction is not approved.", code="transaction_not_approved"
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE land_records_parcel SET unit_id = %s, unit_since = %s, unit_how = 'officer' WHERE id = ANY(%s)",
            [unit_id, since, list(parcel_ids)],
        )
        changed = int(cursor.rowcount)
    dossiers.record_entries(
        transaction_id=transaction_id,
        entries=[dossiers.EntryDraft("assign_unit", "parcel", parcel, unit_id, {}) for parcel in parcel_ids],
    )
    return changed
