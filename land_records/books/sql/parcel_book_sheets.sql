-- The sheets of a unit that hold parcels at a moment, and how many.
SELECT sheet.ordinal, count(*)
FROM land_records_parcel parcel
JOIN land_records_mapsheet sheet ON sheet.id = parcel.sheet_id
JOIN land_records_parcelversion v ON v.parcel_id = parcel.id AND v.valid @> %(moment)s
WHERE parcel.unit_id = ANY(%(units)s)
GROUP BY sheet.ordinal
ORDER BY length(sheet.ordinal), sheet.ordinal
