"""Tests of importers.sample."""
