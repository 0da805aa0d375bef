-- What was kept stays kept; only the recording ends.
DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['plan', 'zone', 'planraster'] LOOP
        EXECUTE format('DROP TRIGGER history_insert ON public.planning_%1$s;
                        DROP TRIGGER history_update ON public.planning_%1$s;
                        DROP TRIGGER history_delete ON public.planning_%1$s;
                        DROP TRIGGER history_key ON public.planning_%1$s;
                        DROP TRIGGER history_truncate ON public.planning_%1$s', kept);
    END LOOP;
END $$;
