-- Names as the map writes them on roads, canals and rivers: one row per text, shown while its object is valid.
CREATE FUNCTION public.land_records_object_name_3857() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    NEW.point_3857 := public.ST_Transform(NEW.point, 3857);
    RETURN NEW;
END $$;
CREATE TRIGGER land_records_object_name_3857
    BEFORE INSERT OR UPDATE OF point, point_3857 ON public.land_records_objectname
    FOR EACH ROW EXECUTE FUNCTION public.land_records_object_name_3857();
CREATE INDEX land_records_object_name_map ON public.land_records_objectname USING gist (point_3857);

-- Objects registered before this table was there: their one name, in their middle.
INSERT INTO public.land_records_objectname (land_object_id, text, point, rotation_deg, width_m)
SELECT id, name, public.ST_PointOnSurface(geom), 0, coalesce(short_side_m, 0)
FROM public.land_records_landobject WHERE name <> '';

REVOKE UPDATE, DELETE ON public.land_records_objectname FROM thodia_app;
SELECT history.track('public.land_records_objectname', '{}', ARRAY['point_3857']);

-- `angle`: degrees clockwise, from -90 (upwards) to below 90, so that no name stands on its head. Grid north and true
-- north differ by less than half a degree here, which no eye sees in a text.
CREATE VIEW published.land_object_name AS
SELECT n.id AS fid, o.object_type, n.text AS name, n.width_m AS w,
       round(mod((810 - n.rotation_deg)::numeric, 180) - 90)::integer AS angle, n.point_3857 AS geom_3857
FROM public.land_records_objectname n
JOIN public.land_records_landobject o ON o.id = n.land_object_id
WHERE upper_inf(o.valid);
GRANT SELECT ON published.land_object_name TO tiles_reader, desk_reader, thodia_app;
