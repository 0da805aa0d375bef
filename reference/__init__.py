"""Dated reference data: administrative units, land-use codes, finding codes."""
