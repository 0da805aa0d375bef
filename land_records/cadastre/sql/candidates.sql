SELECT asked.place AS asked, parcel.id AS parcel_id, parcel.number, parcel.code AS parcel_code, parcel.unit_id, here.code AS unit_code,
       sheet.ordinal AS sheet, series.name AS series, series.status AS series_status, series.unit_id AS series_unit_id,
       origin.code AS series_unit_code, origin.full_name AS series_unit_name, origin.valid_to AS series_unit_to,
       (SELECT min(lower(v.valid)) FROM land_records_parcelversion v WHERE v.parcel_id = parcel.id) AS valid_from,
       (SELECT nullif(max(coalesce(upper(v.valid), 'infinity')), 'infinity')
        FROM land_records_parcelversion v WHERE v.parcel_id = parcel.id) AS valid_to
FROM unnest(%(sheets)s::text[], %(numbers)s::int[]) WITH ORDINALITY AS asked(sheet, number, place)
JOIN land_records_mapsheet sheet ON sheet.ordinal = asked.sheet
JOIN land_records_mapseries series ON series.id = sheet.series_id
JOIN land_records_parcel parcel ON parcel.sheet_id = sheet.id AND parcel.number = asked.number
JOIN reference_unit here ON here.id = parcel.unit_id
JOIN reference_unit origin ON origin.id = series.unit_id
WHERE (parcel.unit_id = ANY(%(units)s) OR series.unit_id = ANY(%(units)s))
  AND (%(series)s::text IS NULL OR series.name = %(series)s)
ORDER BY asked.place, series.status, origin.code, series.name
