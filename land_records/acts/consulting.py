"""Asking the land-use plan about a change of purpose.

The register knows no plans: the deployment's settings name the function that asks them. Dry-run, submission and
approval ask alike, so that a plan put in force meanwhile is met at approval.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from land_records.cadastre.snapshots import LandUse, ParcelSnapshot
from land_records.rights.snapshots import Purpose, RightSnapshot


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """`wanted`: land-use code that grows → its square metres on the parcel after the change."""

    parcel: ParcelSnapshot
    wanted: Mapping[str, Decimal]
    on: date


@dataclass(frozen=True, slots=True)
class PlanWord:
    """What the plans say: fits | differs | no_data | out_of_date.

    `code` is the use the figures are about, the one that lacks most; `wanted_m2` of it and `intended_m2` where the plan
    means it. `others`: (name_vi, name_en, square metres) of further planning that lies on the parcel.
    """

    word: str
    plan_code: str = ""
    plan_name: str = ""
    decision: str = ""
    code: str = ""
    wanted_m2: Decimal = Decimal(0)
    intended_m2: Decimal = Decimal(0)
    others: tuple[tuple[str, str, Decimal], ...] = field(default=())


@cache
def _consultation() -> Callable[[PlanQuestion], PlanWord] | None:
    """The function `settings.PLAN_CONSULTATION` names, found when it is asked first: planning is heavy to load."""
    name = settings.PLAN_CONSULTATION
    return import_string(name) if name else None


def plan_word(question: PlanQuestion) -> PlanWord | None:
    """What the plans say; None when nobody can be asked or the parcel has no shape."""
    asked = _consultation()
    if asked is None or question.parcel.geometry is None:
        return None
    return asked(question)


def growing(parcel: ParcelSnapshot, right: RightSnapshot, uses: Mapping[str, Decimal | None]) -> dict[str, Decimal]:
    """Codes that grow → their square metres afterwards; an undivided area counts as the whole parcel.

    The whole of a use is compared with the plan, not what is added: else many small changes would pass one by one.

    A use that stood there without an area of its own beside others adds nothing that could be measured.
    """
    whole = parcel.areas.legal or Decimal(0)
    stands: Sequence[Purpose | LandUse] = [
        use for use in right.purposes if use.parcel_id == parcel.parcel_id
    ] or parcel.land_uses
    has = {use.code: (whole if use.area_m2 is None and len(stands) == 1 else use.area_m2) for use in stands}
    grown: dict[str, Decimal] = {}
    for code, area in uses.items():
        before = has.get(code, Decimal(0))
        if before is None:
            continue
        after = whole if area is None else area
        if after > before:
            grown[code] = after
    return grown
