-- The code is the place: a parcel that has ended gives it up to the one that stands there now. History keeps who had it.
UPDATE land_records_parcel parcel
SET code = NULL, code_algorithm = ''
WHERE parcel.code = ANY(%s)
  AND NOT EXISTS (SELECT FROM land_records_parcelversion v WHERE v.parcel_id = parcel.id AND upper_inf(v.valid))
