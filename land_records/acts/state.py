"""What the register says now about everything an act touches: read once, handed to plan, rules and preview alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection

from land_records.acts.named_parties import kept_holders
from land_records.cadastre.many import every_parcel
from land_records.cadastre.moments import legal_day
from land_records.cadastre.snapshots import ParcelSnapshot
from land_records.certificates.queries import certificates_by_id, certificates_on
from land_records.certificates.snapshots import CertificateSnapshot
from land_records.parties.resolving import resolve_parties
from land_records.rights.queries import (
    assets_by_id,
    assets_on,
    restrictions_by_id,
    restrictions_on,
    rights_by_id,
    rights_on,
)
from land_records.rights.snapshots import AssetSnapshot, RestrictionSnapshot, RightSnapshot
from land_records.rules.queries import RuleSnapshot, rules_in_force


@dataclass(frozen=True, slots=True)
class Subjects:
    """What an act names: ids of parcels, rights, certificates, restrictions, assets."""

    parcels: frozenset[int] = frozenset()
    rights: frozenset[int] = frozenset()
    certificates: frozenset[int] = frozenset()
    restrictions: frozenset[int] = frozenset()
    assets: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ActState:
    """The current state around an act; `subjects` are what it named itself, the rest hangs on them.

    Holders of `rights` are the kept parties.

    `rules`: those in force on that day in that unit. `sheet_of`: parcel → map sheet. `next_numbers`: sheet → the number
    its next parcel would get now (given for good at approval).
    """

    at: datetime
    dossier_id: int
    subjects: Subjects
    parcels: Mapping[int, ParcelSnapshot]
    rights: Mapping[int, RightSnapshot]
    restrictions: Mapping[int, RestrictionSnapshot]
    certificates: Mapping[int, CertificateSnapshot]
    assets: Mapping[int, AssetSnapshot]
    sheet_of: Mapping[int, int] = field(default_factory=dict)
    rules: tuple[RuleSnapshot, ...] = ()
    next_numbers: Mapping[int, int] = field(default_factory=dict)

    @property
    def figures(self) -> Mapping[str, Mapping[str, Any]]:
        """Parameters of the rules in force, by rule code."""
        return {rule.code: rule.parameters for rule in self.rules}

    def use_right_of(self, parcel_id: int) -> RightSnapshot | None:
        """The right of use or management on a parcel, None when nobody has one registered."""
        return next((right for right in self.rights.values() if parcel_id in right.parcel_ids
                     and right.kind in ("land_use", "management") and right.valid_to is None), None)  # fmt: skip

    def rights_of(self, parcel_id: int) -> tuple[RightSnapshot, ...]:
        """Every current right on a parcel."""
        return tuple(
            right for right in self.rights.values() if parcel_id in right.parcel_ids and right.valid_to is None
        )

    def restrictions_of(
        self, *, parcel_id: int | None = None, right_id: int | None = None
    ) -> list[RestrictionSnapshot]:
        """Current restrictions lying on a parcel or on a right."""
        return [
            one
            for one in self.restrictions.values()
            if (parcel_id is not None and one.parcel_id == parcel_id)
            or (right_id is not None and one.right_id == right_id)
        ]

    def certificates_of(self, right_id: int) -> tuple[CertificateSnapshot, ...]:
        """Certificates in force that prove a right."""
        return tuple(paper for paper in self.certificates.values() if right_id in paper.right_ids and paper.in_force)


def read_state(*, subjects: Subjects, dossier_id: int, unit_id: int, at: datetime) -> ActState:
    """Everything that hangs on the subjects, as it stands now. Raises ParcelNotFoundError for unknown parcels."""
    rights = dict(rights_by_id(subjects.rights))
    papers = {paper.id: paper for paper in certificates_by_id(subjects.certificates)}
    rights |= rights_by_id({right for paper in papers.values() for right in paper.right_ids} - rights.keys())
    assets = dict(assets_by_id(subjects.assets))
    named = restrictions_by_id(subjects.restrictions)
    rights |= rights_by_id({one.right_id for one in named.values() if one.right_id} - rights.keys())
    parcel_ids = set(subjects.parcels)
    parcel_ids |= {parcel for right in rights.values() for parcel in right.parcel_ids}
    parcel_ids |= {one.parcel_id for one in named.values() if one.parcel_id}
    assets |= {asset.id: asset for asset in assets_on(parcel_ids)}
    rights |= {right.id: right for right in rights_on(parcel_ids=parcel_ids, asset_ids=assets.keys())}
    everywhere = parcel_ids | {parcel for right in rights.values() for parcel in right.parcel_ids}
    papers |= {paper.id: paper for paper in certificates_on(right_ids=rights.keys())}
    restrictions = {
        one.id: one
        for one in restrictions_on(
            parcel_ids=everywhere, right_ids=rights.keys(), asset_ids=assets.keys(), favouring_too=True
        )
    }
    sheets = _sheets(everywhere)
    return ActState(
        at=at,
        dossier_id=dossier_id,
        subjects=subjects,
        parcels=every_parcel(sorted(everywhere)),
        rights=_by_kept_parties(rights),
        restrictions=restrictions | named,
        certificates=papers,
        assets=assets,
        sheet_of=sheets,
        next_numbers=next_numbers(sheets.values()),
        rules=rules_in_force(on=legal_day(at), unit_id=unit_id),
    )


def _by_kept_parties(rights: Mapping[int, RightSnapshot]) -> dict[int, RightSnapshot]:
    """Rights with their holders as merges stand: an act names the party that is kept, the row may hold another."""
    holders = {holder.party_id for right in rights.values() for holder in right.holders}
    roots = resolve_parties(holders) if holders else {}
    if all(roots.get(one, one) == one for one in holders):
        return dict(rights)
    return {one: replace(right, holders=kept_holders(right.holders, roots)) for one, right in rights.items()}


def next_numbers(sheet_ids: Collection[int]) -> dict[int, int]:
    """The next free number of each sheet as things stand; the same as revision.next_number, without its lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, coalesce(max(p.number), 0) + 1 FROM land_records_mapsheet s"
            " LEFT JOIN land_records_parcel p ON p.sheet_id = s.id WHERE s.id = ANY(%s) GROUP BY s.id",
            [list(set(sheet_ids))],
        )
        return dict(cursor.fetchall())


def _sheets(parcel_ids: Collection[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, sheet_id FROM land_records_parcel WHERE id = ANY(%s)", [list(parcel_ids)])
        return dict(cursor.fetchall())
