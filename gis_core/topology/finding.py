"""The one shape every check returns: a finding, never an exception."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How a finding weighs: `error` blocks approval, `warning` must be looked at, `note` is on record."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or one repair, at a place.

    `code` is permanent and stands in reference/data/finding_codes.csv. `where` is (x east, y north) in the
    coordinate system of the frame that was checked, None when the finding concerns the whole file. `size` is
    the measured size in the unit the code table states. `between` names the things concerned (parcel
    references, element numbers) and never holds personal data. `hint` carries figures for the sentence.
    """

    code: str
    severity: Severity
    where: tuple[float, float] | None = None
    size: float | None = None
    between: tuple[str, ...] = ()
    hint: dict[str, Any] = field(default_factory=dict)
