"""Coordinates for everybody: points, sheets, unknown numbers; pages and the JSON API."""
