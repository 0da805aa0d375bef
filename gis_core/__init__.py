"""Mathematics of the land office: coordinate systems, geometry, topology, text. No Django outside gis_core.orm."""
