-- Current official parcels and current land objects whose box meets a frame.
SELECT v.main_use, public.ST_AsBinary(v.geom)
FROM public.land_records_parcelversion v
WHERE upper_inf(v.valid) AND v.standing = 'official'
  AND v.geom OPERATOR(public.&&) public.ST_SetSRID(public.ST_GeomFromWKB(%(frame)s), %(srid)s)
UNION ALL
SELECT left(o.land_use, 3), public.ST_AsBinary(o.geom)
FROM public.land_records_landobject o
WHERE upper_inf(o.valid)
  AND o.geom OPERATOR(public.&&) public.ST_SetSRID(public.ST_GeomFromWKB(%(frame)s), %(srid)s)
