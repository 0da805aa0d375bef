"""Migrations of land_records."""
