-- What parties must always be: one set of particulars at a moment, sealed numbers, no number silently on two parties,
-- merges that can be followed and undone. Names in clear stand in land_records_partyparticulars only.

-- The party a party was found to be; itself while it stands alone. Merges form no circle (trigger below).
CREATE FUNCTION public.land_records_party_root(asked bigint) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE chain (id, merged_into_id) AS (
        SELECT p.id, p.merged_into_id FROM public.land_records_party p WHERE p.id = asked
        UNION
        SELECT p.id, p.merged_into_id FROM public.land_records_party p JOIN chain c ON p.id = c.merged_into_id
    )
    SELECT id FROM chain WHERE merged_into_id IS NULL
$$;

DO $$
DECLARE
    timed text;
BEGIN
    FOREACH timed IN ARRAY ARRAY['partyparticulars', 'identitypaper', 'partyaddress', 'partymember'] LOOP
        EXECUTE format('ALTER TABLE public.land_records_%1$s ADD CONSTRAINT land_records_%1$s_time CHECK (
            NOT isempty(valid) AND lower_inc(valid) AND NOT upper_inc(valid)
            AND lower(valid) > ''-infinity'' AND upper(valid) IS DISTINCT FROM ''infinity''::timestamptz)', timed);
    END LOOP;
END $$;

ALTER TABLE public.land_records_partyparticulars
    ADD CONSTRAINT land_records_particulars_one_at_a_time EXCLUDE USING gist (party_id WITH =, valid WITH &&),
    ADD CONSTRAINT land_records_particulars_birth CHECK (
        birth_year IS NULL OR (birth_year >= 1850 AND birth_year <= extract(year FROM recorded_at) + 1)),
    ADD CONSTRAINT land_records_particulars_birth_agrees CHECK (
        birth_date IS NULL OR birth_year = extract(year FROM birth_date));

ALTER TABLE public.land_records_identitypaper
    ADD CONSTRAINT land_records_paper_index_size CHECK (octet_length(blind_index) = 32),
    ADD CONSTRAINT land_records_paper_seal_size CHECK (octet_length(sealed) BETWEEN 29 AND 200);

ALTER TABLE public.land_records_partyaddress
    ADD CONSTRAINT land_records_address_one_at_a_time
        EXCLUDE USING gist (party_id WITH =, purpose WITH =, valid WITH &&);

-- a member once per role at a moment; one husband, wife, head and head's spouse
ALTER TABLE public.land_records_partymember
    ADD CONSTRAINT land_records_member_once
        EXCLUDE USING gist (group_id WITH =, member_id WITH =, role WITH =, valid WITH &&),
    ADD CONSTRAINT land_records_member_single_roles
        EXCLUDE USING gist (group_id WITH =, role WITH =, valid WITH &&)
        WHERE (role IN ('husband', 'wife', 'head', 'heads_spouse'));

-- One number on two living parties must stand in the list of proposed duplicates when the transaction ends. The lock
-- makes two sessions that enter the same number wait for each other; its 1024 keys bound what a bulk load may hold.
CREATE FUNCTION public.land_records_identity_named() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    other bigint;
BEGIN
    IF NEW.blind_index IS NULL OR NOT upper_inf(NEW.valid) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('land_records.identity'), get_byte(NEW.blind_index, 0) * 4
                                  + get_byte(NEW.blind_index, 1) % 4);
    SELECT p.party_id INTO other FROM public.land_records_identitypaper p
    WHERE p.blind_index = NEW.blind_index AND upper_inf(p.valid) AND p.party_id <> NEW.party_id
      AND public.land_records_party_root(p.party_id) <> public.land_records_party_root(NEW.party_id)
      AND NOT EXISTS (SELECT FROM public.land_records_partyduplicate d
                      WHERE d.first_id = least(p.party_id, NEW.party_id)
                        AND d.second_id = greatest(p.party_id, NEW.party_id))
    LIMIT 1;
    IF other IS NOT NULL THEN
        RAISE EXCEPTION 'parties % and % carry one identity number and are not listed as duplicates',
            least(other, NEW.party_id), greatest(other, NEW.party_id)
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'land_records_identity_named';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER land_records_identity_named
    AFTER INSERT OR UPDATE OF blind_index, valid ON public.land_records_identitypaper
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.land_records_identity_named();

