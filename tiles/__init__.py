"""Shop window: vector and raster tiles from the published and desk schemas only."""
