"""What the goods entrance tells others about a batch: frozen values, no querysets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BatchSnapshot:
    """A batch as a page or a command shows it. `seconds_left` is None until five seconds of a step have passed.

    `replaces_series_id`: the batch was declared a new survey over that series; `resurvey` what its registration did.
    """

    id: int
    kind: str
    status: str
    file_name: str
    sha256: str
    unit_id: int | None
    series_name: str
    sheet_number: int | None
    srid: int | None
    encoding: str
    decisions: tuple[dict[str, Any], ...]
    information: dict[str, Any]
    receipt: dict[str, Any] | None
    refusal: dict[str, Any] | None
    uploaded_by_id: int
    uploaded_at: datetime
    submitted_by_id: int | None
    submitted_at: datetime | None
    approved_by_id: int | None
    approved_at: datetime | None
    returned: str
    step: str
    finished_steps: tuple[str, ...]
    steps: tuple[str, ...]
    done: int
    total: int
    seconds_left: float | None
    seconds: dict[str, float]
    chunks: tuple[dict[str, Any], ...]
    dossier_id: int | None = None
    replaces_series_id: int | None = None
    resurvey: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class FindingSnapshot:
    """A finding with its place (east, north in `srid`) and what was decided."""

    id: int
    code: str
    severity: str
    sheet: int | None
    number: int | None
    x: float | None
    y: float | None
    srid: int | None
    lon: float | None
    lat: float | None
    size: float | None
    between: tuple[str, ...]
    hint: dict[str, Any]
    state: str
    reason: str
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class FaceSnapshot:
    """A staged face as the review list shows it."""

    face: int
    outcome: str
    sheet: int | None
    number: int | None
    land_use: str
    area_labelled: float | None
    area_computed: float
    object_type: str
    registered: str
    reason: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list."""

    items: tuple[T, ...]
    total: int
    page: int
    page_size: int
