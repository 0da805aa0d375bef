"""The checks, by the permanent code of their rule. A rule without a line here is shown, never asked."""

from collections.abc import Mapping

from land_records.rules.checks import parcels, rights
from land_records.rules.judge import Check

CHECKS: Mapping[str, Check] = {
    "PARCEL-AREA-KEPT": parcels.area_kept,
    "PARCEL-NO-OVERLAP": parcels.no_overlap,
    "PARCEL-OFFICIAL": parcels.official_parcels,
    "PARCEL-SPLIT-MINIMUM": parcels.split_minimum,
    "RESTRICTION-BLOCKS": rights.restriction_blocks,
    "RIGHT-HOUSEHOLD-BEFORE": rights.household_before,
    "RIGHT-SHARES-ONE": rights.shares_one,
    "RIGHT-TERM-LONG-FARM": rights.long_term_of_farm_land,
}
