-- Nobody rewrites who looked at what. Reasons and queries may name people: commitments only.
REVOKE UPDATE, DELETE, TRUNCATE ON public.dossiers_personalread FROM thodia_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.dossiers_personalread
    FOR EACH STATEMENT EXECUTE FUNCTION public.dossiers_append_only();
SELECT history.track('public.dossiers_personalread', ARRAY['reason', 'query']);
