-- What was kept stays kept; only the recording ends. Tables, their indexes and constraints go with the models.
DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['party', 'partyunit', 'partyparticulars', 'identitypaper', 'partyaddress',
                                'partymember', 'partyduplicate', 'partymerge'] LOOP
        EXECUTE format('DROP TRIGGER history_insert ON public.land_records_%1$s;
                        DROP TRIGGER history_update ON public.land_records_%1$s;
                        DROP TRIGGER history_delete ON public.land_records_%1$s;
                        DROP TRIGGER history_key ON public.land_records_%1$s;
                        DROP TRIGGER history_truncate ON public.land_records_%1$s', kept);
    END LOOP;
END $$;
DROP TRIGGER land_records_identity_named ON public.land_records_identitypaper;
DROP TRIGGER land_records_merge_followed ON public.land_records_party;
DROP TRIGGER land_records_merge_followed ON public.land_records_partymerge;
DROP FUNCTION public.land_records_identity_named();
DROP FUNCTION public.land_records_merge_followed();
DROP FUNCTION public.land_records_party_root(bigint);
