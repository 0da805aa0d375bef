"""Moving a whole register to another LAND_SRID, with proof (docs/adr/0055)."""
