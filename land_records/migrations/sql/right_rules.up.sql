-- What rights, restrictions and certificates must always be, whoever writes them.

-- Times: never empty, closed by an act.
ALTER TABLE public.land_records_assetversion
    ADD CONSTRAINT land_records_assetversion_time CHECK (
        NOT isempty(valid) AND lower_inc(valid) AND NOT upper_inc(valid)
        AND (upper_inf(valid) OR closed_by_id IS NOT NULL)),
    ADD CONSTRAINT land_records_assetversion_one_at_a_time EXCLUDE USING gist (asset_id WITH =, valid WITH &&);
ALTER TABLE public.land_records_right
    ADD CONSTRAINT land_records_right_time CHECK (
        NOT isempty(valid) AND lower_inc(valid) AND NOT upper_inc(valid)
        AND (upper_inf(valid) OR closed_by_id IS NOT NULL));
ALTER TABLE public.land_records_restriction
    ADD CONSTRAINT land_records_restriction_time CHECK (
        NOT isempty(valid) AND lower_inc(valid) AND NOT upper_inc(valid)
        AND (upper_inf(valid) OR closed_by_id IS NOT NULL)),
    ADD CONSTRAINT land_records_restriction_shape CHECK (geom IS NULL OR public.ST_IsValid(geom)),
    -- two mortgages of one right never have the same rank at the same time
    ADD CONSTRAINT land_records_mortgage_rank EXCLUDE USING gist (right_id WITH =, rank WITH =, valid WITH &&)
        WHERE (kind = 'mortgage') DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE public.land_records_certificatestate
    ADD CONSTRAINT land_records_certificatestate_time CHECK (
        NOT isempty(valid) AND lower_inc(valid) AND NOT upper_inc(valid)
        AND (upper_inf(valid) OR closed_by_id IS NOT NULL)),
    ADD CONSTRAINT land_records_certificatestate_one EXCLUDE USING gist (certificate_id WITH =, valid WITH &&);
ALTER TABLE public.land_records_certificateright
    ADD CONSTRAINT land_records_certificateright_time CHECK (
        NOT isempty(valid) AND lower_inc(valid) AND NOT upper_inc(valid)
        AND (upper_inf(valid) OR closed_by_id IS NOT NULL)),
    ADD CONSTRAINT land_records_certificateright_one
        EXCLUDE USING gist (certificate_id WITH =, right_id WITH =, valid WITH &&);

-- A right is whole at COMMIT: it lies on something; sole has one holder, joint stores no shares, shares sum to exactly
-- one. The right's row is locked first, so that two sessions cannot each add a half.
CREATE FUNCTION public.land_records_refuse_right(asked bigint, fault text, facts jsonb) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    RAISE EXCEPTION 'right %: %', asked, fault
        USING ERRCODE = 'check_violation', CONSTRAINT = 'land_records_right_whole',
              TABLE = 'land_records_right', SCHEMA = 'public',
              DETAIL = (jsonb_build_object('right', asked, 'fault', fault) || facts)::text;
END $$;

