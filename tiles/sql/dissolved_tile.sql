-- Generalised areas: every corner moves to the nearest point of the pixel grid, so neighbours, which share their
-- corners, stay neighbours: small ones vanish and what is around them closes up without holes. ST_AsMVTGeom then
-- merges each group. The grid hangs on the tile pyramid: tiles side by side agree.
SELECT ST_AsMVT(feature, '{layer}', {extent}, 'geom')
FROM (
    SELECT {dissolve_by},
           ST_AsMVTGeom(ST_Collect(geom), ST_MakeEnvelope($1, $2, $3, $4, 3857), {extent}, {buffer}, true) AS geom
    FROM (
        SELECT {dissolve_by}, ST_SnapToGrid(geom_3857, ($3 - $1) / {pixels}) AS geom
        FROM {view}
        WHERE geom_3857 && ST_MakeEnvelope($5, $6, $7, $8, 3857) {where}
    ) AS snapped
    GROUP BY {dissolve_by}
) AS feature
