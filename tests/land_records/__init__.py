"""Tests of land_records."""
