"""Tests of importers.writers."""
