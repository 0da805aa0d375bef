"""Rules about rights, their holders, terms and what blocks them."""

from datetime import date
from fractions import Fraction

from dossiers import api as dossiers
from land_records.acts.protocol import BLOCKABLE
from land_records.models import Party
from land_records.rules.judge import Question
from land_records.rules.verdicts import Judgement


def shares_one(asked: Question) -> Judgement | None:
    """Fractions of each new right by shares sum to exactly one; joint and sole rights store none."""
    rights = [right for right in asked.changes.new_rights if right.holders]
    if not rights:
        return None
    worst = Fraction(1)
    wrong = 0
    for right in rights:
        shares = [holder.share for holder in right.holders]
        if right.form == "shares":
            total = sum((share for share in shares if share is not None), Fraction(0))
            if total != 1 or None in shares:
                wrong, worst = wrong + 1, total
        elif any(share is not None for share in shares) or (right.form == "sole" and len(shares) > 1):
            wrong += 1
    return Judgement(
        wrong == 0,
        f"Tổng phần quyền {worst}, phải bằng 1" if wrong else f"Phần quyền của {len(rights)} quyền mới đều đủ",
        f"Shares sum to {worst}, must be 1" if wrong else f"Shares of {len(rights)} new rights are whole",
        {"rights": len(rights), "wrong": wrong, "total": str(worst)},
    )


def household_before(asked: Question) -> Judgement | None:
    """A household holds only rights that began before the Land Law 2024 (parameter `before`); none is given it anew."""
    rights = [right for right in asked.changes.new_rights if right.kind == "land_use"]
    holders = {holder.party_id for right in rights for holder in right.holders}
    households = set(Party.objects.filter(id__in=holders, kind="household").values_list("id", flat=True))
    if not households:
        return None
    limit = date.fromisoformat(asked.parameters["before"])
    late = [
        right
        for right in rights
        if households & {holder.party_id for holder in right.holders}
        and (right.began_on is None or right.began_on >= limit)
    ]
    day = f"{limit:%d/%m/%Y}"
    return Judgement(
        not late,
        f"Hộ gia đình chỉ giữ quyền có trước {day}; {len(late)} quyền mới không đạt"
        if late
        else f"Quyền của hộ gia đình đều có trước {day}",
        f"A household may hold only rights from before {limit}; {len(late)} new rights are not"
        if late
        else f"The household's rights are all from before {limit}",
        {"before": str(limit), "wrong": len(late)},
    )


def restriction_blocks(asked: Question) -> Judgement | None:
    """No restriction in force refuses this group of acts on what the act touches.

    A mortgage stands back when the dossier holds the mortgagee's written consent.
    """
    if asked.kind.group not in BLOCKABLE:
        return None
    touched_parcels = set(asked.state.subjects.parcels) | {one.parcel_id for one in asked.changes.ended_parcels}
    touched_rights = {one.right_id for one in asked.changes.ended_rights} | set(asked.state.subjects.rights)
    touched_rights |= {right.id for parcel in touched_parcels for right in asked.state.rights_of(parcel)}
    named = {right for right in touched_rights if right in asked.state.rights}
    touched_parcels |= {parcel for right in named for parcel in asked.state.rights[right].parcel_ids}
    # what is only carried over to the parts is not released
    carried = {one.continues for one in asked.changes.new_restrictions}
    released = {one.restriction_id for one in asked.changes.ended_restrictions} - carried
    consent = any(
        one.type_code == "mortgagee_consent" and one.status == "received"
        for one in dossiers.documents_of(asked.state.dossier_id)
    )
    blocking = [
        one
        for one in asked.state.restrictions.values()
        if one.valid_to is None
        and one.id not in released
        and (asked.kind.group in one.blocks or "all" in one.blocks)
        and not (one.kind == "mortgage" and consent)
        and (one.parcel_id in touched_parcels or one.right_id in touched_rights)
    ]
    if not touched_parcels and not touched_rights:
        return None
    names = ", ".join(f"{one.kind} {one.document_number}".strip() for one in blocking)
    return Judgement(
        not blocking,
        f"Đang có thông tin ngăn chặn: {names}" if blocking else "Không có thông tin ngăn chặn",
        f"Blocked by: {names}" if blocking else "No restriction blocks it",
        {"restrictions": len(blocking)},
    )


def long_term_of_farm_land(asked: Question) -> Judgement | None:
    """Farm land of a certificate from before 2024-08-01 with "lâu dài" or no term gets 50 years at the next change.

    NĐ 49/2026 Art 20.1. Parameters: `codes` (farm land-use codes), `years`.
    """
    codes = set(asked.parameters.get("codes", []))
    uses = [use for right in asked.changes.new_rights if right.kind == "land_use" for use in right.purposes]
    farm = [use for use in uses if use.code in codes]
    # what is taken over from old papers says what they say; the next change gives it a term
    if not farm or asked.changes.facts.get("as_on_paper"):
        return None
    wrong = [use for use in farm if use.term != "until"]
    years = asked.parameters.get("years", 50)
    return Judgement(
        not wrong,
        f"{len(wrong)} mục đích nông nghiệp còn ghi lâu dài hoặc bỏ trống thời hạn; phải là {years} năm"
        if wrong
        else f"{len(farm)} mục đích nông nghiệp đã có thời hạn",
        f"{len(wrong)} farm uses still have a long or no term; it must be {years} years"
        if wrong
        else f"{len(farm)} farm uses have a term",
        {"wrong": len(wrong), "years": years},
    )
