WITH opened AS (
    INSERT INTO land_records_parcelversion
        (parcel_id, geom, official_srid, area_certificate, area_labelled, area_computed, land_use, main_use, standing,
         valid, transaction_id, cause, label_point, short_side_m)
    SELECT old.parcel_id, changed.shape::public.geometry, old.official_srid, old.area_certificate, old.area_labelled,
           old.area_computed, old.land_use, old.main_use, old.standing, tstzrange(upper(old.valid), NULL),
           changed.transaction_id, %(cause)s, old.label_point, old.short_side_m
    FROM unnest(%(ids)s::bigint[], %(shapes)s::text[], %(transactions)s::bigint[])
         AS changed(id, shape, transaction_id)
    JOIN land_records_parcelversion old ON old.id = changed.id
    RETURNING id, parcel_id
)
SELECT old.id, opened.id, parcel.id, concat(unit.code, '/', sheet.ordinal, '/', parcel.number)
FROM opened
JOIN land_records_parcel parcel ON parcel.id = opened.parcel_id
JOIN land_records_mapsheet sheet ON sheet.id = parcel.sheet_id
JOIN reference_unit unit ON unit.id = parcel.unit_id
JOIN land_records_parcelversion old ON old.parcel_id = parcel.id AND old.id = ANY(%(ids)s)
ORDER BY parcel.id