CREATE FUNCTION public.land_records_check_holders(asked bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    form text;
    holder record;
    holders integer := 0;
    fractions integer := 0;
    n numeric := 0;
    d numeric := 1;
    common numeric;
BEGIN
    SELECT r.form INTO form FROM public.land_records_right r WHERE id = asked FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    FOR holder IN SELECT numerator, denominator FROM public.land_records_rightholder WHERE right_id = asked LOOP
        holders := holders + 1;
        IF holder.denominator IS NOT NULL THEN
            fractions := fractions + 1;
            n := n * holder.denominator + holder.numerator * d;
            d := d * holder.denominator;
            common := gcd(n, d);
            n := div(n, common);
            d := div(d, common);
        END IF;
    END LOOP;
    IF holders = 0 THEN
        PERFORM public.land_records_refuse_right(asked, 'no_holder', '{}');
    ELSIF form = 'shares' AND (fractions < holders OR holders < 2 OR n <> d) THEN
        PERFORM public.land_records_refuse_right(asked, 'shares_not_one', jsonb_build_object(
            'holders', holders, 'without_share', holders - fractions, 'numerator', n, 'denominator', d));
    ELSIF form <> 'shares' AND fractions > 0 THEN
        PERFORM public.land_records_refuse_right(asked, 'shares_in_' || form, jsonb_build_object('holders', holders));
    ELSIF form = 'sole' AND holders > 1 THEN
        PERFORM public.land_records_refuse_right(asked, 'sole_has_several', jsonb_build_object('holders', holders));
    END IF;
END $$;

CREATE FUNCTION public.land_records_holder_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM public.land_records_check_holders(CASE WHEN TG_OP = 'DELETE' THEN OLD.right_id ELSE NEW.right_id END);
    RETURN NULL;
END $$;

-- A new right has holders and a subject, and nobody else has the use of the same parcel now.
CREATE FUNCTION public.land_records_right_opened() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    clash record;
BEGIN
    PERFORM public.land_records_check_holders(NEW.id);
    IF NOT EXISTS (SELECT FROM public.land_records_rightsubject WHERE right_id = NEW.id) THEN
        PERFORM public.land_records_refuse_right(NEW.id, 'no_subject', '{}');
    END IF;
    IF NEW.kind NOT IN ('land_use', 'management') THEN
        RETURN NULL;
    END IF;
    PERFORM FROM public.land_records_parcel p
    WHERE p.id IN (SELECT parcel_id FROM public.land_records_rightsubject WHERE right_id = NEW.id)
    ORDER BY p.id FOR NO KEY UPDATE;
    SELECT other.id, mine.parcel_id INTO clash
    FROM public.land_records_rightsubject mine
    JOIN public.land_records_rightsubject theirs ON theirs.parcel_id = mine.parcel_id AND theirs.right_id <> mine.right_id
    JOIN public.land_records_right other ON other.id = theirs.right_id
    JOIN public.land_records_right this ON this.id = mine.right_id
    WHERE mine.right_id = NEW.id AND other.kind IN ('land_use', 'management') AND other.valid && this.valid
    LIMIT 1;
    IF FOUND THEN
        PERFORM public.land_records_refuse_right(NEW.id, 'parcel_has_right',
            jsonb_build_object('other', clash.id, 'parcel', clash.parcel_id));
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER land_records_right_whole AFTER INSERT ON public.land_records_right
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.land_records_right_opened();
CREATE CONSTRAINT TRIGGER land_records_holders_whole AFTER INSERT OR UPDATE OR DELETE ON public.land_records_rightholder
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.land_records_holder_changed();

-- A certificate stands as issued. While it is a draft it may get its serial and signature; later only the national code.
CREATE FUNCTION public.land_records_certificate_guard() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    after jsonb := to_jsonb(NEW) - 'code';
BEGIN
    IF EXISTS (SELECT FROM public.land_records_certificatestate
               WHERE certificate_id = OLD.id AND status NOT IN ('draft', 'discarded'))
       AND (after <> to_jsonb(OLD) - 'code' OR (OLD.code <> '' AND OLD.code <> NEW.code)) THEN
        RAISE EXCEPTION 'certificate % is issued and stands as it is', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'land_records_certificate_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER land_records_certificate_stands BEFORE UPDATE ON public.land_records_certificate
    FOR EACH ROW EXECUTE FUNCTION public.land_records_certificate_guard();

CREATE FUNCTION public.land_records_state_needs_serial() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.status NOT IN ('draft', 'discarded')
       AND NOT EXISTS (SELECT FROM public.land_records_certificate WHERE id = NEW.certificate_id AND serial <> '') THEN
        RAISE EXCEPTION 'certificate % has no serial yet', NEW.certificate_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'land_records_certificate_has_serial';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER land_records_certificate_has_serial AFTER INSERT ON public.land_records_certificatestate
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.land_records_state_needs_serial();

-- What stands today is what is asked for most.
CREATE INDEX land_records_right_current ON public.land_records_right (id) WHERE upper_inf(valid);
CREATE INDEX land_records_restriction_current ON public.land_records_restriction (parcel_id, right_id)
    WHERE upper_inf(valid);
CREATE INDEX land_records_state_current ON public.land_records_certificatestate (certificate_id, status)
    WHERE upper_inf(valid);

-- The application opens and closes; it never rewrites or removes what was law.
REVOKE UPDATE, DELETE ON public.land_records_asset, public.land_records_assetversion, public.land_records_right,
    public.land_records_rightsuccession, public.land_records_rightsubject, public.land_records_rightholder,
    public.land_records_rightpurpose, public.land_records_restriction, public.land_records_restrictionparty,
    public.land_records_certificatestate, public.land_records_certificatesuccession,
    public.land_records_certificateright, public.land_records_certificatenote, public.land_records_parcellineage
    FROM thodia_app;
REVOKE DELETE ON public.land_records_certificate, public.land_records_registeract, public.land_records_actsubject,
    public.land_records_obligation, public.land_records_rule FROM thodia_app;
GRANT UPDATE (valid, closed_by_id) ON public.land_records_assetversion, public.land_records_restriction,
    public.land_records_certificatestate, public.land_records_certificateright TO thodia_app;
GRANT UPDATE (valid, closed_by_id, closed_cause) ON public.land_records_right TO thodia_app;

SELECT history.track('public.land_records_asset');
SELECT history.track('public.land_records_assetversion');
SELECT history.track('public.land_records_right');
SELECT history.track('public.land_records_rightsuccession');
SELECT history.track('public.land_records_rightsubject');
SELECT history.track('public.land_records_rightholder');
SELECT history.track('public.land_records_rightpurpose');
SELECT history.track('public.land_records_restriction', ARRAY['note']);
SELECT history.track('public.land_records_restrictionparty');
SELECT history.track('public.land_records_certificate', ARRAY['signer']);
SELECT history.track('public.land_records_certificatestate');
SELECT history.track('public.land_records_certificatesuccession');
SELECT history.track('public.land_records_certificateright');
SELECT history.track('public.land_records_certificatenote', ARRAY['text']);
SELECT history.track('public.land_records_parcellineage');
SELECT history.track('public.land_records_registeract');
SELECT history.track('public.land_records_actsubject');
SELECT history.track('public.land_records_obligation');
SELECT history.track('public.land_records_rule');
