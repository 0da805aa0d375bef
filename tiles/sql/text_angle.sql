-- Clockwise turn in degrees that lays a text along a long shape (-90 to 90); 0 for compact ones.
(SELECT CASE WHEN greatest(first_side, second_side) > 2.5 * least(first_side, second_side)
             THEN mod(round(degrees(CASE WHEN first_side > second_side THEN first_way ELSE second_way END))::integer, 180) - 90
             ELSE 0 END
 FROM (SELECT ST_Distance(ST_PointN(ring, 1), ST_PointN(ring, 2)) AS first_side,
              ST_Distance(ST_PointN(ring, 2), ST_PointN(ring, 3)) AS second_side,
              ST_Azimuth(ST_PointN(ring, 1), ST_PointN(ring, 2)) AS first_way,
              ST_Azimuth(ST_PointN(ring, 2), ST_PointN(ring, 3)) AS second_way
       FROM (SELECT ST_ExteriorRing(ST_OrientedEnvelope(geom_3857)) AS ring) AS box) AS sides)
