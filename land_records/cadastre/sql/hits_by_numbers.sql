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
  AND (%(number)s::int IS NULL OR parcel.number = %(number)s
       OR %(beginning)s AND (parcel.number BETWEEN 10 * %(number)s AND 10 * %(number)s + 9
                             OR parcel.number BETWEEN 100 * %(number)s AND 100 * %(number)s + 99))
  AND (%(units)s::bigint[] IS NULL OR parcel.unit_id = ANY(%(units)s) OR series.unit_id = ANY(%(units)s))
ORDER BY parcel.number IS DISTINCT FROM %(number)s::int, series.status, unit.code, length(sheet.ordinal), sheet.ordinal, parcel.number
LIMIT %(limit)s
