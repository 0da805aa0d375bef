"""Repair, measure and compare plane geometries."""
