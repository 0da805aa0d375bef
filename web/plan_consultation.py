"""The land-use plan's word on a change of purpose: what joins the register's question and planning's answer."""

from land_records import api as land_records
from planning import api as planning
from web.sheets.planning_extract import planning_of


def ask_plans(question: land_records.PlanQuestion) -> land_records.PlanWord:
    """Whether the plans in force on that day mean as much ground for each use that grows as it has after the change.

    Ground that no plan in force speaks about is "no data" (or "out of date" where an expired plan did), unless the
    rest of the parcel is enough. Corridors and rights-of-way on the parcel are named beside it: they do not decide.
    """
    answer = planning_of(question.parcel, question.on)
    part = planning.land_use_part(answer)
    meant = {code: planning.intended_m2(answer, code) for code in question.wanted}
    lacking = max(question.wanted, key=lambda code: question.wanted[code] - meant[code][0])
    intended, plan = meant[lacking]
    plan = plan or part.plan
    word = "fits"
    if intended < question.wanted[lacking]:
        word = {planning.State.NO_DATA: "no_data", planning.State.OUT_OF_DATE: "out_of_date"}.get(part.state, "differs")
    return land_records.PlanWord(
        word=word,
        plan_code=plan.code if plan else "",
        plan_name=plan.name if plan else "",
        decision=plan.decision_number if plan else "",
        code=lacking,
        wanted_m2=question.wanted[lacking],
        intended_m2=intended,
        others=tuple(
            (theme.name_vi, theme.name_en, other.area_m2)
            for other in answer.affected
            if other.theme != part.theme and other.area_m2 is not None
            for theme in [planning.theme(other.theme)]
        ),
    )
