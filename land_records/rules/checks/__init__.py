"""The checks, by the permanent code of their rule. A rule without a line here is shown, never asked."""

from collections.abc import Mapping

from land_records.rules.checks import ground, holders, papers, parcels, plans, purposes, rights
from land_records.rules.judge import Check

CHECKS: Mapping[str, Check] = {
    "ACT-OBLIGATION-PAID": papers.obligations_settled,
    "DOSSIER-ORIGINAL-CERTIFICATE": papers.original_certificate,
    "HOLDER-LIVING-KNOWN": holders.living_and_known,
    "LAND-USE-CODE-VALID": purposes.codes_valid,
    "PARCEL-AREA-KEPT": parcels.area_kept,
    "PARCEL-NO-OVERLAP": parcels.no_overlap,
    "PARCEL-NUMBER-FREE": ground.number_free,
    "PARCEL-OFFICIAL": parcels.official_parcels,
    "PARCEL-SPLIT-ACCESS": ground.split_access,
    "PARCEL-SPLIT-MINIMUM": parcels.split_minimum,
    "PARTICULARS-PROPOSED": holders.particulars_proposed,
    "PURPOSE-AREAS-SUM": purposes.areas_sum,
    "PURPOSE-PERMIT-NAMED": purposes.permit_named,
    "PURPOSE-PLAN-DEPARTS": plans.departs,
    "PURPOSE-PLAN-FITS": plans.fits,
    "PURPOSE-PLAN-KNOWN": plans.known,
    "RESIDENTIAL-OLD-PAPER": purposes.residential_old_paper,
    "RESTRICTION-BLOCKS": rights.restriction_blocks,
    "RIGHT-HOUSEHOLD-BEFORE": rights.household_before,
    "RIGHT-SHARES-ONE": rights.shares_one,
    "RIGHT-TERM-LONG-FARM": rights.long_term_of_farm_land,
    "SURVEY-DIFFERENCE-LARGE": ground.difference_large,
    "SURVEY-DIFFERENCE-STATED": ground.difference_stated,
    "TERM-WITHIN-LIMIT": purposes.term_within_limit,
}

RULES_ASKED = frozenset(CHECKS)
"""Codes of rules that judge acts; pages mark the others as shown only."""
