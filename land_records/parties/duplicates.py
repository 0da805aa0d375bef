"""Proposed duplicates: found set-based over all parties, decided by people, merged reversibly.

Nothing is copied or deleted by a merge: the absorbed party keeps its rows, its rights and its number, and points to
the kept one; every query answers for the kept one. Undoing it clears the pointer.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.api import Act, User, require
from land_records.parties.errors import MergeRefused
from land_records.parties.models import Party, PartyDuplicate, PartyMerge
from land_records.parties.reach import reached_party
from land_records.parties.resolving import resolve_parties
from land_records.parties.snapshots import ProposalReceipt
from land_records.parties.statements import statement

MOST_BEARERS = 12
"""A name with a year of birth that more people bear is common, not suspicious."""

SIMILAR = 0.6
"""Least trigram similarity of two names at one address (pg_trgm), e.g. thi/thij slips and missing middle names."""


@transaction.atomic
def propose_duplicates(*, actor: User, at: datetime | None = None) -> ProposalReceipt:
    """Look through all parties: same number, same name and year of birth, similar name at the same address.

    Pairs once found to be two people stay so. Evidence is kept with the pair as codes and scores.
    """
    require(actor, Act.PARTY_MERGE)
    facts: dict[str, Any] = {"most": MOST_BEARERS, "similar": SIMILAR, "at": at or timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(statement("propose_duplicates"), facts)
        proposed, common = cursor.fetchone()
    waiting = PartyDuplicate.objects.filter(status=PartyDuplicate.Status.OPEN).count()
    return ProposalReceipt(proposed=proposed, open=waiting, too_common=common)


@transaction.atomic
def keep_apart(*, actor: User, duplicate_id: int, reason: str, at: datetime | None = None) -> None:
    """Say that a proposed pair is two parties, and why; it is not proposed again."""
    pair = _open_pair(duplicate_id)
    for party_id in (pair.first_id, pair.second_id):
        reached_party(actor=actor, act=Act.PARTY_MERGE, party_id=party_id)
    _decide(pair, PartyDuplicate.Status.DIFFERENT, actor, _reason(reason), at or timezone.now())


@transaction.atomic
def merge_parties(*, actor: User, kept_id: int, absorbed_id: int, reason: str, at: datetime | None = None) -> int:
    """Say that `absorbed_id` is the party `kept_id`, and why; answers the merge's id.

    The evidence of the proposed pair is kept with the merge; a pair nobody proposed is listed first. Raises
    MergeRefused for parties of two kinds or merged already, NotAllowed, PartyNotFound.
    """
    moment = at or timezone.now()
    words = _reason(reason)
    rows = {
        party_id: reached_party(actor=actor, act=Act.PARTY_MERGE, party_id=party_id, lock=True)
        for party_id in sorted({kept_id, absorbed_id})
    }
    _refuse_unfit(rows, kept_id, absorbed_id)
    first, second = sorted((kept_id, absorbed_id))
    pair, _ = PartyDuplicate.objects.get_or_create(
        first_id=first, second_id=second, defaults={"evidence": {"said_by_officer": 1}, "proposed_at": moment}
    )
    merge = PartyMerge.objects.create(
        kept_id=kept_id,
        absorbed_id=absorbed_id,
        duplicate=pair,
        evidence=pair.evidence,
        reason=words,
        merged_by=actor,
        merged_at=moment,
    )
    absorbed = rows[absorbed_id]
    absorbed.merged_into_id = kept_id
    absorbed.save(update_fields=["merged_into"])
    _decide(pair, PartyDuplicate.Status.MERGED, actor, words, moment)
    return int(merge.pk)


@transaction.atomic
def undo_merge(*, actor: User, merge_id: int, reason: str, at: datetime | None = None) -> None:
    """Let both stand alone again, and say why; the pair then counts as two parties and is not proposed again."""
    moment = at or timezone.now()
    words = _reason(reason)
    merge = PartyMerge.objects.select_for_update().filter(pk=merge_id, undone_at__isnull=True).first()
    if merge is None:
        raise MergeRefused(
            f"Lần hợp nhất số {merge_id} không có hoặc đã được hoàn tác.",
            f"There is no standing merge {merge_id}.",
            hint_vi="Tải lại trang để xem các lần hợp nhất.",
            hint_en="Reload the page to see the merges.",
        )
    absorbed = reached_party(actor=actor, act=Act.PARTY_MERGE, party_id=merge.absorbed_id, lock=True)
    merge.undone_by, merge.undone_at, merge.undone_reason = actor, moment, words
    merge.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    absorbed.merged_into = None
    absorbed.save(update_fields=["merged_into"])
    _decide(
        PartyDuplicate.objects.select_for_update().get(pk=merge.duplicate_id),
        PartyDuplicate.Status.DIFFERENT,
        actor,
        words,
        moment,
    )


def _refuse_unfit(rows: dict[int, Party], kept_id: int, absorbed_id: int) -> None:
    why: tuple[str, str] | None = None
    if kept_id == absorbed_id:
        why = ("chỉ có một người được chọn", "only one party was chosen")
    elif rows[kept_id].kind != rows[absorbed_id].kind:
        why = ("hai bên không cùng loại", "the two are not of one kind")
    elif taken := [one for one in (kept_id, absorbed_id) if rows[one].merged_into_id is not None]:
        kept = resolve_parties(taken)
        why = (
            f"số {taken[0]} đã được hợp nhất vào số {kept[taken[0]]}",
            f"party {taken[0]} is merged into party {kept[taken[0]]} already",
        )
    if why:
        raise MergeRefused(
            f"Không hợp nhất được {kept_id} và {absorbed_id}: {why[0]}.",
            f"{kept_id} and {absorbed_id} cannot be merged: {why[1]}.",
            hint_vi="Tải lại danh sách nghi trùng.",
            hint_en="Reload the list of duplicates.",
        )


def _open_pair(duplicate_id: int) -> PartyDuplicate:
    pair = PartyDuplicate.objects.select_for_update().filter(pk=duplicate_id).first()
    if pair is None or pair.status != PartyDuplicate.Status.OPEN:
        raise MergeRefused(
            f"Cặp nghi trùng số {duplicate_id} không có hoặc đã được xử lý.",
            f"There is no open pair {duplicate_id}.",
            hint_vi="Tải lại danh sách nghi trùng.",
            hint_en="Reload the list of duplicates.",
        )
    return pair


def _reason(written: str) -> str:
    words = " ".join(written.split())[:500]
    if sum(letter.isalnum() for letter in words) < 5:
        raise MergeRefused(
            "Chưa nêu căn cứ.",
            "The ground is missing.",
            hint_vi="Ghi giấy tờ đã đối chiếu, ví dụ: CMND và căn cước cùng ghi trong giấy xác nhận số CMND.",
            hint_en="Write which papers were compared.",
        )
    return words


def _decide(pair: PartyDuplicate, status: str, actor: User, reason: str, at: datetime) -> None:
    pair.status, pair.decided_by, pair.decided_at, pair.reason = status, actor, at, reason
    pair.save(update_fields=["status", "decided_by", "decided_at", "reason"])
