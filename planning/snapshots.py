"""Frozen values that enter and leave planning."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from shapely.geometry.base import BaseGeometry

from planning.errors import AnswerMixed

DRAWING_ACCURACY_MM = Decimal("0.3")
"""How far a drawn line may lie off on paper, in millimetres of the map: the common drafting tolerance."""


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as delivered. `coverage` (in `srid`, east/north metres) None means: only the zones themselves.

    `line_accuracy_m` None means 0.3 mm at `scale`; one of the two must be known.
    """

    code: str
    name: str
    theme: str
    level: str
    srid: int
    decision_number: str = ""
    decision_date: date | None = None
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    public_from: date | None = None
    line_accuracy_m: Decimal | float | None = None
    scale: int | None = None
    coverage: BaseGeometry | None = None

    def accuracy_m(self) -> Decimal | None:
        """Line accuracy in metres: stated, or 0.3 mm at the map's scale, or None when neither is known."""
        if self.line_accuracy_m is not None:
            return Decimal(str(self.line_accuracy_m))
        return DRAWING_ACCURACY_MM * self.scale / 1000 if self.scale else None


@dataclass(frozen=True, slots=True)
class PlanReceipt:
    """What register_plan wrote."""

    plan_id: int
    plan_code: str
    zones: int
    themes: tuple[str, ...]
    covered_m2: float
    zone_m2: float
    coverage_from_zones: bool


@dataclass(frozen=True, slots=True)
class PlanSnapshot:
    """A plan as it stands."""

    plan_id: int
    code: str
    name: str
    theme: str
    themes: tuple[str, ...]
    level: str
    status: str
    decision_number: str
    decision_date: date | None
    issuer: str
    valid_from: date | None
    valid_to: date | None
    ended_on: date | None
    public_from: date | None
    line_accuracy_m: Decimal
    scale: int | None
    replaced_by: str | None
    zones: int


@dataclass(frozen=True, slots=True)
class ZoneSnapshot:
    """One zone of a plan. `area_m2` in the official zone's plane; `changed_m2` is the ground where the plan differs
    from what exists (None when nobody compared yet)."""

    code: str
    name: str
    theme: str
    planned_use: str
    article: str
    area_m2: float
    changed_m2: float | None


@dataclass(frozen=True, slots=True)
class RasterSnapshot:
    """A scanned plan sheet ready for tiles."""

    raster_id: int
    plan_code: str | None
    title: str
    cog: str
    srid: int
    operation: str
    max_error_px: float
    pixel_m: float
    minzoom: int
    maxzoom: int


class State(StrEnum):
    """The four honest states of a theme."""

    AFFECTED = "affected"
    NOT_AFFECTED = "not_affected"
    NO_DATA = "no_data"
    OUT_OF_DATE = "out_of_date"


@dataclass(frozen=True, slots=True)
class PlanReference:
    """The decision an answer rests on."""

    plan_id: int
    code: str
    name: str
    level: str
    status: str
    decision_number: str
    decision_date: date | None
    issuer: str
    valid_from: date | None
    valid_to: date | None
    line_accuracy_m: Decimal


@dataclass(frozen=True, slots=True)
class ZoneShare:
    """One zone on the asked ground. `affects` is false where the plan keeps the existing use."""

    zone_id: int
    plan_code: str
    code: str
    name: str
    planned_use: str
    article: str
    area_m2: Decimal
    share: float
    affects: bool


@dataclass(frozen=True, slots=True)
class ThemeAnswer:
    """What is known about one theme. Areas are square metres of the official area, shares 0..1 of it.

    `area_m2` is the drawn part, `certain_m2` ≤ `area_m2` ≤ `possible_m2` follow from the line accuracy. For
    `out_of_date` the figures are the last known result; for `no_data` they are None. `covered_share` says how much
    of the ground the plans in force speak about; `nearest_m` how far the nearest affecting zone lies when near.
    """

    theme: str
    state: State
    area_m2: Decimal | None
    share: float | None
    certain_m2: Decimal | None
    possible_m2: Decimal | None
    covered_share: float
    nearest_m: float | None
    plan: PlanReference | None
    plans: tuple[PlanReference, ...]
    zones: tuple[ZoneShare, ...]
    input_hash: str


@dataclass(frozen=True, slots=True)
class PlanningAnswer:
    """The answer about one piece of ground on one day: every theme in fixed order, drafts apart.

    Carries the subject (parcel code) and the hash of everything that was asked; every part carries the same hash,
    and an answer whose parts belong to different questions cannot be made (AnswerMixed).
    """

    subject: str
    input_hash: str
    on: date
    official_area_m2: Decimal
    computed_area_m2: Decimal
    existing_use: str
    themes: tuple[ThemeAnswer, ...]
    drafts: tuple[ThemeAnswer, ...]

    def __post_init__(self) -> None:
        """Refuse parts of another question."""
        for part in (*self.themes, *self.drafts):
            if part.input_hash != self.input_hash:
                raise AnswerMixed(
                    "Câu trả lời bị trộn dữ liệu của hai thửa đất.", "Parts of two answers met in one answer."
                )

    @property
    def affected(self) -> tuple[ThemeAnswer, ...]:
        """Themes that affect the ground, in fixed order."""
        return tuple(part for part in self.themes if part.state is State.AFFECTED)

    def count(self, state: State) -> int:
        """Number of themes in that state."""
        return sum(part.state is state for part in self.themes)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: dates as ISO text, areas as numbers with one decimal, shares with four."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: object) -> object:
    if isinstance(value, Decimal | float):
        return round(float(value), 4)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, ThemeAnswer | ZoneShare | PlanReference):
        return _plain(asdict(value))
    return str(value) if isinstance(value, StrEnum) else value
