-- The parcels of a family tree as they were last: names, when they began and ended, area and use.
SELECT p.id, concat(u.code, '/', m.ordinal, '/', p.number) AS reference, m.ordinal, p.number, p.code,
       s.name, s.status, origin.full_name, first_version.began, upper(v.valid), v.standing,
       coalesce(v.area_certificate, v.area_labelled, v.area_computed), v.land_use
FROM land_records_parcel p
JOIN land_records_mapsheet m ON m.id = p.sheet_id
JOIN land_records_mapseries s ON s.id = m.series_id
JOIN reference_unit origin ON origin.id = s.unit_id
JOIN reference_unit u ON u.id = p.unit_id
JOIN LATERAL (
    SELECT * FROM land_records_parcelversion WHERE parcel_id = p.id ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1
) AS v ON true
JOIN LATERAL (
    SELECT min(lower(valid)) AS began FROM land_records_parcelversion WHERE parcel_id = p.id
) AS first_version ON true
WHERE p.id = ANY(%(parcels)s)
