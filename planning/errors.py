"""Refusals of planning."""

from gis_core.errors import DomainError


class PlanningError(DomainError):
    """Parent of every refusal about plans."""

    code = "planning_refused"


class UnknownTheme(PlanningError):
    """A theme code outside the fixed list."""

    code = "unknown_theme"


class UnknownPlan(PlanningError):
    """No plan or raster with that id or code."""

    code = "unknown_plan"


class PlanRefused(PlanningError):
    """A plan that may not be registered; `findings` tells why, each at its place."""

    code = "plan_refused"
    findings: tuple[object, ...] = ()


class PlanStateRefused(PlanningError):
    """A step the plan's status does not allow."""

    code = "plan_state_refused"


class AnswerMixed(PlanningError):
    """Parts of different questions met in one answer. Never shown to people: it is a fault of the program."""

    code = "answer_mixed"


class RasterRefused(PlanningError):
    """A scanned plan that cannot be placed on the map."""

    code = "raster_refused"
