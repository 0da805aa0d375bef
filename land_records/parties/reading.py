"""Reading parties: every function here takes who reads and why, and writes the read log before it answers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.api import Act, User, require
from dossiers import api as dossiers
from land_records.cadastre.moments import as_moment
from land_records.parties.errors import IdentityKeyMissing, PartyNotFound, SealBroken
from land_records.parties.models import (
    IdentityPaper,
    Party,
    PartyAddress,
    PartyMember,
    PartyMerge,
    PartyParticulars,
    PartyUnit,
)
from land_records.parties.reach import reachable
from land_records.parties.resolving import family_of, resolve_parties
from land_records.parties.sealing import mask, open_sealed
from land_records.parties.snapshots import (
    AddressSnapshot,
    DisplayName,
    MemberSnapshot,
    MergeSnapshot,
    PaperSnapshot,
    Particulars,
    PartySnapshot,
    VersionSnapshot,
)
from land_records.parties.spans import began

_FACTS = tuple(Particulars.__dataclass_fields__)
_DAYS = frozenset({"birth_date", "birth_year", "death_date", "death_year", "founding_date"})


def party(
    *,
    actor: User,
    purpose: dossiers.Purpose,
    party_id: int,
    as_of: date | datetime | None = None,
    numbers: bool = False,
) -> PartySnapshot:
    """One party as it stood at a moment (default: now), resolved to the kept one, with its past and its papers.

    Numbers of papers are masked unless `numbers`; the log tells which. Raises NotAllowed, PartyNotFound,
    PurposeMissing.
    """
    return parties(actor=actor, purpose=purpose, party_ids=[party_id], as_of=as_of, numbers=numbers)[0]


def parties(
    *,
    actor: User,
    purpose: dossiers.Purpose,
    party_ids: Sequence[int],
    as_of: date | datetime | None = None,
    numbers: bool = False,
) -> tuple[PartySnapshot, ...]:
    """Several parties in the order asked, with the same number of queries as one; one line in the log."""
    require(actor, Act.PARTY_READ)
    checked = dossiers.check_purpose(actor=actor, purpose=purpose)
    reached = reachable(actor=actor, act=Act.PARTY_READ, party_ids=party_ids)
    for asked in party_ids:
        if asked not in reached:
            raise PartyNotFound(asked)
    families = family_of(party_ids)
    moment = as_moment(as_of) if as_of is not None else timezone.now()
    found = _read(party_ids, families, moment, numbers=numbers)
    shown = {member for family in families.values() for member in family}
    shown |= {link.party_id for one in found for link in (*one.members, *one.member_of)}
    dossiers.log_read(
        actor=actor,
        purpose=checked,
        what="party_with_numbers" if numbers else "party",
        subject_kind="party",
        subject_ids=shown,
    )
    return found


def display_names(
    *, actor: User, purpose: dossiers.Purpose, party_ids: Iterable[int], as_of: date | datetime | None = None
) -> dict[int, DisplayName]:
    """Asked id → the party in one line, for lists and forms; one line in the log.

    Parties outside the reader's units are left out: show them as “ngoài địa bàn”. Raises NotAllowed, PurposeMissing.
    """
    require(actor, Act.PARTY_READ)
    checked = dossiers.check_purpose(actor=actor, purpose=purpose)
    reached = reachable(actor=actor, act=Act.PARTY_READ, party_ids=party_ids)
    names = names_of(reached, as_moment(as_of) if as_of is not None else timezone.now())
    if names:
        dossiers.log_read(actor=actor, purpose=checked, what="display_names", subject_kind="party", subject_ids=names)
    return names


def names_of(party_ids: Iterable[int], moment: datetime, *, resolved: bool = True) -> dict[int, DisplayName]:
    """Names without a log line: for functions of this room that write the line themselves.

    `resolved` False: a merged party under its own name, to be compared with the kept one.
    """
    roots = resolve_parties(party_ids) if resolved else {one: one for one in party_ids}
    versions = {
        version.party_id: version
        for version in PartyParticulars.objects.filter(party_id__in=set(roots.values()), valid__contains=moment)
    }
    rows = Party.objects.in_bulk(set(roots.values()))
    return {
        asked: DisplayName(
            id=root,
            asked_id=asked,
            kind=rows[root].kind,
            user_kind=rows[root].user_kind,
            name=(versions[root].name or "") if root in versions else "",
            birth_year=versions[root].birth_year if root in versions else None,
            death_year=versions[root].death_year if root in versions else None,
        )
        for asked, root in roots.items()
    }


def _read(
    asked: Sequence[int], families: dict[int, frozenset[int]], moment: datetime, *, numbers: bool
) -> tuple[PartySnapshot, ...]:
    everyone = {member for family in families.values() for member in family}
    rows = Party.objects.in_bulk(everyone)
    roots = {one: next(m for m in families[one] if rows[m].merged_into_id is None) for one in asked}
    versions = _by_party(PartyParticulars.objects.filter(party_id__in=everyone).order_by("-valid"), "party_id")
    papers = _by_party(IdentityPaper.objects.filter(party_id__in=everyone).order_by("-valid", "-pk"), "party_id")
    addresses = _by_party(PartyAddress.objects.filter(party_id__in=everyone).order_by("purpose", "-valid"), "party_id")
    links = list(
        PartyMember.objects.filter(Q(group_id__in=everyone) | Q(member_id__in=everyone)).order_by("role", "pk")
    )
    names = names_of({other for link in links for other in (link.group_id, link.member_id)} - everyone, moment)
    merges = list(PartyMerge.objects.filter(Q(kept_id__in=everyone) | Q(absorbed_id__in=everyone)).order_by("pk"))
    units = _by_party(PartyUnit.objects.filter(party_id__in=everyone), "party_id")

    def snapshot(one: int) -> PartySnapshot:
        root, family = roots[one], families[one]
        told = tuple(_version(row) for row in versions[root])
        return PartySnapshot(
            id=root,
            asked_id=one,
            kind=rows[root].kind,
            user_kind=rows[root].user_kind,
            unit_ids=tuple(sorted({row.unit_id for member in family for row in units[member]})),
            current=next(
                (v for v in told if v.valid_from <= moment and not (v.valid_to and v.valid_to <= moment)), None
            ),
            versions=told,
            papers=tuple(_paper(row, numbers=numbers) for member in sorted(family) for row in papers[member]),
            addresses=tuple(_address(row) for member in sorted(family) for row in addresses[member]),
            members=tuple(_member(link, link.member_id, names) for link in links if link.group_id in family),
            member_of=tuple(_member(link, link.group_id, names) for link in links if link.member_id in family),
            merges=tuple(_merge(row) for row in merges if {row.kept_id, row.absorbed_id} & family),
        )

    return tuple(snapshot(one) for one in asked)


def _by_party(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    sorted_in: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        sorted_in[getattr(row, key)].append(row)
    return sorted_in


def _version(row: PartyParticulars) -> VersionSnapshot:
    values = {name: getattr(row, name) for name in _FACTS}
    filled: dict[str, Any] = {
        name: "" if value is None and name not in _DAYS else value for name, value in values.items()
    }
    return VersionSnapshot(
        id=row.pk,
        facts=Particulars(**filled),
        cause=row.cause,
        valid_from=began(row),
        valid_to=row.valid.upper,
        transaction_id=row.transaction_id,
        recorded_by_id=row.recorded_by_id,
        erased=row.erased_at is not None,
    )


def _paper(row: IdentityPaper, *, numbers: bool) -> PaperSnapshot:
    number, readable = paper_number(row)
    return PaperSnapshot(
        id=row.pk,
        party_id=row.party_id,
        kind=row.kind,
        number=number if numbers else mask(number),
        issued_on=row.issued_on,
        issued_by=row.issued_by or "",
        valid_from=began(row),
        valid_to=row.valid.upper,
        replaced_by_id=row.replaced_by_id,
        readable=readable,
    )


def paper_number(row: IdentityPaper) -> tuple[str, bool]:
    """The number in clear, and whether it could be read: a lost key or a broken seal leaves the rest of the page."""
    if row.sealed is None:
        return "", True
    try:
        return open_sealed(bytes(row.sealed), key_id=row.key_id, party_id=row.party_id, kind=row.kind), True
    except (IdentityKeyMissing, SealBroken):
        return "", False


def _address(row: PartyAddress) -> AddressSnapshot:
    return AddressSnapshot(
        id=row.pk,
        purpose=row.purpose,
        detail=row.detail or "",
        unit_id=row.unit_id,
        house_number=row.house_number or "",
        street=row.street or "",
        hamlet=row.hamlet or "",
        valid_from=began(row),
        valid_to=row.valid.upper,
    )


def _member(link: PartyMember, other: int, names: dict[int, DisplayName]) -> MemberSnapshot:
    named = names.get(other)
    return MemberSnapshot(
        id=link.pk,
        party_id=named.id if named else other,
        name=named.name if named else "",
        birth_year=named.birth_year if named else None,
        role=link.role,
        valid_from=began(link),
        valid_to=link.valid.upper,
    )


def _merge(row: PartyMerge) -> MergeSnapshot:
    return MergeSnapshot(
        id=row.pk,
        kept_id=row.kept_id,
        absorbed_id=row.absorbed_id,
        evidence=dict(row.evidence),
        reason=row.reason or "",
        merged_by_id=row.merged_by_id,
        merged_at=row.merged_at,
        undone_by_id=row.undone_by_id,
        undone_at=row.undone_at,
    )
