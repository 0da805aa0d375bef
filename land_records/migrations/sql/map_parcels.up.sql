-- The public map's copy: one row per current official version, written by triggers only.
CREATE FUNCTION public.land_records_show_on_map(ids bigint[]) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, public AS $$
    INSERT INTO public.land_records_mapparcel (
        version_id, parcel_id, parcel_code, unit_id, unit_code, unit_name, series, sheet, number, land_use, main_use,
        area, short_side_m, geom_3857, label_3857)
    SELECT v.id, p.id, p.code, p.unit_id, u.code, u.full_name, s.name, m.ordinal, p.number, v.land_use, v.main_use,
           coalesce(v.area_certificate, v.area_labelled, v.area_computed)::double precision, v.short_side_m,
           public.ST_Transform(v.geom, 3857), public.ST_Transform(v.label_point, 3857)
    FROM unnest(ids) AS asked(id)
    JOIN public.land_records_parcelversion v ON v.id = asked.id
    JOIN public.land_records_parcel p ON p.id = v.parcel_id
    JOIN public.land_records_mapsheet m ON m.id = p.sheet_id
    JOIN public.land_records_mapseries s ON s.id = m.series_id
    JOIN public.reference_unit u ON u.id = p.unit_id
    WHERE v.standing = 'official' AND upper_inf(v.valid)
$$;

CREATE FUNCTION public.land_records_map_new() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM public.land_records_show_on_map((SELECT array_agg(id) FROM fresh));
    RETURN NULL;
END $$;

CREATE FUNCTION public.land_records_map_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    DELETE FROM public.land_records_mapparcel shown USING stale WHERE shown.version_id = stale.id;
    IF TG_OP = 'UPDATE' THEN
        PERFORM public.land_records_show_on_map((SELECT array_agg(id) FROM fresh));
    END IF;
    RETURN NULL;
END $$;

-- A parcel came to another unit, or got its code.
CREATE FUNCTION public.land_records_map_moved() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE public.land_records_mapparcel shown
    SET unit_id = u.id, unit_code = u.code, unit_name = u.full_name, parcel_code = p.code
    FROM fresh p JOIN public.reference_unit u ON u.id = p.unit_id
    WHERE shown.parcel_id = p.id
      AND (shown.unit_id, shown.parcel_code) IS DISTINCT FROM (p.unit_id, p.code);
    RETURN NULL;
END $$;

CREATE TRIGGER land_records_map_new AFTER INSERT ON public.land_records_parcelversion
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.land_records_map_new();
CREATE TRIGGER land_records_map_changed AFTER UPDATE ON public.land_records_parcelversion
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION public.land_records_map_changed();
CREATE TRIGGER land_records_map_gone AFTER DELETE ON public.land_records_parcelversion
    REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION public.land_records_map_changed();
CREATE TRIGGER land_records_map_moved AFTER UPDATE ON public.land_records_parcel
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.land_records_map_moved();

-- Makes the copy anew from the legal tables; `manage.py` or an administrator after names of series have changed.
CREATE FUNCTION public.land_records_refresh_map() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM public.land_records_hold_fabric();
    DELETE FROM public.land_records_mapparcel;
    PERFORM public.land_records_show_on_map((
        SELECT array_agg(id) FROM public.land_records_parcelversion WHERE standing = 'official' AND upper_inf(valid)));
    RETURN (SELECT count(*) FROM public.land_records_mapparcel);
END $$;
REVOKE ALL ON FUNCTION public.land_records_refresh_map(), public.land_records_show_on_map(bigint[]) FROM PUBLIC;
REVOKE ALL ON public.land_records_mapparcel FROM thodia_app;
GRANT SELECT ON public.land_records_mapparcel TO thodia_app;
