"""Migrations of planning."""
