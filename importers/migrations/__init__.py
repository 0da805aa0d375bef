"""Migrations of importers."""
