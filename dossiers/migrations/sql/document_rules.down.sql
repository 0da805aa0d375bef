-- What was kept stays kept; only the recording of the three tables ends.
DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['document', 'dossierlink', 'shelfmove'] LOOP
        EXECUTE format('DROP TRIGGER history_insert ON public.dossiers_%1$s;
                        DROP TRIGGER history_update ON public.dossiers_%1$s;
                        DROP TRIGGER history_delete ON public.dossiers_%1$s;
                        DROP TRIGGER history_key ON public.dossiers_%1$s;
                        DROP TRIGGER history_truncate ON public.dossiers_%1$s', kept);
    END LOOP;
END $$;
DROP TRIGGER append_only ON public.dossiers_shelfmove;
DROP TRIGGER ended_once ON public.dossiers_dossierlink;
DROP FUNCTION public.dossiers_link_guard();
DROP TRIGGER kept ON public.dossiers_document;
DROP FUNCTION public.dossiers_document_guard();
SELECT history.track('public.dossiers_dossier', ARRAY['title']);
