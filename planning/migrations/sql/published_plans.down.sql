DROP VIEW published.plan_raster;
DROP VIEW published.plan_label;
DROP VIEW published.plan_hatch;
DROP VIEW published.plan_zone;
DROP VIEW published.plan_coverage;
DROP VIEW published.plan;
