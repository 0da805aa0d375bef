"""Checks of staged parcels and zones; each returns findings."""
