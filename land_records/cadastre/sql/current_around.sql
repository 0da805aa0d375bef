SELECT v.id, public.ST_AsBinary(v.geom)
FROM land_records_parcelversion v
WHERE v.standing = 'official' AND upper_inf(v.valid)
  AND v.id IN (
    SELECT near.id
    FROM unnest(%s::float8[], %s::float8[], %s::float8[], %s::float8[]) AS box(west, south, east, north)
    JOIN land_records_parcelversion near
      ON near.geom && public.ST_MakeEnvelope(box.west, box.south, box.east, box.north, %s)
     AND near.standing = 'official' AND upper_inf(near.valid)
  )
ORDER BY v.id
