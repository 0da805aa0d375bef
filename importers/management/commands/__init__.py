"""Commands of importers."""
