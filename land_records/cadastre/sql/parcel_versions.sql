SELECT DISTINCT ON (parcel.id) parcel.id AS parcel_id, v.id AS version_id, v.standing, lower(v.valid) AS valid_from, upper(v.valid) AS valid_to, v.official_srid,
       v.area_certificate, v.area_labelled, v.area_computed, v.land_use, v.transaction_id,
       public.ST_AsBinary(v.geom) AS geom, public.ST_AsBinary(v.label_point) AS label_point,
       parcel.number, parcel.code, parcel.code_algorithm, parcel.unit_id, parcel.unit_since,
       here.code AS unit_code, here.full_name AS unit_name, sheet.ordinal AS sheet,
       series.name AS series, series.status AS series_status, series.unit_id AS series_unit_id,
       origin.code AS series_unit_code, origin.full_name AS series_unit_name
FROM land_records_parcel parcel
JOIN land_records_parcelversion v ON v.parcel_id = parcel.id
JOIN land_records_mapsheet sheet ON sheet.id = parcel.sheet_id
JOIN land_records_mapseries series ON series.id = sheet.series_id
JOIN reference_unit here ON here.id = parcel.unit_id
JOIN reference_unit origin ON origin.id = series.unit_id
WHERE parcel.id = ANY(%(parcels)s) AND (%(moment)s::timestamptz IS NULL OR v.valid @> %(moment)s::timestamptz)
ORDER BY parcel.id, upper(v.valid) DESC NULLS FIRST
