-- Zones of some plans near the ground. Those that can matter for its areas come with their shape, clipped to a box
-- wide enough that shrinking or growing it by the line accuracy changes nothing on the ground itself; of those farther
-- off only the distance is wanted.
SELECT zone.id, zone.plan_id, zone.theme, zone.code, zone.name, zone.planned_use, zone.article, zone.distance_m,
       CASE WHEN zone.distance_m <= %(reach_m)s THEN ST_AsBinary(ST_ClipByBox2D(zone.geom, zone.surroundings)) END
FROM (
    SELECT each.*, ST_Distance(each.geom, ground.geom) AS distance_m,
           ST_Expand(ground.geom, %(margin_m)s)::box2d AS surroundings
    FROM planning_zone each
    CROSS JOIN (SELECT ST_GeomFromWKB(%(ground)s, %(srid)s) AS geom) ground
    WHERE each.plan_id = ANY (%(plan_ids)s) AND each.geom && ST_Expand(ground.geom, %(near_m)s)
) AS zone
WHERE zone.distance_m <= %(near_m)s
ORDER BY zone.plan_id, zone.theme, zone.code, zone.id
