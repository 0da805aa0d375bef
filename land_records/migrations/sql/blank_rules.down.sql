-- What history kept stays kept; only the recording ends.
DO $$
DECLARE
    kept text;
    name text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['blanklot', 'blank', 'blankmove', 'certificateissue', 'printerprofile'] LOOP
        FOREACH name IN ARRAY ARRAY['insert', 'update', 'delete', 'key', 'truncate'] LOOP
            EXECUTE format('DROP TRIGGER history_%s ON public.land_records_%s', name, kept);
        END LOOP;
    END LOOP;
END $$;
DROP INDEX public.land_records_certificate_newest;
DROP INDEX public.land_records_certificate_book;
DROP TRIGGER land_records_certificate_used_its_blank ON public.land_records_certificatestate;
DROP FUNCTION public.land_records_serial_of_blank();
DROP TRIGGER land_records_blank_used_once ON public.land_records_blank;
DROP FUNCTION public.land_records_blank_guard();
ALTER TABLE public.land_records_blanklot DROP CONSTRAINT land_records_lot_numbers_once;
