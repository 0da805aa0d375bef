"""A new survey takes the place of an old one: new series, new numbers, the same land (đo đạc lại, lập bản đồ mới).

Old parcels end where the new ones lie, the family tree is drawn from the common areas, and rights go over by
themselves only where one old and one new parcel are plainly the same land; everything else is listed for an officer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np
import shapely
from django.conf import settings
from django.db import connection

from accounts.api import Act, User, require
from dossiers import api as dossiers
from land_records.acts.carrying import Place, carried_restrictions, carried_right, ended_rights
from land_records.acts.changes import CertificateChange, Changes, NewRight
from land_records.acts.state import ActState, Subjects, read_state
from land_records.acts.write_papers import write_certificates
from land_records.acts.write_rights import write_restrictions, write_rights
from land_records.acts.written import Written
from land_records.cadastre import land_objects, revision
from land_records.cadastre.acts import SheetContent, require_approved
from land_records.cadastre.fabric import hold_fabric
from land_records.cadastre.moments import require_moment
from land_records.cadastre.placing import SheetFacts, sheets_facts
from land_records.cadastre.registration import MOST_PARCELS, ParcelsOfSheet, register_sheets
from land_records.cadastre.series import replace_series
from land_records.cadastre.snapshots import RegisterReceipt, SheetReceipt
from land_records.lineage.comparison import ENDS_FROM_SHARE, Compared, compared
from land_records.lineage.queries import NEGLIGIBLE_SHARE
from land_records.lineage.statements import statement
from land_records.models import MapSeries, MapSheet, ParcelLineage, ParcelVersion
from land_records.rights.queries import rights_on

CODE = "DDL"
"""Đo đạc lại has no code in the catalogue of changes (DOMAIN 7.3)."""


@dataclass(frozen=True, slots=True)
class ResurveyReceipt:
    """What the new survey did: `same` pairs (old, new parcel id) whose rights went over, `for_officer` old parcels.

    `sheets`: one receipt per sheet, in the order given. `ended_objects`: roads, canals … of the old survey that ended.
    `series_replaced`: nothing of the old series is in force any more, it was marked as replaced.
    """

    sheets: tuple[SheetReceipt, ...]
    ended: tuple[int, ...]
    same: tuple[tuple[int, int], ...]
    for_officer: tuple[int, ...]
    ended_objects: int
    series_replaced: bool


def register_resurvey(
    *, actor: User, replaced_series_id: int, sheets: Sequence[SheetContent], at: datetime
) -> ResurveyReceipt:
    """Register new sheets over those of an older series: all of it on one approved transaction, or nothing.

    Old and new sheets need not match: an old parcel may lie under several new sheets, so they come together. Inside
    transaction.atomic (READ COMMITTED). Raises NotAllowed, OverlapError (an old parcel only partly covered, or one of
    another series), NumberTakenError, ShapeRefusedError.
    """
    require_moment(at)
    facts = sheets_facts([sheet.sheet_id for sheet in sheets])
    replaced = MapSeries.objects.get(pk=replaced_series_id)
    for unit_id in sorted({replaced.unit_id, *(one.series_unit_id for one in facts)}):
        require(actor, Act.IMPORT_APPROVE, unit_id)
    [transaction_id] = {sheet.transaction_id for sheet in sheets}
    require_approved([transaction_id], ParcelVersion.Standing.OFFICIAL)
    dossiers.record_entries(
        transaction_id=transaction_id,
        entries=[
            dossiers.EntryDraft("register_resurvey", "map_sheet", sheet.sheet_id, about.series_unit_id,
                                {"parcels": len(sheet.parcels), "objects": len(sheet.objects)}, by_id=actor.pk, at=at)
            for sheet, about in zip(sheets, facts, strict=True)
        ],
    )  # fmt: skip
    hold_fabric()
    ground = compared(np.concatenate([sheet.parcels.shapes.land for sheet in sheets]), replaced_series_id)
    state = read_state(
        subjects=Subjects(parcels=frozenset(ground.ending)),
        dossier_id=dossiers.transaction(transaction_id).dossier_id, unit_id=replaced.unit_id, at=at,
    )  # fmt: skip
    revision.end_parcels(ground.ending, transaction_id=transaction_id, at=at)
    objects_ended = _end_objects(sheets, replaced_series_id, transaction_id=transaction_id, at=at)
    receipts = _open_sheets(sheets, facts, at=at)
    parcel_ids = [parcel for receipt in receipts for parcel in receipt.parcels.parcel_ids]
    _write_lineage(ground, parcel_ids, transaction_id=transaction_id, at=at)
    pairs = {before: parcel_ids[place] for before, place in ground.same.items() if before in ground.ending}
    carried = _carry_rights(state, pairs, transaction_id=transaction_id, at=at)
    waiting = [parcel for parcel in ground.ending if parcel not in carried and state.rights_of(parcel)]
    done = not _anything_left(replaced_series_id)
    if done:
        replace_series(series_id=replaced_series_id, replaced_by_id=_series_of(sheets[0].sheet_id))
    return ResurveyReceipt(
        receipts, tuple(ground.ending), tuple(sorted(pairs.items())), tuple(waiting), objects_ended, done
    )


def _open_sheets(
    sheets: Sequence[SheetContent], facts: Sequence[SheetFacts], *, at: datetime
) -> tuple[SheetReceipt, ...]:
    """Objects at once; parcels in pieces the register takes, put together again per sheet."""
    objects = land_objects.open_land_objects(
        [
            land_objects.ObjectsOfSheet(sheet.transaction_id, about.series_unit_id, sheet.sheet_id, sheet.objects)
            for sheet, about in zip(sheets, facts, strict=True)
        ],
        at=at,
    )
    result = []
    for sheet, opened in zip(sheets, objects, strict=True):
        pieces = [
            sheet.parcels.part(slice(start, start + MOST_PARCELS))
            for start in range(0, max(1, len(sheet.parcels)), MOST_PARCELS)
        ]
        entered = [
            receipt
            for piece in pieces
            for receipt in register_sheets(
                [ParcelsOfSheet(sheet.sheet_id, sheet.transaction_id, piece)], at=at, cause="resurvey"
            )
        ]
        result.append(SheetReceipt(_joined(entered), opened))
    return tuple(result)


def _joined(receipts: Sequence[RegisterReceipt]) -> RegisterReceipt:
    """The receipts of a sheet's pieces as one."""
    return RegisterReceipt(
        registered=sum(one.registered for one in receipts),
        rejected=0,
        parcel_ids=tuple(each for one in receipts for each in one.parcel_ids),
        version_ids=tuple(each for one in receipts for each in one.version_ids),
        codes=tuple(each for one in receipts for each in one.codes),
        area_m2=sum((one.area_m2 for one in receipts), Decimal(0)),
        neighbour_versions=tuple(each for one in receipts for each in one.neighbour_versions),
        own_vertices=sum(one.own_vertices for one in receipts),
        findings=tuple(each for one in receipts for each in one.findings),
    )


