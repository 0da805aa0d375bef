"""The child that opens an uploaded file and converts it. Imports no Django."""

from datetime import date
from pathlib import Path
from typing import Any

from gis_core.crs.named_fit import ControlPoint, NamedFit, make_fit
from gis_core.crs.operations import choose_operation
from gis_core.crs.systems import parse_system
from gis_core.process.child import serve
from importers.conversion.dispatch import convert
from importers.conversion.request import ConversionRequest


def main(arguments: list[str]) -> int:
    """Entry point of the child process."""
    return serve(arguments, convert_job)


def convert_job(job: dict[str, Any], given: Path, out: Path) -> dict[str, Any]:
    """One file of the job folder into `out/result.SUFFIX`; the answer by the contract."""
    conversion = choose_operation(parse_system(job["from"]), parse_system(job["to"]), fit=_fit(job.get("fit")))
    source = given / job["name"]
    return convert(
        ConversionRequest(
            source=source,
            target=out / f"result{source.suffix.lower()}",
            conversion=conversion,
            swap_axes=bool(job.get("swap_axes")),
        )
    )


def fit_facts(fit: NamedFit | None) -> dict[str, Any] | None:
    """What a job file tells of a fit; the child computes it again from its points."""
    if fit is None:
        return None
    return {
        "name": fit.name,
        "made_on": fit.made_on.isoformat(),
        "source": fit.source.code,
        "target": fit.target.code,
        "kind": fit.kind,
        "points": [point.as_row() for point in fit.points],
        "stretch": fit.rubber is not None,
    }


def _fit(facts: dict[str, Any] | None) -> NamedFit | None:
    if facts is None:
        return None
    return make_fit(
        name=facts["name"], made_on=date.fromisoformat(facts["made_on"]), source=facts["source"],
        target=facts["target"], kind=facts["kind"], points=[ControlPoint.from_row(row) for row in facts["points"]],
        stretch=facts["stretch"],
    )  # fmt: skip
