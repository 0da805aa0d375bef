"""What the commands of this floor share: days, files to be written, refusals as JSON."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from gis_core.errors import DomainError
from land_records.api import AmbiguousParcelError


def day(text: str) -> date:
    """A day of a command line, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"not a date YYYY-MM-DD: {text!r}") from error


def new_file(text: str) -> Path:
    """A file that can be written: its folder is there."""
    path = Path(text)
    if not path.parent.is_dir() or path.is_dir():
        raise ArgumentTypeError(f"cannot be written: {text!r}")
    return path


def refused(refusal: DomainError) -> dict[str, Any]:
    """The answer of a refusal; an ambiguous reference carries its candidates, each with a reference only it has."""
    answer: dict[str, Any] = {"ok": False, "error": refusal.as_answer()}
    if isinstance(refusal, AmbiguousParcelError):
        answer["candidates"] = [
            {
                "reference": candidate.precise,
                "unit": {"code": candidate.unit_code, "name": candidate.unit_name},
                "series": {"name": candidate.series, "status": candidate.series_status},
                "sheet": candidate.sheet,
                "number": candidate.number,
                "parcel_code": candidate.parcel_code,
            }
            for candidate in refusal.candidates
        ]
    return answer
