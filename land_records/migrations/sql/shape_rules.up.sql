-- What a version must always be: a valid shape, a time that is not empty, one version per parcel at any moment.
ALTER TABLE public.land_records_parcelversion
    ADD CONSTRAINT land_records_version_shape_valid
        CHECK (geom IS NULL OR (public.ST_IsValid(geom) AND NOT public.ST_IsEmpty(geom))),
    ADD CONSTRAINT land_records_version_time
        CHECK (NOT isempty(valid) AND lower_inc(valid) AND NOT upper_inc(valid)
               AND lower(valid) > '-infinity' AND upper(valid) IS DISTINCT FROM 'infinity'::timestamptz),
    ADD CONSTRAINT land_records_version_closed_by_an_act
        CHECK (upper_inf(valid) OR closed_by_id IS NOT NULL),
    ADD CONSTRAINT land_records_version_one_at_a_time
        EXCLUDE USING gist (parcel_id WITH =, valid WITH &&);

ALTER TABLE public.land_records_landobject
    ADD CONSTRAINT land_records_object_shape_valid
        CHECK (public.ST_IsValid(geom) AND NOT public.ST_IsEmpty(geom)),
    ADD CONSTRAINT land_records_object_time
        CHECK (NOT isempty(valid) AND lower_inc(valid) AND NOT upper_inc(valid)
               AND upper(valid) IS DISTINCT FROM 'infinity'::timestamptz);

ALTER TABLE public.land_records_mapsheet
    ADD CONSTRAINT land_records_sheet_frame_valid CHECK (frame IS NULL OR public.ST_IsValid(frame));

-- The web map's copy of each shape. A trigger, never GENERATED: a restore fills tables before the EPSG rows.
CREATE FUNCTION public.land_records_object_3857() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    NEW.geom_3857 := public.ST_Transform(NEW.geom, 3857);
    RETURN NEW;
END $$;

CREATE FUNCTION public.land_records_sheet_3857() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    NEW.frame_3857 := public.ST_Transform(NEW.frame, 3857);
    RETURN NEW;
END $$;

CREATE TRIGGER land_records_object_3857
    BEFORE INSERT OR UPDATE OF geom, geom_3857 ON public.land_records_landobject
    FOR EACH ROW EXECUTE FUNCTION public.land_records_object_3857();
CREATE TRIGGER land_records_sheet_3857
    BEFORE INSERT OR UPDATE OF frame, frame_3857 ON public.land_records_mapsheet
    FOR EACH ROW EXECUTE FUNCTION public.land_records_sheet_3857();

-- The fabric is asked for what holds today only.
CREATE INDEX land_records_version_fabric ON public.land_records_parcelversion USING gist (geom)
    WHERE standing = 'official' AND upper_inf(valid);
CREATE INDEX land_records_object_shape ON public.land_records_landobject USING gist (geom) WHERE upper_inf(valid);
CREATE INDEX land_records_object_map ON public.land_records_landobject USING gist (geom_3857) WHERE upper_inf(valid);

-- The application opens versions and closes them; it never rewrites or removes one.
REVOKE UPDATE, DELETE ON public.land_records_parcelversion, public.land_records_parcellanduse,
    public.land_records_parcel, public.land_records_landobject FROM thodia_app;
REVOKE DELETE ON public.land_records_mapseries, public.land_records_mapsheet FROM thodia_app;
GRANT UPDATE (valid, closed_by_id) ON public.land_records_parcelversion, public.land_records_landobject TO thodia_app;
GRANT UPDATE (code, code_algorithm, unit_id, unit_since, unit_how) ON public.land_records_parcel TO thodia_app;
