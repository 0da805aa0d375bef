SELECT parcel.id, concat(unit.code, '/', sheet.ordinal, '/', parcel.number), parcel.unit_id, sheet.ordinal,
       parcel.number
FROM land_records_parcel parcel
JOIN land_records_mapsheet sheet ON sheet.id = parcel.sheet_id
JOIN reference_unit unit ON unit.id = parcel.unit_id
WHERE parcel.id = ANY(%(ids)s)
ORDER BY parcel.id
