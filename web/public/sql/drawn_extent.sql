-- Where the public map has something to show: the frames of the sheets in use, else the parcels themselves.
SELECT ST_XMin(box.e), ST_YMin(box.e), ST_XMax(box.e), ST_YMax(box.e)
FROM (
    SELECT ST_Transform(ST_SetSRID(coalesce(
        (SELECT ST_Extent(geom_3857) FROM published.sheet_frame),
        (SELECT ST_Extent(geom_3857) FROM published.parcel)
    )::geometry, 3857), 4326) AS e
) box
