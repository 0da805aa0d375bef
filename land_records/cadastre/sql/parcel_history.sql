SELECT parcel_id, id, lower(valid), upper(valid), standing, cause, coalesce(area_certificate, area_labelled, area_computed),
       land_use, transaction_id, closed_by_id, corrects_id
FROM land_records_parcelversion
WHERE parcel_id = ANY(%s)
ORDER BY parcel_id, lower(valid)
