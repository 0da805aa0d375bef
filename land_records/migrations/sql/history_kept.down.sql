-- What was kept stays kept; only the recording ends.
DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['mapseries', 'mapsheet', 'parcel', 'parcelversion', 'parcellanduse', 'landobject'] LOOP
        EXECUTE format('DROP TRIGGER history_insert ON public.land_records_%1$s;
                        DROP TRIGGER history_update ON public.land_records_%1$s;
                        DROP TRIGGER history_delete ON public.land_records_%1$s;
                        DROP TRIGGER history_key ON public.land_records_%1$s;
                        DROP TRIGGER history_truncate ON public.land_records_%1$s', kept);
    END LOOP;
END $$;
