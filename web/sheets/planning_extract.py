"""The planning extract of one parcel: joins the register with the plans and has no rule of its own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from gis_core.errors import DomainError
from land_records import api as land_records
from planning import api as planning
from planning.api import PlanningAnswer


@dataclass(frozen=True, slots=True)
class PlanningExtract:
    """A parcel as it stood on a day and what the plans of that day say about it."""

    parcel: land_records.ParcelSnapshot
    answer: PlanningAnswer

    def __post_init__(self) -> None:
        """The answer must be about this very parcel."""
        if self.answer.subject != subject_of(self.parcel):
            raise planning.AnswerMixed(
                "Câu trả lời quy hoạch không thuộc thửa đất này.", "The planning answer is about another parcel."
            )

    def as_dict(self) -> dict[str, Any]:
        """The JSON object of `planning_extract --json`."""
        parcel = self.parcel
        answer = self.answer.as_dict()
        return {
            "ok": True,
            "reference": parcel.reference,
            "parcel_code": parcel.parcel_code,
            "unit": parcel.unit_code,
            "unit_name": parcel.unit_name,
            "sheet": parcel.sheet,
            "number": parcel.number,
            "standing": parcel.standing,
            "land_use": parcel.land_use,
            **answer,
        }


def subject_of(parcel: land_records.ParcelSnapshot) -> str:
    """What the answer is asked for: the permanent code, or the reference of a parcel without one."""
    return parcel.parcel_code or parcel.reference


def planning_of(parcel: land_records.ParcelSnapshot, on: date) -> PlanningAnswer:
    """The planning answer for a parcel on a day, scaled to its legal area. Refuses a parcel without a shape."""
    if parcel.geometry is None:
        raise DomainError(
            "Thửa này chỉ có trên giấy tờ, chưa có hình trên bản đồ nên chưa tra được quy hoạch.",
            "This parcel is known from papers only; without a shape its planning cannot be looked up.",
            hint_vi="Đề nghị đo vẽ hoặc số hóa thửa đất trước.",
            hint_en="Have the parcel surveyed or digitised first.",
            code="parcel_without_shape",
        )
    return planning.answer(
        parcel.geometry,
        srid=settings.LAND_SRID,
        official_area_m2=parcel.areas.legal,
        existing_use=parcel.land_use,
        on=on,
        subject=subject_of(parcel),
    )


def planning_extract(reference: str, on: date, *, today: date) -> PlanningExtract:
    """The extract for `UNIT[@DATE]/[SERIES:]SHEET/NUMBER` on a day.

    A past day takes the parcel as it was at the end of that day; a day to come takes it as it is now. Raises the
    register's refusals (`parcel_not_found`, `ambiguous_parcel`) and planning's.
    """
    parcel = land_records.find_parcel(reference, as_of=on if on < today else None)
    return PlanningExtract(parcel, planning_of(parcel, on))
