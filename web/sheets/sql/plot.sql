-- What the public map shows inside a box, back to front: ground, parcels, ground that a plan in force changes.
(SELECT CASE WHEN object_type IN ('river', 'canal') THEN 'water' ELSE 'road' END, coalesce(land_use, ''), '', 0,
        ST_AsBinary(ST_CollectionExtract(ST_Intersection(geom_3857, ST_Expand(%(box)s::geometry, 50)), 3))
 FROM published.land_object WHERE geom_3857 && %(box)s::geometry LIMIT %(most)s)
UNION ALL
(SELECT 'parcel', main_use, coalesce(parcel_code, ''), number, ST_AsBinary(geom_3857)
 FROM published.parcel WHERE geom_3857 && %(box)s::geometry LIMIT %(most)s)
UNION ALL
(SELECT 'plan', theme, '', 0,
        ST_AsBinary(ST_CollectionExtract(ST_Intersection(geom_3857, ST_Expand(%(box)s::geometry, 50)), 3))
 FROM published.plan_hatch WHERE geom_3857 && %(box)s::geometry AND status <> 'out_of_date' LIMIT %(most)s)
