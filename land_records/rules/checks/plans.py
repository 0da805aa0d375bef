"""Rules about the land-use plan: it fits, it is known, a decision that departs from it says why."""

from typing import Any

from land_records.acts.consulting import PlanWord
from land_records.rules.judge import Question
from land_records.rules.verdicts import Judgement
from land_records.rules.words import comma


def fits(asked: Question) -> Judgement | None:
    """An answer that differs stops the act, unless the decision departs from the plan and says why (`departs`)."""
    facts = asked.changes.facts
    word, said = facts.get("plan_check"), facts.get("plan")
    if word not in ("fits", "differs") or facts.get("departs"):
        return None
    good = word == "fits"
    if said is None or said.word != word:
        return Judgement(
            good,
            "Cơ quan lập quy hoạch trả lời: " + ("phù hợp" if good else "không phù hợp"),
            "The body that made the plan answers: " + ("it fits" if good else "it does not fit"),
            {"plan": word, "said_by": "body"},
        )
    more = ("", "") if good else (
        "; nêu quyết định và lý do nếu cơ quan có thẩm quyền cho phép khác",
        "; name the decision and the reason where the authority decided otherwise",
    )  # fmt: skip
    return Judgement(good, _measured_vi(said) + more[0], _measured_en(said) + more[1], _figures(said))


def departs(asked: Question) -> Judgement | None:
    """A decision against the plan is entered, never quietly: plan, figures and reason stand in every verdict."""
    facts = asked.changes.facts
    reason, said = facts.get("departs"), facts.get("plan")
    if not reason:
        return None
    vi, en = ("", "") if said is None else (_measured_vi(said) + ". ", _measured_en(said) + ". ")
    figures = {"plan": "differs"} if said is None else _figures(said)
    return Judgement(False, f"{vi}Lý do cho phép khác: {reason}", f"{en}Reason for departing: {reason}", figures)


def known(asked: Question) -> Judgement | None:
    """Without data about the plan the officer has to ask; "no data" is never "fits"."""
    word, said = asked.changes.facts.get("plan_check"), asked.changes.facts.get("plan")
    if word is None:
        return None
    if word != "no_data":
        return Judgement(True, "Đã đối chiếu quy hoạch" + _others(said)[0],
                         "The plan was consulted" + _others(said)[1], {"plan": word})  # fmt: skip
    vi, en = "Chưa có dữ liệu quy hoạch tại thửa này", "There is no plan data here"
    if said is not None and said.word == "out_of_date":
        vi, en = f"{_named(said)} đã hết kỳ", f"{_named(said)} is out of date"
    return Judgement(False, vi + _others(said)[0], en + _others(said)[1], {"plan": said.word if said else word})


def _named(said: PlanWord) -> str:
    return f"{said.plan_name} ({said.decision})" if said.decision else said.plan_name


def _measured_vi(said: PlanWord) -> str:
    verb = "phù hợp" if said.word == "fits" else "không đủ"
    return (
        f"{_named(said)}: quy hoạch {said.code} trên {comma(said.intended_m2)} m² của thửa, "
        f"sau chuyển mục đích {comma(said.wanted_m2)} m²: {verb}"
    )


def _measured_en(said: PlanWord) -> str:
    verb = "it fits" if said.word == "fits" else "not enough"
    return (
        f"{_named(said)}: the plan means {said.code} on {said.intended_m2:.1f} m² of the parcel, "
        f"after the change {said.wanted_m2:.1f} m²: {verb}"
    )


def _others(said: PlanWord | None) -> tuple[str, str]:
    """Corridors and rights-of-way on the parcel, named beside the verdict."""
    if said is None or not said.others:
        return "", ""
    vi = ", ".join(f"{name} {comma(area)} m²" for name, _en, area in said.others)
    en = ", ".join(f"{name} {area:.1f} m²" for _vi, name, area in said.others)
    return f"; trên thửa còn có: {vi}", f"; also on the parcel: {en}"


def _figures(said: PlanWord) -> dict[str, Any]:
    return {
        "plan": said.word,
        "plan_code": said.plan_code,
        "use": said.code,
        "measured": float(said.intended_m2),
        "required": float(said.wanted_m2),
        "unit": "m²",
    }
