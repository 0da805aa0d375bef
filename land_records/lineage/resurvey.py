"""A new survey takes the place of an old one: new series, new numbers, the same land (đo đạc lại, lập bản đồ mới).

Old parcels end where the new ones lie, the family tree is drawn from the common areas, and rights go over by
themselves only where one old and one new parcel are plainly the same land; everything else is listed for an officer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from django.conf import settings
from django.db import connection

from accounts.api import Act, User, require
from dossiers import api as dossiers
from gis_core.topology.overlay_shares import Overlay, overlay_shares
from land_records.acts.carrying import Place, carried_restrictions, carried_right, ended_rights
from land_records.acts.changes import CertificateChange, Changes, NewRight
from land_records.acts.state import ActState, Subjects, read_state
from land_records.acts.write_papers import write_certificates
from land_records.acts.write_rights import write_restrictions, write_rights
from land_records.acts.written import Written
from land_records.cadastre import revision
from land_records.cadastre.fabric import hold_fabric
from land_records.cadastre.moments import require_moment
from land_records.cadastre.neighbours import current_around
from land_records.cadastre.official import as_multipolygons, to_land
from land_records.cadastre.placing import sheet_facts
from land_records.cadastre.registration import register_parcels
from land_records.cadastre.snapshots import RegisterReceipt
from land_records.lineage.queries import NEGLIGIBLE_SHARE
from land_records.models import ParcelLineage
from land_records.rights.queries import rights_on

CODE = "DDL"
"""Đo đạc lại has no code in the catalogue of changes (DOMAIN 7.3)."""
ENDS_FROM_SHARE = 0.5
"""An old parcel ends when at least half of it lies under new ones; less is an overlap the database refuses."""
SAME_LAND_SHARE = 0.9
"""Old and new are the same land when each covers nine tenths of the other and no other pair comes near."""


@dataclass(frozen=True, slots=True)
class ResurveyReceipt:
    """What the new survey did: `same` pairs (old, new parcel id) whose rights went over, `for_officer` old parcels."""

    registered: RegisterReceipt
    ended: tuple[int, ...]
    same: tuple[tuple[int, int], ...]
    for_officer: tuple[int, ...]


def register_resurvey(
    *,
    actor: User,
    transaction_id: int,
    replaced_series_id: int,
    sheet_id: int,
    parcels: pd.DataFrame,
    at: datetime,
) -> ResurveyReceipt:
    """Register the parcels of a new sheet over those of an older series, inside transaction.atomic, approved.

    `parcels` as register_parcels takes them, in the new sheet's official zone. Raises NotAllowed, OverlapError (an old
    parcel only partly covered, or one of another series), NumberTakenError, ShapeRefusedError.
    """
    require_moment(at)
    facts = sheet_facts(sheet_id)
    require(actor, Act.IMPORT_APPROVE, facts.series_unit_id)
    line = dossiers.EntryDraft(
        "register_resurvey",
        "map_sheet",
        sheet_id,
        facts.series_unit_id,
        {"parcels": len(parcels)},
        by_id=actor.pk,
        at=at,
    )
    dossiers.record_entries(transaction_id=transaction_id, entries=[line])
    hold_fabric()
    new = to_land(as_multipolygons(parcels["geometry"].to_numpy()), facts.srid)
    old_ids, old = _old_parcels(new, replaced_series_id)
    shares = overlay_shares(old, new, narrowest_m=settings.OVERLAP_TOLERANCE_M)
    covered = np.bincount(shares.old, weights=shares.of_old, minlength=len(old))
    ending = [old_ids[i] for i in np.flatnonzero(covered >= ENDS_FROM_SHARE)]
    same = _same_land(shares, old_ids)
    state = read_state(
        subjects=Subjects(parcels=frozenset(ending)), dossier_id=dossiers.transaction(transaction_id).dossier_id,
        unit_id=facts.series_unit_id, at=at,
    )  # fmt: skip
    revision.end_parcels(ending, transaction_id=transaction_id, at=at)
    receipt = register_parcels(
        transaction_id=transaction_id, sheet_id=sheet_id, parcels=parcels, at=at, cause="resurvey"
    )
    _write_lineage(shares, old_ids, set(ending), receipt, transaction_id=transaction_id, at=at)
    pairs = {before: receipt.parcel_ids[place] for before, place in same.items() if before in ending}
    carried = _carry_rights(state, pairs, transaction_id=transaction_id, at=at)
    waiting = [parcel for parcel in ending if parcel not in carried and state.rights_of(parcel)]
    return ResurveyReceipt(receipt, tuple(ending), tuple(sorted(pairs.items())), tuple(waiting))


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


def _old_parcels(new: Any, series_id: int) -> tuple[list[int], Any]:
    """Official parcels in force of the replaced series around the new ones: parcel ids and shapes, LAND_SRID."""
    versions, shapes = current_around(new, 0.0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.id, p.id FROM land_records_parcelversion v JOIN land_records_parcel p ON p.id = v.parcel_id "
            "JOIN land_records_mapsheet m ON m.id = p.sheet_id WHERE v.id = ANY(%s) AND m.series_id = %s",
            [versions, series_id],
        )
        parcel_of = dict(cursor.fetchall())
    mine = [place for place, version in enumerate(versions) if version in parcel_of]
    return [parcel_of[versions[place]] for place in mine], shapes[mine]


def _same_land(shares: Overlay, old_ids: Sequence[int]) -> dict[int, int]:
    """Old parcel id → position of the new parcel that is plainly the same land."""
    plain = (shares.of_old >= SAME_LAND_SHARE) & (shares.of_new >= SAME_LAND_SHARE)
    return {old_ids[one]: int(two) for one, two in zip(shares.old[plain], shares.new[plain], strict=True)}


def _write_lineage(
    shares: Overlay,
    old_ids: Sequence[int],
    ending: set[int],
    receipt: RegisterReceipt,
    *,
    transaction_id: int,
    at: datetime,
) -> None:
    ParcelLineage.objects.bulk_create(
        [
            ParcelLineage(
                parent_id=old_ids[one],
                child_id=receipt.parcel_ids[two],
                kind=ParcelLineage.Kind.RESURVEY,
                parent_share=min(1.0, float(share)),
                transaction_id=transaction_id,
                at=at,
            )
            for one, two, share in zip(shares.old, shares.new, shares.of_old, strict=True)
            if old_ids[one] in ending and share >= NEGLIGIBLE_SHARE
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
