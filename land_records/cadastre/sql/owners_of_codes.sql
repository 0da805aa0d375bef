SELECT parcel.code, concat(unit.code, '/', sheet.ordinal, '/', parcel.number), public.ST_AsBinary(v.geom)
FROM land_records_parcel parcel
JOIN land_records_mapsheet sheet ON sheet.id = parcel.sheet_id
JOIN reference_unit unit ON unit.id = parcel.unit_id
LEFT JOIN land_records_parcelversion v
       ON v.parcel_id = parcel.id AND v.standing = 'official' AND upper_inf(v.valid)
WHERE parcel.code = ANY(%s)
ORDER BY parcel.code
LIMIT 1
