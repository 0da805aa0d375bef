SELECT parcel.sheet_id, parcel.number, concat(unit.code, '/', sheet.ordinal, '/', parcel.number)
FROM unnest(%s::bigint[], %s::int[]) AS asked(sheet_id, number)
JOIN land_records_parcel parcel ON parcel.sheet_id = asked.sheet_id AND parcel.number = asked.number
JOIN land_records_mapsheet sheet ON sheet.id = parcel.sheet_id
JOIN reference_unit unit ON unit.id = parcel.unit_id
