"""Tests of the goods entrance."""
