SELECT sheet.id, sheet.ordinal, series.srid, unit.id, unit.code
FROM land_records_mapsheet sheet
JOIN land_records_mapseries series ON series.id = sheet.series_id
JOIN reference_unit unit ON unit.id = series.unit_id
WHERE sheet.id = ANY(%s)
