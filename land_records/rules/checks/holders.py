"""Rules about who receives rights. Sentences count people, they never name them."""

from land_records.models import Party, PartyParticulars
from land_records.rules.judge import Question
from land_records.rules.verdicts import Judgement


def living_and_known(asked: Question) -> Judgement | None:
    """Who comes in with this act is a known party that was not merged into another, and has not died.

    Holders that only go on in the next version of their right are not asked: an inheritance may take years.
    """
    before = {party for right in asked.state.rights.values() for party in right.party_ids}
    coming = {holder.party_id for right in asked.changes.new_rights for holder in right.holders} - before
    coming |= {party for one in asked.changes.new_restrictions if one.continues is None for party, _ in one.parties}
    if not coming:
        return None
    known = dict(Party.objects.filter(id__in=coming).values_list("id", "merged_into_id"))
    dead = set(
        PartyParticulars.objects.filter(party_id__in=coming, valid__upper_inf=True)
        .exclude(death_date__isnull=True, death_year__isnull=True)
        .values_list("party_id", flat=True)
    )
    erased = set(
        PartyParticulars.objects.filter(
            party_id__in=coming, valid__upper_inf=True, erased_at__isnull=False
        ).values_list("party_id", flat=True)
    )
    unknown = len((coming - known.keys()) | erased)
    merged = sum(1 for into in known.values() if into is not None)
    wrong = unknown + merged + len(dead)
    return Judgement(
        not wrong,
        f"{len(coming)} người mới: {unknown} không có trong danh sách, {merged} đã gộp, {len(dead)} đã mất"
        if wrong
        else f"{len(coming)} người mới đều có trong danh sách",
        f"{len(coming)} new parties: {unknown} unknown, {merged} merged, {len(dead)} dead"
        if wrong
        else f"{len(coming)} new parties are all known",
        {"new": len(coming), "unknown": unknown, "merged": merged, "dead": len(dead)},
    )


def particulars_proposed(asked: Question) -> Judgement | None:
    """A change of particulars brings the new ones along, so that they are entered with the note on the papers."""
    proposed = asked.changes.facts.get("particulars_proposed")
    if proposed is None:
        return None
    return Judgement(
        proposed,
        "Thông tin mới được ghi cùng lúc phê duyệt" if proposed
        else "Chưa nhập thông tin mới trong biến động này; giấy chỉ được xác nhận thay đổi",
        "The new particulars are entered at approval" if proposed
        else "No new particulars came with this act; the papers are only noted",
        {"proposed": proposed},
    )  # fmt: skip
