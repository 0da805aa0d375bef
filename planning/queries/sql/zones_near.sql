-- Zones of some plans within a distance of the ground, each clipped to a box wide enough that shrinking or growing
-- it by the line accuracy changes nothing on the ground itself.
SELECT zone.id, zone.plan_id, zone.theme, zone.code, zone.name, zone.planned_use, zone.article,
       ST_Distance(zone.geom, ground.geom) AS distance_m,
       ST_AsBinary(ST_ClipByBox2D(zone.geom, ST_Expand(ground.geom, %(margin_m)s)::box2d)) AS geom
FROM planning_zone zone
CROSS JOIN (SELECT ST_GeomFromWKB(%(ground)s, %(srid)s) AS geom) ground
WHERE zone.plan_id = ANY (%(plan_ids)s) AND ST_DWithin(zone.geom, ground.geom, %(near_m)s)
ORDER BY zone.plan_id, zone.theme, zone.code, zone.id
