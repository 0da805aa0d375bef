"""Frozen answers of this app; nothing else leaves it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gis_core.crs.named_fit import ControlPoint


@dataclass(frozen=True, slots=True)
class UnitSnapshot:
    """One administrative unit during its validity (both days included, None: open).

    `formerly` holds the full names of the units it was made of, a part marked "(một phần)". `province_name` and
    `district_name` are full names of the tiers above; districts are empty since 2025-07-01.
    """

    id: int
    code: str
    name: str
    full_name: str
    name_en: str
    kind: str
    level: str
    valid_from: date | None
    valid_to: date | None
    parent_id: int | None
    district_name: str
    province_name: str
    formerly: tuple[str, ...]

    @property
    def reference(self) -> str:
        """`CODE` for a unit of today, `CODE@last day` for one of the past: resolves to this unit again."""
        return self.code if self.valid_to is None else f"{self.code}@{self.valid_to.isoformat()}"

    @property
    def place(self) -> str:
        """Full name with its tiers: 'Phường Lạc Đạo, Thành phố Phan Thiết, Tỉnh Bình Thuận'."""
        return ", ".join(part for part in (self.full_name, self.district_name, self.province_name) if part)


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """One search hit: the unit to open and why it was found.

    `how` is code, name or former. A former name leads to today's unit; `matched_name` is then the old full name,
    `formerly_vi` and `formerly_en` say so, and `extent` tells whether all of the old unit went there or a part.
    """

    unit: UnitSnapshot
    how: str
    matched_name: str
    matched_unit_id: int
    extent: str
    formerly_vi: str
    formerly_en: str


@dataclass(frozen=True, slots=True)
class SuccessionSnapshot:
    """`unit` took over (or gave) the whole or a part on day `on`; `confidence` rates the source."""

    unit: UnitSnapshot
    on: date
    extent: str
    basis: str
    confidence: str


@dataclass(frozen=True, slots=True)
class LandUse:
    """A land-use type in one official code list.

    `rgb` is `#RRGGBB`, official when `rgb_official`; else provisional, or inherited from the parent type.
    `object_type` is empty when the type forms parcels; then `forms_parcel` is true for leaf types.
    """

    code: str
    code_set: str
    valid_from: date | None
    valid_to: date | None
    name_vi: str
    name_en: str
    parent: str
    leaf: bool
    in_total: bool
    on_cadastral_map: bool
    rgb: str
    rgb_official: bool
    forms_parcel: bool
    object_type: str
    reason_vi: str
    reason_en: str
    becomes: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class LandUseColour:
    """How a code is drawn: `#RRGGBB`, and whether that colour is the official one or provisional ("màu tạm")."""

    rgb: str
    official: bool


@dataclass(frozen=True, slots=True)
class FindingText:
    """The permanent entry of one finding code: what people read, how it weighs, who acts, on what legal ground.

    `vi` and `en` may hold placeholders such as {size} or {sheet}; reference/data/README.md lists them. `sentence`
    fills them.
    """

    code: str
    severity: str
    size_unit: str
    who: str
    vi: str
    en: str
    legal_source: str


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One kind of paper: its form number ("04/ĐK", "" for none) and the days it was in force (None: open)."""

    code: str
    name_vi: str
    name_en: str
    form: str
    legal_source: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class FitSnapshot:
    """One saved version of a fit, with what it was made of. `latest`: no newer version bears the name.

    `area` is the area of validity as GeoJSON in WGS-84, None for a target without a place.
    """

    id: int
    name: str
    version: int
    latest: bool
    made_on: date
    kind: str
    source: str
    target: str
    points: tuple[ControlPoint, ...]
    sigma_m: float | None
    stretch: bool
    rms_m: float
    max_residual_m: float
    area: dict[str, Any] | None
    author_id: int | None
    note: str
    saved_at: datetime
