-- What the legal spine never lets happen, whoever asks. Privileges bind thodia_app; the triggers bind everybody.
REVOKE UPDATE, DELETE, TRUNCATE ON public.dossiers_ledgerentry FROM thodia_app;
REVOKE UPDATE, DELETE, TRUNCATE ON public.dossiers_storedfile FROM thodia_app;
REVOKE DELETE, TRUNCATE ON public.dossiers_dossier, public.dossiers_dossierfile, public.dossiers_transaction FROM thodia_app;

CREATE FUNCTION public.dossiers_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.dossiers_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION public.dossiers_append_only();

-- Pending → approved | rejected | withdrawn, once; who submitted what never changes.
CREATE FUNCTION public.dossiers_transaction_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'transaction % is part of the legal record', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.status <> 'pending' THEN
        RAISE EXCEPTION 'transaction % is already %', OLD.id, OLD.status USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.dossier_id, NEW.kind, NEW.submitted_by_id, NEW.submitted_at)
        IS DISTINCT FROM (OLD.dossier_id, OLD.kind, OLD.submitted_by_id, OLD.submitted_at) THEN
        RAISE EXCEPTION 'transaction %: dossier, kind and submission are fixed', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER decided_once BEFORE UPDATE OR DELETE ON public.dossiers_transaction
    FOR EACH ROW EXECUTE FUNCTION public.dossiers_transaction_guard();
