-- What history kept stays kept; only the recording ends.
DO $$
DECLARE
    kept text;
    name text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['asset', 'assetversion', 'right', 'rightsuccession', 'rightsubject', 'rightholder',
            'rightpurpose', 'restriction', 'restrictionparty', 'certificate', 'certificatestate',
            'certificatesuccession', 'certificateright', 'certificatenote', 'parcellineage', 'registeract',
            'actsubject', 'obligation', 'rule'] LOOP
        FOREACH name IN ARRAY ARRAY['insert', 'update', 'delete', 'key', 'truncate'] LOOP
            EXECUTE format('DROP TRIGGER history_%s ON public.land_records_%s', name, kept);
        END LOOP;
    END LOOP;
END $$;
DROP TRIGGER land_records_certificate_has_serial ON public.land_records_certificatestate;
DROP FUNCTION public.land_records_state_needs_serial();
DROP TRIGGER land_records_certificate_stands ON public.land_records_certificate;
DROP FUNCTION public.land_records_certificate_guard();
DROP TRIGGER land_records_holders_whole ON public.land_records_rightholder;
DROP TRIGGER land_records_right_whole ON public.land_records_right;
DROP FUNCTION public.land_records_right_opened();
DROP FUNCTION public.land_records_holder_changed();
DROP FUNCTION public.land_records_check_holders(bigint);
DROP FUNCTION public.land_records_refuse_right(bigint, text, jsonb);
