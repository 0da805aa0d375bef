"""Sealing and indexing every number again under a new key: in blocks, each committed, begun again where it stopped."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count

from land_records.parties.errors import IdentityKeyMissing, SealBroken
from land_records.parties.keys import add_key, drop_keys, key_ring
from land_records.parties.models import IdentityPaper, ParticularsProposal
from land_records.parties.proposing import SEALED_AS
from land_records.parties.sealing import open_sealed, seal

BLOCK = 1000
"""Papers a database transaction re-seals: about a quarter of a second, so that nobody waits for a row."""


@dataclass(frozen=True, slots=True)
class KeyState:
    """How many papers, and particulars that wait for an act, each key seals.

    `lost`: keys they need and the ring lacks, with their number.
    """

    active: str
    papers: dict[str, int]
    unused: tuple[str, ...]
    lost: dict[str, int]


@dataclass(frozen=True, slots=True)
class RotationReceipt:
    """What a rotation did. `unreadable`: papers that did not open and stay as they are, by id."""

    active: str
    resealed: int
    unreadable: tuple[int, ...]


def key_state() -> KeyState:
    """Which keys are on the ring and which ones the papers need."""
    ring = key_ring()
    sealed = IdentityPaper.objects.filter(sealed__isnull=False)
    papers = dict(sealed.values_list("key_id").annotate(papers=Count("pk")).order_by("key_id"))
    waiting = ParticularsProposal.objects.filter(sealed__isnull=False)
    for name, count in waiting.values_list("key_id").annotate(proposals=Count("pk")).order_by("key_id"):
        papers[name] = papers.get(name, 0) + count
    return KeyState(
        active=ring.active.id,
        papers={name: papers.get(name, 0) for name in ring.keys},
        unused=tuple(name for name in ring.keys if name != ring.active.id and not papers.get(name)),
        lost={name: count for name, count in papers.items() if name not in ring.keys},
    )


def rotate_identity_keys(
    *, new_key: bool = True, block: int = BLOCK, progress: Callable[[int], None] | None = None
) -> RotationReceipt:
    """Make a new active key, unless an earlier rotation is unfinished, and bring every paper under it.

    Papers are searchable and readable all the while: the ring keeps the older keys. A killed run is finished by the
    next one. Papers that do not open (lost key, broken seal) are left and told.
    """
    if new_key and not _waiting():
        add_key()
    ring = key_ring()
    resealed, unreadable, after = 0, [], 0
    while rows := _block(ring.active.id, after, block):
        for row_id, fresh in rows:
            resealed += fresh
            if not fresh:
                unreadable.append(row_id)
        after = rows[-1][0]
        if progress:
            progress(resealed)
    return RotationReceipt(ring.active.id, resealed + _proposals(ring.active.id), tuple(unreadable))


def drop_unused_keys() -> tuple[str, ...]:
    """Take keys that seal nothing off the ring. Dumps from before the rotation need the ring as it was: keep a copy."""
    unused = key_state().unused
    drop_keys(unused)
    return unused


def _waiting() -> bool:
    """True while papers under readable older keys wait for the active one: a rotation was interrupted."""
    ring = key_ring()
    older = [name for name in ring.keys if name != ring.active.id]
    return any(
        table.objects.filter(sealed__isnull=False, key_id__in=older).exists()
        for table in (IdentityPaper, ParticularsProposal)
    )


@transaction.atomic
def _proposals(active: str) -> int:
    """Re-seal what waits for acts; it is few. What does not open stays, and its key on the ring."""
    done = 0
    for row in ParticularsProposal.objects.select_for_update().filter(sealed__isnull=False).exclude(key_id=active):
        try:
            told = open_sealed(bytes(row.sealed or b""), key_id=row.key_id, party_id=row.party_id, kind=SEALED_AS)
        except (IdentityKeyMissing, SealBroken):
            continue
        fresh = seal(told, party_id=row.party_id, kind=SEALED_AS)
        row.sealed, row.key_id = fresh.sealed, fresh.key_id
        row.save(update_fields=["sealed", "key_id"])
        done += 1
    return done


@transaction.atomic
def _block(active: str, after: int, size: int) -> list[tuple[int, bool]]:
    """Re-seal the next papers; id and whether it could be done."""
    papers = list(
        IdentityPaper.objects.select_for_update()
        .filter(sealed__isnull=False, pk__gt=after)
        .exclude(key_id=active)
        .order_by("pk")[:size]
    )
    fresh, done = [], []
    for paper in papers:
        try:
            number = open_sealed(
                bytes(paper.sealed or b""), key_id=paper.key_id, party_id=paper.party_id, kind=paper.kind
            )
        except (IdentityKeyMissing, SealBroken):
            done.append((int(paper.pk), False))
            continue
        sealed = seal(number, party_id=paper.party_id, kind=paper.kind)
        paper.sealed, paper.blind_index, paper.key_id = sealed.sealed, sealed.blind_index, sealed.key_id
        fresh.append(paper)
        done.append((int(paper.pk), True))
    IdentityPaper.objects.bulk_update(fresh, ["sealed", "blind_index", "key_id"])
    return done
