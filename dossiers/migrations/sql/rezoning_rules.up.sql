-- A re-zoning is told by the owner's command only; it is kept for ever.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON public.dossiers_rezoning FROM thodia_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.dossiers_rezoning
    FOR EACH STATEMENT EXECUTE FUNCTION public.dossiers_append_only();
SELECT history.track('public.dossiers_rezoning');
