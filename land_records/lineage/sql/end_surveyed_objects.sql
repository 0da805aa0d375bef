-- Land objects in force of one series' sheets end where at least `share` of them lies under the new survey.
UPDATE land_records_landobject ended
SET valid = tstzrange(lower(ended.valid), greatest(%(at)s, lower(ended.valid) + interval '1 microsecond')),
    closed_by_id = %(transaction)s
FROM land_records_mapsheet sheet, (SELECT ST_GeomFromWKB(%(surveyed)s, %(srid)s) AS geom) AS survey
WHERE sheet.id = ended.sheet_id AND sheet.series_id = %(series)s AND upper_inf(ended.valid)
  AND ended.geom && survey.geom AND ended.geom IS NOT NULL
  AND ST_Area(ST_Intersection(ended.geom, survey.geom)) >= %(share)s * ST_Area(ended.geom)
