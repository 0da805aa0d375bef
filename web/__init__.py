"""Doors for people: citizen pages, the officers' desk, sheets."""
