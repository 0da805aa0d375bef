DROP VIEW published.unit;
