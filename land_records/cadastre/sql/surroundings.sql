-- Official parcels and land objects that meet a box at a moment. Current rows come by their partial index.
WITH box AS (
  SELECT public.ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s) AS shape,
         coalesce(%(moment)s::timestamptz, now()) AS moment
), versions AS (
  SELECT v.parcel_id, v.geom, v.main_use, v.land_use, v.official_srid, v.valid
  FROM land_records_parcelversion v, box
  WHERE v.geom && box.shape AND v.standing = 'official' AND upper_inf(v.valid)
  UNION ALL
  SELECT v.parcel_id, v.geom, v.main_use, v.land_use, v.official_srid, v.valid
  FROM land_records_parcelversion v, box
  WHERE %(moment)s::timestamptz IS NOT NULL AND NOT upper_inf(v.valid)
    AND v.valid @> box.moment AND v.geom && box.shape AND v.standing = 'official'
)
(SELECT 'parcel', versions.parcel_id, parcel.number, sheet.ordinal, versions.main_use, '', public.ST_AsBinary(versions.geom)
 FROM versions
 CROSS JOIN box
 JOIN land_records_parcel parcel ON parcel.id = versions.parcel_id
 JOIN land_records_mapsheet sheet ON sheet.id = parcel.sheet_id
 WHERE versions.valid @> box.moment
 ORDER BY versions.parcel_id LIMIT %(most)s)
UNION ALL
(SELECT thing.object_type, thing.id, NULL, '', thing.land_use, thing.name,
        public.ST_AsBinary(public.ST_CollectionExtract(public.ST_Intersection(thing.geom, box.shape), 3))
 FROM land_records_landobject thing, box
 WHERE thing.geom && box.shape AND thing.valid @> box.moment
 ORDER BY thing.id LIMIT %(most)s)
