DROP TRIGGER boundary_to_3857 ON public.reference_unitboundary;
DROP FUNCTION public.reference_boundary_to_3857();
DROP INDEX public.reference_unit_search;
ALTER TABLE public.reference_unit DROP CONSTRAINT reference_unit_no_overlap;
