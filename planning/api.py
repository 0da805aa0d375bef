"""Front door of planning: register plans, let them bind, and say what they mean for a polygon on a day.

Planning knows polygons, not parcels: whoever asks brings the ground, its legal area and its existing use.
Every act is keyword-only, is judged on the unit of its transaction's dossier, and must run inside the caller's
database transaction so that the plan and its approval commit together.
"""

from planning.checks import check_plan
from planning.errors import (
    AnswerMixed,
    PlanningError,
    PlanRefused,
    PlanStateRefused,
    RasterRefused,
    UnknownPlan,
    UnknownTheme,
)
from planning.queries.answers import answer
from planning.queries.intended import intended_m2, land_use_part
from planning.queries.plans import (
    plan_bounds,
    plan_by_code,
    plan_rasters,
    plan_zones,
    plans_in_force,
    public_plans,
)
from planning.services.lifecycle import put_in_force, revoke_plan
from planning.services.rasters import register_raster
from planning.services.register import compare_again, compare_with_existing, register_plan
from planning.snapshots import (
    PlanDraft,
    PlanningAnswer,
    PlanReceipt,
    PlanReference,
    PlanSnapshot,
    RasterSnapshot,
    State,
    ThemeAnswer,
    ZoneShare,
    ZoneSnapshot,
)
from planning.themes import THEMES, Theme, theme
from planning.uses import known_codes

__all__ = [
    "THEMES",
    "AnswerMixed",
    "PlanDraft",
    "PlanReceipt",
    "PlanReference",
    "PlanRefused",
    "PlanSnapshot",
    "PlanStateRefused",
    "PlanningAnswer",
    "PlanningError",
    "RasterRefused",
    "RasterSnapshot",
    "State",
    "Theme",
    "ThemeAnswer",
    "UnknownPlan",
    "UnknownTheme",
    "ZoneShare",
    "ZoneSnapshot",
    "answer",
    "check_plan",
    "compare_again",
    "compare_with_existing",
    "intended_m2",
    "known_codes",
    "land_use_part",
    "plan_bounds",
    "plan_by_code",
    "plan_rasters",
    "plan_zones",
    "plans_in_force",
    "public_plans",
    "put_in_force",
    "register_plan",
    "register_raster",
    "revoke_plan",
    "theme",
]
