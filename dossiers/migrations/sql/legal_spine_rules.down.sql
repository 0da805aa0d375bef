DROP TRIGGER decided_once ON public.dossiers_transaction;
DROP FUNCTION public.dossiers_transaction_guard();
DROP TRIGGER append_only ON public.dossiers_ledgerentry;
DROP FUNCTION public.dossiers_append_only();
GRANT UPDATE, DELETE ON public.dossiers_ledgerentry, public.dossiers_storedfile TO thodia_app;
GRANT DELETE ON public.dossiers_dossier, public.dossiers_dossierfile, public.dossiers_transaction TO thodia_app;
