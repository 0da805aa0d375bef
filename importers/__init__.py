"""Goods entrance: files in, proved, staged, reviewed, registered."""
