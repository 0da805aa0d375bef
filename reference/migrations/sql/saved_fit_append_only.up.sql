-- A fit that parcels were computed with must stay what it was: a better one is a new version.
CREATE FUNCTION public.reference_saved_fit_append_only() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'reference_savedfit is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.reference_savedfit
    FOR EACH STATEMENT EXECUTE FUNCTION public.reference_saved_fit_append_only();
