"""Front door of dated reference data: units in time, land-use codes, texts of findings, kinds of papers."""

from reference.errors import (
    AmbiguousUnit,
    FitRefused,
    UnknownDocumentType,
    UnknownFinding,
    UnknownFit,
    UnknownLandUse,
    UnknownUnit,
)
from reference.queries.documents import document_type, document_types
from reference.queries.findings import finding_codes, finding_sentence, finding_text
from reference.queries.fits import saved_fit, saved_fits, usable_fit
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
    unit_ids_before,
    units_by_ids,
)
from reference.services.fits import save_fit
from reference.snapshots import (
    DocumentType,
    FindingText,
    FitSnapshot,
    LandUse,
    LandUseColour,
    SuccessionSnapshot,
    UnitMatch,
    UnitSnapshot,
)

__all__ = [
    "AmbiguousUnit",
    "DocumentType",
    "FindingText",
    "FitRefused",
    "FitSnapshot",
    "LandUse",
    "LandUseColour",
    "SuccessionSnapshot",
    "UnitMatch",
    "UnitSnapshot",
    "UnknownDocumentType",
    "UnknownFinding",
    "UnknownFit",
    "UnknownLandUse",
    "UnknownUnit",
    "current_units",
    "document_type",
    "document_types",
    "finding_codes",
    "finding_sentence",
    "finding_text",
    "land_use",
    "land_use_codes",
    "land_use_style",
    "predecessors",
    "related_unit_ids",
    "resolve_unit",
    "save_fit",
    "saved_fit",
    "saved_fits",
    "search_units",
    "successors",
    "unit",
    "unit_boundary",
    "unit_bounds",
    "unit_by_id",
    "unit_containing_hint",
    "unit_ids_before",
    "units_by_ids",
    "usable_fit",
]
