"""Commands of land_records."""
