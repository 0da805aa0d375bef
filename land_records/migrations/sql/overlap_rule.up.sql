-- No two official current parcels overlap (docs/adr/0003). Statement triggers only note which versions a statement
-- brought into the fabric; one deferred check per statement judges them at COMMIT, all together.

-- Width under which a common part is rounding: settings.OVERLAP_TOLERANCE_M says the same, a test compares them.
CREATE FUNCTION public.land_records_overlap_tolerance_m() RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 0.002::double precision';

-- One lock for the whole fabric: locks per commune let overlaps across a border through, and deadlock.
CREATE FUNCTION public.land_records_hold_fabric() RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'parcels may change under READ COMMITTED only, not %', current_setting('transaction_isolation')
            USING ERRCODE = 'invalid_transaction_state', CONSTRAINT = 'land_records_no_overlap',
                  HINT = 'an older snapshot would not see the parcel another officer has just registered';
    END IF;
    PERFORM pg_advisory_xact_lock(1953654881);
END $$;

-- Notes live until the check has run, inside one transaction: nothing to log, nothing to dump.
CREATE UNLOGGED TABLE public.land_records_fabric_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version_ids bigint[] NOT NULL
);
REVOKE ALL ON public.land_records_fabric_change FROM thodia_app, PUBLIC;

CREATE FUNCTION public.land_records_note_new() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO public.land_records_fabric_change (version_ids)
    SELECT array_agg(n.id) FROM fresh n WHERE n.standing = 'official' AND upper_inf(n.valid)
    HAVING count(*) > 0;
    RETURN NULL;
END $$;

CREATE FUNCTION public.land_records_note_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    -- closing a version cannot cause an overlap; everything else that is current and official now is looked at
    INSERT INTO public.land_records_fabric_change (version_ids)
    SELECT array_agg(n.id) FROM fresh n LEFT JOIN stale o ON o.id = n.id
    WHERE n.standing = 'official' AND upper_inf(n.valid)
      AND (o.id IS NULL OR o.standing <> 'official' OR NOT upper_inf(o.valid) OR o.geom IS DISTINCT FROM n.geom)
    HAVING count(*) > 0;
    RETURN NULL;
END $$;

CREATE TRIGGER land_records_note_new AFTER INSERT ON public.land_records_parcelversion
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.land_records_note_new();
CREATE TRIGGER land_records_note_changed AFTER UPDATE ON public.land_records_parcelversion
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION public.land_records_note_changed();

-- What a refusal calls a parcel.
CREATE FUNCTION public.land_records_name_of(version_id bigint) RETURNS jsonb
    LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT jsonb_build_object('parcel_id', p.id, 'unit', u.code, 'series', s.name, 'sheet', m.ordinal,
                              'number', p.number, 'reference', concat(u.code, '/', m.ordinal, '/', p.number))
    FROM public.land_records_parcelversion v
    JOIN public.land_records_parcel p ON p.id = v.parcel_id
    JOIN public.land_records_mapsheet m ON m.id = p.sheet_id
    JOIN public.land_records_mapseries s ON s.id = m.series_id
    JOIN public.reference_unit u ON u.id = p.unit_id
    WHERE v.id = version_id
$$;

CREATE FUNCTION public.land_records_refuse_overlap() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    tolerance CONSTANT double precision := public.land_records_overlap_tolerance_m();
    clash record;
BEGIN
    PERFORM public.land_records_hold_fabric();
    DELETE FROM public.land_records_fabric_change WHERE id = NEW.id;

    -- The common part holds a disc of half the tolerance exactly when the two shapes, each shrunk by that radius,
    -- meet. Shrinking every new shape once by a little less settles nearly all neighbours with one prepared test;
    -- the rule itself is only asked where that test cannot say no.
    SELECT f.id AS one, other.id AS two,
           round(public.ST_Area(public.ST_Intersection(f.geom, other.geom))::numeric, 3) AS area_m2,
           public.ST_PointOnSurface(public.ST_Intersection(f.geom, other.geom)) AS at
    INTO clash
    FROM (
        SELECT v.id, v.geom, public.ST_Buffer(v.geom, -0.45 * tolerance, 'join=mitre') AS core
        FROM unnest(NEW.version_ids) AS n(id)
        JOIN public.land_records_parcelversion v ON v.id = n.id
        WHERE v.standing = 'official' AND upper_inf(v.valid)
        OFFSET 0
    ) f
    -- One look into the spatial index for every new shape, whatever the planner believes the size of the table is:
    -- in a register that was empty a moment ago it would compare every parcel with every other (OFFSET 0 forbids it).
    CROSS JOIN LATERAL (
        SELECT near.id, near.geom
        FROM public.land_records_parcelversion near
        WHERE near.geom && f.geom AND near.standing = 'official' AND upper_inf(near.valid)
        OFFSET 0
    ) other
    WHERE other.id <> f.id
      AND public.ST_Intersects(f.core, other.geom)
      AND public.ST_Relate(f.geom, other.geom, 'T********')
      AND NOT public.ST_IsEmpty(public.ST_Buffer(public.ST_Intersection(f.geom, other.geom), -tolerance / 2))
    LIMIT 1;

    IF FOUND THEN
        RAISE EXCEPTION 'parcels % and % overlap', public.land_records_name_of(clash.one) ->> 'reference',
                        public.land_records_name_of(clash.two) ->> 'reference'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'land_records_no_overlap',
                  TABLE = 'land_records_parcelversion', SCHEMA = 'public',
                  DETAIL = jsonb_build_object('one', public.land_records_name_of(clash.one),
                                              'two', public.land_records_name_of(clash.two),
                                              'area_m2', clash.area_m2,
                                              'x', round(public.ST_X(clash.at)::numeric, 3),
                                              'y', round(public.ST_Y(clash.at)::numeric, 3))::text;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER land_records_no_overlap AFTER INSERT ON public.land_records_fabric_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.land_records_refuse_overlap();
