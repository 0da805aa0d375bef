SELECT parcel.id, concat(unit.code, '/', sheet.ordinal, '/', parcel.number), unit.code, unit.full_name, series.name,
       sheet.ordinal, parcel.number, parcel.code, v.land_use,
       coalesce(v.area_certificate, v.area_labelled, v.area_computed),
       public.ST_X(v.label_point), public.ST_Y(v.label_point)
FROM land_records_parcel parcel
JOIN land_records_mapsheet sheet ON sheet.id = parcel.sheet_id
JOIN land_records_mapseries series ON series.id = sheet.series_id
JOIN reference_unit unit ON unit.id = parcel.unit_id
JOIN land_records_parcelversion v ON v.parcel_id = parcel.id AND upper_inf(v.valid)
WHERE (%(sheet)s::text IS NULL OR sheet.ordinal = %(sheet)s)
  AND (%(number)s::int IS NULL OR parcel.number = %(number)s)
  AND (%(units)s::bigint[] IS NULL OR parcel.unit_id = ANY(%(units)s) OR series.unit_id = ANY(%(units)s))
ORDER BY series.status, unit.code, length(sheet.ordinal), sheet.ordinal, parcel.number
LIMIT %(limit)s
