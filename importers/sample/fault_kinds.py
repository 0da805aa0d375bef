"""The ten kinds of planted faults, their finding codes, and the record of one fault."""

from dataclasses import dataclass, field

import pandas as pd
import shapely

from importers.sample.linework import Stroke

CODES = {
    "dangle": "TOPO-DANGLE",
    "overshoot": "TOPO-OVERSHOOT",
    "undershoot": "TOPO-UNDERSHOOT",
    "duplicate_line": "TOPO-DUPLICATE-LINE",
    "missing_label": "LABEL-MISSING",
    "double_label": "LABEL-DOUBLE",
    "wrong_area": "AREA-DIFFERS",
    "overlap": "TOPO-OVERLAP",
    "sliver": "TOPO-SLIVER",
    "number_twice": "NUMBER-TWICE",
}
# Polygons show a boundary drawn twice as a gap between two parcels.
POLYGON_CODES = {**CODES, "sliver": "TOPO-GAP"}
ALSO_IN_POLYGONS = {"missing_label", "wrong_area", "overlap", "sliver", "number_twice"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault: where a finding must lie (within 5 cm of `geometry`), its size, the faces it spoils."""

    kind: str
    sheet: int
    geometry: shapely.Geometry
    size: float
    unit: str
    faces: tuple[int, ...]
    note: str = ""

    @property
    def code(self) -> str:
        """The finding code that must report it."""
        return CODES[self.kind]


@dataclass(slots=True)
class Planted:
    """What the faults change: strokes and labels of the drawing, polygons of the polygon files by face."""

    strokes: list[Stroke]
    labels: pd.DataFrame
    polygons: dict[int, shapely.Polygon] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
