"""Plans, zones, coverage and planning answers about polygons."""
