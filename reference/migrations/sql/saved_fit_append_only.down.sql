DROP TRIGGER append_only ON public.reference_savedfit;
DROP FUNCTION public.reference_saved_fit_append_only();
