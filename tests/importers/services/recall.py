"""Compare what an import reports with what the sample planted."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from importers.models import Batch, BatchFinding
from tests.importers.entrance import facts

NEAR_M = 0.05


@dataclass(frozen=True)
class Score:
    """Planted faults found exactly once at their place, those missed, and findings nobody planted."""

    planted: int
    found: int
    missed: list[str]
    extra: list[str]

    @property
    def recall(self) -> float:
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        reported = self.found + len(self.extra)
        return self.found / reported if reported else 1.0


def planted_in(folder: Path, file: str) -> list[dict[str, Any]]:
    """Faults a file carries, with the code that must report each: sheets by number, files of polygons by `in`."""
    kind = "dgn" if file.endswith(".dgn") else "polygons"
    faults = [fault for fault in facts(folder, "truth.json")["faults"] if kind in fault["in"]]
    if file.startswith("sheets/"):
        number = next(row["sheet"] for row in facts(folder)["sheets"] if row["file"] == file)
        faults = [fault for fault in faults if fault["sheet"] == number]
    code = "code" if kind == "dgn" else "code_in_polygons"
    return [{"code": fault[code], "geometry": shapely.from_wkt(fault["geometry"])} for fault in faults]


def score(folder: Path, file: str, batch: Batch) -> Score:
    """One finding for one fault, by code and within NEAR_M of its place."""
    findings = list(BatchFinding.objects.filter(batch=batch).order_by("id"))
    missed = []
    faults = planted_in(folder, file)
    for fault in faults:
        near = [
            finding
            for finding in findings
            if finding.code == fault["code"]
            and finding.x is not None
            and fault["geometry"].distance(shapely.Point(finding.x, finding.y)) <= NEAR_M
        ]
        if near:
            findings.remove(near[0])
        else:
            missed.append(f"{fault['code']} at {fault['geometry'].centroid.wkt}")
    extra = [f"{finding.code} at {finding.x}, {finding.y} ({finding.between})" for finding in findings]
    return Score(len(faults), len(faults) - len(missed), missed, extra)
