"""Numbers of the register's geometry, each with its unit and its reason."""

from config import env

LAND_SRID = env.integer("THODIA_LAND_SRID", 9218)
"""VN-2000 / TM-3 108-30, Bình Thuận's cadastral zone (TT 25/2014 Annex 02); fixed when the database is made."""

LAND_PROVINCE_CODES = tuple(env.words("THODIA_PROVINCES", ("60", "68")))
"""Province codes of the deployment: Bình Thuận until 2025-06-30, Lâm Đồng since."""

COORDINATE_GRID_M = 0.001
"""One millimetre: the grid of official coordinates (TT 25/2014 Art 16)."""

OVERLAP_TOLERANCE_M = 0.002
"""Width under which the common part of two parcels is rounding, not overlap (docs/adr/0003)."""

GEOID_GRID = env.text("THODIA_GEOID_GRID", "")
"""Geoid grid in THODIA_HOME/geoid (GTX, GeoTIFF; metres above the ellipsoid); empty: heights stay as written."""
