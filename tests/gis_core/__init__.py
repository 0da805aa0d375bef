"""Tests of gis_core."""
