SELECT min(parcel.number), max(parcel.number)
FROM land_records_mapsheet sheet
JOIN land_records_mapseries series ON series.id = sheet.series_id
JOIN land_records_parcel parcel ON parcel.sheet_id = sheet.id
WHERE sheet.ordinal = %(sheet)s
  AND (%(units)s::bigint[] IS NULL OR parcel.unit_id = ANY(%(units)s) OR series.unit_id = ANY(%(units)s))
