SELECT v.parcel_id
FROM land_records_parcelversion v,
     (SELECT public.ST_SetSRID(public.ST_MakePoint(%s, %s), %s) AS point) AS asked
WHERE v.geom && asked.point AND v.standing = 'official' AND upper_inf(v.valid)
  AND public.ST_Intersects(v.geom, asked.point)
ORDER BY v.parcel_id
LIMIT 1
