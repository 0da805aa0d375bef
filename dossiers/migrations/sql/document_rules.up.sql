-- Papers, links and shelf moves: what is said stays said. Privileges bind thodia_app; the triggers bind everybody.
REVOKE DELETE, TRUNCATE ON public.dossiers_document, public.dossiers_dossierlink FROM thodia_app;
REVOKE UPDATE, DELETE, TRUNCATE ON public.dossiers_shelfmove FROM thodia_app;

-- A paper keeps its place in its dossier; its scan is set once: a wrong one is answered by a new component.
CREATE FUNCTION public.dossiers_document_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'document % is part of the legal record', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.dossier_id, NEW.position) IS DISTINCT FROM (OLD.dossier_id, OLD.position) THEN
        RAISE EXCEPTION 'document %: dossier and position are fixed', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.file_id IS NOT NULL AND NEW.file_id IS DISTINCT FROM OLD.file_id THEN
        RAISE EXCEPTION 'document %: its scan is fixed', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON public.dossiers_document
    FOR EACH ROW EXECUTE FUNCTION public.dossiers_document_guard();

-- A link is made once and ended once.
CREATE FUNCTION public.dossiers_link_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'link % is ended, never deleted', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'link % has ended already', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.dossier_id, NEW.subject_kind, NEW.subject_id, NEW.transaction_id, NEW.linked_by_id, NEW.linked_at)
        IS DISTINCT FROM
       (OLD.dossier_id, OLD.subject_kind, OLD.subject_id, OLD.transaction_id, OLD.linked_by_id, OLD.linked_at) THEN
        RAISE EXCEPTION 'link %: what it joins is fixed', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER ended_once BEFORE UPDATE OR DELETE ON public.dossiers_dossierlink
    FOR EACH ROW EXECUTE FUNCTION public.dossiers_link_guard();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.dossiers_shelfmove
    FOR EACH STATEMENT EXECUTE FUNCTION public.dossiers_append_only();

-- Titles, numbers of contracts, notes and file names may name people: commitments only.
SELECT history.track('public.dossiers_dossier', ARRAY['title'], ARRAY['folded_title']);
SELECT history.track('public.dossiers_document', ARRAY['title', 'number', 'issuer', 'note', 'file_name']);
SELECT history.track('public.dossiers_dossierlink', ARRAY['ended_reason']);
SELECT history.track('public.dossiers_shelfmove', ARRAY['reason']);
