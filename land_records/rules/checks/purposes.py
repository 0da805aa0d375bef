"""Rules about purposes, their codes, areas and terms."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from land_records.acts.changes import NewPurpose
from land_records.rules.judge import Question
from land_records.rules.verdicts import Judgement
from land_records.rules.words import comma
from reference import api as reference


def codes_valid(asked: Question) -> Judgement | None:
    """Codes that enter with this act stand in the list of that day; what is only carried over may be older."""
    if asked.changes.facts.get("as_on_paper"):
        return None
    known = {use.code for right in asked.state.rights.values() for use in right.purposes}
    known |= {use.code for parcel in asked.state.parcels.values() for use in parcel.land_uses}
    new = {use.code for right in asked.changes.new_rights for use in right.purposes} - known
    stated = [one.land_uses for one in asked.changes.new_parcels]
    stated += [one.land_uses for one in asked.changes.revised_parcels if one.land_uses is not None]
    new |= {code for uses in stated for code, _ in uses} - known
    if not new:
        return None
    listed = {entry.code for entry in reference.land_use_codes(asked.on)}
    wrong = sorted(new - listed)
    return Judgement(
        not wrong,
        f"Mã loại đất không có hiệu lực: {', '.join(wrong)}" if wrong else f"Mã loại đất mới: {', '.join(sorted(new))}",
        f"Codes not in force: {', '.join(wrong)}" if wrong else f"New codes: {', '.join(sorted(new))}",
        {"new": len(new), "wrong": len(wrong)},
    )


def areas_sum(asked: Question) -> Judgement | None:
    """Where an act states the purposes of a parcel anew, their areas are the parcel's."""
    wholes = asked.changes.facts.get("whole_m2") or {}
    sums: dict[int, list[Decimal | None]] = defaultdict(list)
    for right in asked.changes.new_rights:
        for use in right.purposes:
            if use.parcel in wholes and isinstance(use.parcel, int):
                sums[use.parcel].append(use.area_m2)
    for parcel, areas in sums.items():
        whole = wholes[parcel]
        stated = [area for area in areas if area is not None]
        if whole is None or (len(areas) == 1 and not stated):
            continue
        total = sum(stated, Decimal(0))
        fits = len(stated) == len(areas) and abs(float(total - whole)) <= float(asked.parameters["rounding_m2"])
        return Judgement(
            fits,
            f"Tổng diện tích theo mục đích {comma(total)} m², thửa {comma(whole)} m²",
            f"The purposes sum to {total} m², the parcel has {whole} m²",
            {"measured": float(total), "required": float(whole), "unit": "m²"},
        )
    return None


def permit_named(asked: Question) -> Judgement | None:
    """A change that needs a permit names the decision."""
    facts = asked.changes.facts
    if not facts.get("permit"):
        return None
    named = bool(facts.get("permit_named"))
    return Judgement(
        named,
        "Đã nêu quyết định cho phép" if named else "Chưa nêu quyết định cho phép chuyển mục đích",
        "The permit is named" if named else "The permit is not named",
        {"named": named},
    )


def term_within_limit(asked: Question) -> Judgement | None:
    """Terms that this act brings end in the future and within the longest term of the law."""
    before = {(use.code, use.until) for right in asked.state.rights.values() for use in right.purposes}
    new = [
        use
        for right in asked.changes.new_rights
        for use in right.purposes
        if use.until is not None and (use.code, use.until) not in before
    ]
    if not new or asked.changes.facts.get("as_on_paper"):
        return None
    years = int(asked.parameters.get("years_special" if asked.changes.facts.get("special") else "years", 50))
    wrong = [use for use in new if not asked.on < (use.until or asked.on) <= _later(asked.on, years)]
    shown = max(new, key=lambda use: (use in wrong, use.until))
    return Judgement(not wrong, *_term_words(shown, years), {"wrong": len(wrong), "years": years})


def _term_words(use: NewPurpose, years: int) -> tuple[str, str]:
    until = use.until or date.max
    return (
        f"{use.code} đến ngày {until:%d/%m/%Y}; sau ngày đăng ký và không quá {years} năm",
        f"{use.code} until {until}; after the day of registration and at most {years} years",
    )


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)


def residential_old_paper(asked: Question) -> Judgement | None:
    """The residential area is determined again only for rights of papers from before the parameter's day."""
    if asked.kind.code != "redetermine_residential":
        return None
    limit = date.fromisoformat(asked.parameters["before"])
    began = asked.changes.facts.get("began_on")
    old = began is not None and began < limit
    said_vi = "không ghi ngày cấp" if began is None else f"cấp {began:%d/%m/%Y}"
    said_en = "no day on the paper" if began is None else f"issued {began}"
    return Judgement(
        old, f"Giấy {said_vi}; phải trước {limit:%d/%m/%Y}", f"Paper {said_en}; must be before {limit}",
        {"began_on": None if began is None else began.isoformat(), "before": limit.isoformat()},
    )  # fmt: skip