def _end_objects(sheets: Sequence[SheetContent], series_id: int, *, transaction_id: int, at: datetime) -> int:
    """End roads, canals … of the old series that lie for the greater part where the new survey lies."""
    new = [sheet.parcels.shapes.land for sheet in sheets] + [sheet.objects.shapes.land for sheet in sheets]
    surveyed = shapely.union_all(np.concatenate(new))
    with connection.cursor() as cursor:
        cursor.execute(statement("end_surveyed_objects"), {
            "series": series_id, "surveyed": shapely.to_wkb(surveyed), "srid": settings.LAND_SRID,
            "share": ENDS_FROM_SHARE, "at": at, "transaction": transaction_id,
        })  # fmt: skip
        return int(cursor.rowcount)


def _anything_left(series_id: int) -> bool:
    return ParcelVersion.objects.filter(parcel__sheet__series_id=series_id, valid__upper_inf=True).exists()


def _series_of(sheet_id: int) -> int:
    return int(MapSheet.objects.values_list("series_id", flat=True).get(pk=sheet_id))


def parcels_waiting_after_resurvey(*, unit_ids: Sequence[int]) -> tuple[int, ...]:
    """Ended parcels that still carry a right in force: a new survey could not say where it belongs now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT p.id FROM land_records_parcel p "
            "JOIN land_records_rightsubject s ON s.parcel_id = p.id "
            "JOIN land_records_right r ON r.id = s.right_id AND upper_inf(r.valid) "
            "WHERE p.unit_id = ANY(%s) AND NOT EXISTS (SELECT FROM land_records_parcelversion v "
            "WHERE v.parcel_id = p.id AND upper_inf(v.valid)) ORDER BY p.id",
            [list(unit_ids)],
        )
        return tuple(row[0] for row in cursor.fetchall())


def _write_lineage(ground: Compared, parcel_ids: Sequence[int], *, transaction_id: int, at: datetime) -> None:
    shares, ending = ground.shares, set(ground.ending)
    ParcelLineage.objects.bulk_create(
        [
            ParcelLineage(
                parent_id=ground.old_ids[one],
                child_id=parcel_ids[two],
                kind=ParcelLineage.Kind.RESURVEY,
                parent_share=min(1.0, float(share)),
                transaction_id=transaction_id,
                at=at,
            )
            for one, two, share in zip(shares.old, shares.new, shares.of_old, strict=True)
            if ground.old_ids[one] in ending and share >= NEGLIGIBLE_SHARE
        ],
        batch_size=2000,
    )


def _carry_rights(state: ActState, pairs: dict[int, int], *, transaction_id: int, at: datetime) -> set[int]:
    """Open the next version of every right whose parcels all have one successor; answers the parcels that went over."""
    going = [right for right in rights_on(parcel_ids=pairs) if set(right.parcel_ids) <= pairs.keys()]
    new_rights: list[NewRight] = []
    for place, right in enumerate(going, start=1):
        places = {parcel: [Place(pairs[parcel], None)] for parcel in right.parcel_ids}
        new_rights.append(carried_right(state, right, key=f"right:{place}", places=places))
    keys = {right.id: new.key for right, new in zip(going, new_rights, strict=True)}
    ended, opened = carried_restrictions(
        tuple(state.restrictions.values()),
        rights={right: [key] for right, key in keys.items()},
        parcels={old: [new] for old, new in pairs.items()},
        cause=CODE,
    )
    papers = tuple(
        CertificateChange(paper.id, proves=tuple(keys.get(right, right) for right in paper.right_ids))
        for paper in state.certificates.values()
        if set(paper.right_ids) & keys.keys()
    )
    changes = Changes(
        change_code=CODE,
        ended_rights=ended_rights(going, CODE),
        new_rights=tuple(new_rights),
        ended_restrictions=ended,
        new_restrictions=opened,
        certificate_changes=papers,
    )
    written = Written(transaction_id=transaction_id, at=at, cause=CODE)
    write_rights(changes, written)
    write_restrictions(changes, written)
    write_certificates(changes, written)
    return {parcel for right in going for parcel in right.parcel_ids}
