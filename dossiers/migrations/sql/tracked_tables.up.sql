-- The spine itself and who may act on it. Names of people and of their files are personal: commitments only.
SELECT history.track('public.accounts_user', ARRAY['username', 'first_name', 'last_name', 'full_name', 'email', 'password'], ARRAY['last_login']);
SELECT history.track('public.accounts_office');
SELECT history.track('public.accounts_officeunit');
SELECT history.track('public.accounts_membership');
SELECT history.track('public.dossiers_dossier', ARRAY['title']);
SELECT history.track('public.dossiers_storedfile', ARRAY['name']);
SELECT history.track('public.dossiers_dossierfile', ARRAY['name']);
SELECT history.track('public.dossiers_transaction');
SELECT history.track('public.dossiers_ledgerentry');
