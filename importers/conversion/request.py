"""What every converter is asked and what it answers (command contract, `convert`)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from gis_core.crs.operations import Conversion
from gis_core.crs.row_reasons import REASONS

REJECTED_LISTED = 1000
"""Rejected rows named in the answer itself; all of them stand in the file of rejected rows."""

Progress = Callable[[str], None]


def silent(_message: str) -> None:
    """Progress nobody listens to."""


@dataclass(frozen=True, slots=True)
class ConversionRequest:
    """One file to convert. `columns` names the columns of a table without a header, in order."""

    source: Path
    target: Path
    conversion: Conversion
    swap_axes: bool = False
    columns: tuple[str, ...] = ()
    progress: Progress = silent


class Converter(Protocol):
    """One kind of file. `accepts` looks at suffixes only; `convert` raises DomainError for what it cannot do."""

    def accepts(self, source: Path, target: Path) -> bool:
        """Whether this converter takes the pair."""

    def convert(self, request: ConversionRequest) -> dict[str, Any]:
        """Do it and answer by the contract."""


@dataclass(slots=True)
class Tally:
    """Counts rows while a file streams by; `answer` gives the contract's fields. `total` = converted + rejected."""

    converted: int = 0
    rejected: int = 0
    max_round_trip_m: float = 0.0
    by_reason: Counter[str] = field(default_factory=Counter)
    listed: list[dict[str, Any]] = field(default_factory=list)
    extent: list[float] | None = None

    def add_rejected(self, row: int, reason: str) -> None:
        """One row that was not converted, counted from 1 without the header."""
        self.rejected += 1
        self.by_reason[reason] += 1
        if len(self.listed) < REJECTED_LISTED:
            vi, en = REASONS[reason]
            self.listed.append({"row": row, "reason": reason, "reason_vi": vi, "reason_en": en})

    def add_extent(self, west: float, south: float, east: float, north: float) -> None:
        """Widen the extent, in the target system: east before north."""
        if self.extent is None:
            self.extent = [west, south, east, north]
            return
        low, high = self.extent[:2], self.extent[2:]
        self.extent = [min(low[0], west), min(low[1], south), max(high[0], east), max(high[1], north)]

    def answer(self, conversion: Conversion) -> dict[str, Any]:
        """The contract's object for one file."""
        operation = conversion.operation
        return {
            "ok": True,
            "source_crs": {"code": conversion.source.code, "name": conversion.source.name},
            "target_crs": {"code": conversion.target.code, "name": conversion.target.name},
            "features": {
                "in": self.converted + self.rejected,
                "out": self.converted,
                "rejected": self.rejected,
            },
            "operation": {"code": operation.code, "name": operation.name, "accuracy_m": operation.accuracy_m},
            "cautions": [{"code": c.code, "vi": c.vi, "en": c.en} for c in conversion.cautions],
            "max_round_trip_m": self.max_round_trip_m,
            "extent": self.extent,
            "rejected": self.listed,
            "rejected_by_reason": dict(sorted(self.by_reason.items())),
        }
