-- Particulars that wait for an act: opened, re-sealed, emptied once; the sealed text is personal in the history.
ALTER TABLE public.land_records_particularsproposal
    ADD CONSTRAINT land_records_proposal_seal_size CHECK (octet_length(sealed) BETWEEN 29 AND 20000);
CREATE INDEX land_records_proposal_key ON public.land_records_particularsproposal (key_id) WHERE sealed IS NOT NULL;

REVOKE UPDATE, DELETE ON public.land_records_particularsproposal FROM thodia_app;
GRANT UPDATE (sealed, key_id, transaction_id, settled_at) ON public.land_records_particularsproposal TO thodia_app;

SELECT history.track('public.land_records_particularsproposal', ARRAY['sealed']);
