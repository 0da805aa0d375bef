"""Front door of dated reference data: administrative units in time, land-use codes, texts of findings."""

from reference.errors import AmbiguousUnit, UnknownFinding, UnknownLandUse, UnknownUnit
from reference.queries.findings import finding_codes, finding_sentence, finding_text
from reference.queries.land_uses import land_use, land_use_codes, land_use_style
from reference.queries.places import unit_boundary, unit_bounds, unit_containing_hint
from reference.queries.units import (
    current_units,
    predecessors,
    related_unit_ids,
    resolve_unit,
    search_units,
    successors,
    unit,
    unit_by_id,
    units_by_ids,
)
from reference.snapshots import FindingText, LandUse, LandUseColour, SuccessionSnapshot, UnitMatch, UnitSnapshot

__all__ = [
    "AmbiguousUnit",
    "FindingText",
    "LandUse",
    "LandUseColour",
    "SuccessionSnapshot",
    "UnitMatch",
    "UnitSnapshot",
    "UnknownFinding",
    "UnknownLandUse",
    "UnknownUnit",
    "current_units",
    "finding_codes",
    "finding_sentence",
    "finding_text",
    "land_use",
    "land_use_codes",
    "land_use_style",
    "predecessors",
    "related_unit_ids",
    "resolve_unit",
    "search_units",
    "successors",
    "unit",
    "unit_boundary",
    "unit_bounds",
    "unit_by_id",
    "unit_containing_hint",
    "units_by_ids",
]
