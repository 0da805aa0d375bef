SELECT count(*), (array_agg(sheet.ordinal ORDER BY length(sheet.ordinal), sheet.ordinal))[1],
       (array_agg(sheet.ordinal ORDER BY length(sheet.ordinal) DESC, sheet.ordinal DESC))[1]
FROM land_records_mapsheet sheet
JOIN land_records_mapseries series ON series.id = sheet.series_id
WHERE %(units)s::bigint[] IS NULL OR series.unit_id = ANY(%(units)s)
   OR EXISTS (SELECT FROM land_records_parcel parcel WHERE parcel.sheet_id = sheet.id AND parcel.unit_id = ANY(%(units)s))
