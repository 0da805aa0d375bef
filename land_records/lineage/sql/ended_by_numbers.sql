-- Parcels of that sheet and number that are no longer in force, those that ended last first.
SELECT parcel.id
FROM land_records_parcel parcel
JOIN land_records_mapsheet sheet ON sheet.id = parcel.sheet_id
JOIN land_records_mapseries series ON series.id = sheet.series_id
WHERE sheet.ordinal = %(sheet)s AND parcel.number = %(number)s
  AND (%(units)s::bigint[] IS NULL OR parcel.unit_id = ANY(%(units)s) OR series.unit_id = ANY(%(units)s))
  AND NOT EXISTS (SELECT FROM land_records_parcelversion v WHERE v.parcel_id = parcel.id AND upper_inf(v.valid))
ORDER BY parcel.id DESC
LIMIT %(limit)s