-- merged_into follows the merge that stands, and never in a circle.
CREATE FUNCTION public.land_records_merge_followed() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    touched bigint := CASE TG_TABLE_NAME WHEN 'land_records_party' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'absorbed_id')::bigint END;
    says bigint := (SELECT p.merged_into_id FROM public.land_records_party p WHERE p.id = touched);
    stands bigint := (SELECT m.kept_id FROM public.land_records_partymerge m
                      WHERE m.absorbed_id = touched AND m.undone_at IS NULL);
BEGIN
    IF says IS DISTINCT FROM stands THEN
        RAISE EXCEPTION 'party % points to %, its standing merge to %', touched, says, stands
            USING ERRCODE = 'check_violation', CONSTRAINT = 'land_records_merge_followed';
    END IF;
    IF public.land_records_party_root(touched) IS NULL THEN
        RAISE EXCEPTION 'party % is merged in a circle', touched
            USING ERRCODE = 'check_violation', CONSTRAINT = 'land_records_merge_circle';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER land_records_merge_followed
    AFTER INSERT OR UPDATE OF merged_into_id ON public.land_records_party
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.land_records_merge_followed();
CREATE CONSTRAINT TRIGGER land_records_merge_followed
    AFTER INSERT OR UPDATE OF undone_at ON public.land_records_partymerge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.land_records_merge_followed();

-- Search: whole names and their beginnings from either end by btree, parts of words by trigrams; former names too.
CREATE INDEX land_records_particulars_front ON public.land_records_partyparticulars
    (folded_name text_pattern_ops, birth_year);
CREATE INDEX land_records_particulars_back ON public.land_records_partyparticulars
    (folded_back text_pattern_ops, birth_year);
CREATE INDEX land_records_particulars_parts ON public.land_records_partyparticulars
    USING gin (folded_name public.gin_trgm_ops);
CREATE INDEX land_records_address_parts ON public.land_records_partyaddress
    USING gin (folded_detail public.gin_trgm_ops);
CREATE INDEX land_records_address_whole ON public.land_records_partyaddress (folded_detail);
CREATE INDEX land_records_paper_number ON public.land_records_identitypaper (blind_index);
CREATE INDEX land_records_paper_key ON public.land_records_identitypaper (key_id, id) WHERE sealed IS NOT NULL;
CREATE INDEX land_records_member_of ON public.land_records_partymember (member_id, group_id);
CREATE INDEX land_records_member_group ON public.land_records_partymember (group_id);

-- The application opens rows and closes them. It re-seals papers, points an absorbed party to the kept one, decides
-- duplicates, undoes merges. Everything else of a row is fixed; erasing is the owner's act (erase_party).
REVOKE UPDATE, DELETE ON public.land_records_party, public.land_records_partyunit, public.land_records_partyparticulars,
    public.land_records_identitypaper, public.land_records_partyaddress, public.land_records_partymember,
    public.land_records_partyduplicate, public.land_records_partymerge FROM thodia_app;
GRANT UPDATE (merged_into_id) ON public.land_records_party TO thodia_app;
GRANT UPDATE (valid, closed_by_id) ON public.land_records_partyparticulars, public.land_records_partyaddress,
    public.land_records_partymember, public.land_records_identitypaper TO thodia_app;
GRANT UPDATE (replaced_by_id, sealed, blind_index, key_id) ON public.land_records_identitypaper TO thodia_app;
GRANT UPDATE (evidence, status, decided_by_id, decided_at, reason) ON public.land_records_partyduplicate TO thodia_app;
GRANT UPDATE (undone_by_id, undone_at, undone_reason) ON public.land_records_partymerge TO thodia_app;

SELECT history.track('public.land_records_party');
SELECT history.track('public.land_records_partyunit');
SELECT history.track('public.land_records_partyparticulars', ARRAY[
    'name', 'folded_name', 'folded_back', 'short_name', 'foreign_name', 'gender', 'birth_date', 'birth_year',
    'death_date', 'death_year', 'nationality', 'ethnicity', 'tax_code', 'phone', 'email', 'founding_number',
    'founding_date', 'founding_kind']);
SELECT history.track('public.land_records_identitypaper', ARRAY['sealed', 'blind_index', 'issued_on', 'issued_by']);
SELECT history.track('public.land_records_partyaddress',
    ARRAY['unit_id', 'house_number', 'street', 'hamlet', 'detail', 'folded_detail']);
SELECT history.track('public.land_records_partymember');
SELECT history.track('public.land_records_partyduplicate', ARRAY['reason']);
SELECT history.track('public.land_records_partymerge', ARRAY['reason', 'undone_reason']);
