"""How much of a piece of ground the land-use plan means for one use."""

from collections import defaultdict
from decimal import Decimal

from planning.snapshots import PlanningAnswer, PlanReference, State, ThemeAnswer
from planning.uses import same_ground_codes

LAND_USE = "land_use_plan"


def land_use_part(answer: PlanningAnswer) -> ThemeAnswer:
    """What the answer says about the land-use plan."""
    return next(part for part in answer.themes if part.theme == LAND_USE)


def intended_m2(answer: PlanningAnswer, code: str) -> tuple[Decimal, PlanReference | None]:
    """Square metres of the official area that the land-use plans in force mean for `code`, and the plan that says so.

    Where several plans speak about the ground (a period and a year) the one that means least for it counts: a use
    has to fit all of them. Codes of older lists are read as what they became. Zero and None without a plan in force.
    """
    part = land_use_part(answer)
    if part.state is State.OUT_OF_DATE or not part.plans:
        return Decimal(0), None
    asked = same_ground_codes(code)
    meant: dict[str, Decimal] = defaultdict(Decimal)
    for zone in part.zones:
        meant[zone.plan_code] += zone.area_m2 if same_ground_codes(zone.planned_use) & asked else Decimal(0)
    if not meant:
        return Decimal(0), part.plan
    least = min(meant, key=lambda plan: meant[plan])
    return meant[least], next((plan for plan in part.plans if plan.code == least), part.plan)
