-- Roads within `metres` of a shape (WKB in `srid`, the LAND_SRID): parcels used as roads and land objects.
SELECT ST_AsBinary(v.geom) FROM land_records_parcelversion v
WHERE upper_inf(v.valid) AND v.standing = 'official' AND v.main_use = ANY(%(uses)s)
  AND ST_DWithin(v.geom, ST_GeomFromWKB(%(here)s, %(srid)s), %(metres)s)
UNION ALL
SELECT ST_AsBinary(o.geom) FROM land_records_landobject o
WHERE upper_inf(o.valid) AND o.object_type = ANY(%(objects)s)
  AND ST_DWithin(o.geom, ST_GeomFromWKB(%(here)s, %(srid)s), %(metres)s)
