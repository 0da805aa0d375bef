-- What the stock of blanks must always be: a number in one lot, used once, never back from where it ended.

ALTER TABLE public.land_records_blanklot
    ADD CONSTRAINT land_records_lot_numbers_once EXCLUDE USING gist (
        letters WITH =, digits WITH =, int8range(first_no::bigint, last_no::bigint, '[]') WITH &&);

CREATE FUNCTION public.land_records_blank_guard() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.serial <> OLD.serial OR NEW.lot_id <> OLD.lot_id THEN
        RAISE EXCEPTION 'blank % keeps its number', OLD.serial
            USING ERRCODE = 'check_violation', CONSTRAINT = 'land_records_blank_keeps_its_number';
    END IF;
    IF OLD.status IN ('used', 'spoiled', 'returned', 'lost') THEN
        RAISE EXCEPTION 'blank % is % and stays so', OLD.serial, OLD.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'land_records_blank_used_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER land_records_blank_used_once BEFORE UPDATE ON public.land_records_blank
    FOR EACH ROW EXECUTE FUNCTION public.land_records_blank_guard();

-- A certificate that bears the number of a blank in stock is the one that used it.
CREATE FUNCTION public.land_records_serial_of_blank() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    other bigint;
BEGIN
    IF NEW.status NOT IN ('valid', 'changed') THEN
        RETURN NULL;
    END IF;
    SELECT b.id INTO other
    FROM public.land_records_certificate c JOIN public.land_records_blank b ON b.serial = c.serial
    WHERE c.id = NEW.certificate_id AND (b.status <> 'used' OR b.certificate_id IS DISTINCT FROM c.id);
    IF FOUND THEN
        RAISE EXCEPTION 'certificate % bears the number of a blank it did not use', NEW.certificate_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'land_records_certificate_used_its_blank';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER land_records_certificate_used_its_blank AFTER INSERT ON public.land_records_certificatestate
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.land_records_serial_of_blank();

CREATE INDEX land_records_certificate_book ON public.land_records_certificate (unit_id, register_no);
CREATE INDEX land_records_certificate_newest ON public.land_records_certificate (unit_id, id);

REVOKE UPDATE, DELETE ON public.land_records_blanklot, public.land_records_blankmove, public.land_records_blank
    FROM thodia_app;
REVOKE DELETE ON public.land_records_certificateissue FROM thodia_app;
GRANT UPDATE (status, office_id, certificate_id) ON public.land_records_blank TO thodia_app;

SELECT history.track('public.land_records_blanklot');
SELECT history.track('public.land_records_blank');
SELECT history.track('public.land_records_blankmove');
SELECT history.track('public.land_records_certificateissue');
-- the certificate has a new column, which may name people
SELECT history.track('public.land_records_certificate', ARRAY['signer', 'remarks']);
SELECT history.track('public.land_records_printerprofile');
