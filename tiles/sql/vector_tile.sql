-- One layer of one tile. Words in braces come from frozen specs only. No WHERE around the inner query: a filter on
-- its geometry would make PostgreSQL compute ST_AsMVTGeom twice, and ST_AsMVT leaves out null geometry itself.
SELECT ST_AsMVT(feature, '{layer}', {extent}, 'geom', 'fid')
FROM (
    SELECT fid, {columns}
           ST_AsMVTGeom({geometry}, ST_MakeEnvelope($1, $2, $3, $4, 3857), {extent}, {buffer}, true) AS geom
    FROM {view}
    WHERE geom_3857 && ST_MakeEnvelope($5, $6, $7, $8, 3857) {where}
) AS feature
