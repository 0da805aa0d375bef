-- Codes are re-used, but never by two units on the same day.
ALTER TABLE public.reference_unit ADD CONSTRAINT reference_unit_no_overlap
    EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to, '[]') WITH &&);
CREATE INDEX reference_unit_search ON public.reference_unit USING gin (search_key public.gin_trgm_ops);

-- A trigger, not a GENERATED column: a restore loads rows before spatial_ref_sys and would leave the column empty.
CREATE FUNCTION public.reference_boundary_to_3857() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.geom_3857 := public.ST_Transform(NEW.geom, 3857);
    RETURN NEW;
END
$$;
CREATE TRIGGER boundary_to_3857 BEFORE INSERT OR UPDATE OF geom ON public.reference_unitboundary
    FOR EACH ROW EXECUTE FUNCTION public.reference_boundary_to_3857();
