SELECT p.code, public.ST_Distance(v.geom, asked.point) AS distance_m
FROM land_records_parcelversion v
JOIN land_records_parcel p ON p.id = v.parcel_id,
     (SELECT public.ST_SetSRID(public.ST_MakePoint(%s, %s), %s) AS point) AS asked
WHERE v.standing = 'official' AND upper_inf(v.valid)
  AND v.geom && public.ST_Expand(asked.point, %s)
ORDER BY v.geom <-> asked.point
LIMIT 1
