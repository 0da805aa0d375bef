-- What history kept stays kept; only the recording ends.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['insert', 'update', 'delete', 'key', 'truncate'] LOOP
        EXECUTE format('DROP TRIGGER history_%s ON public.land_records_particularsproposal', name);
    END LOOP;
END $$;
DROP INDEX public.land_records_proposal_key;
ALTER TABLE public.land_records_particularsproposal DROP CONSTRAINT land_records_proposal_seal_size;
