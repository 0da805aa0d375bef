-- Certificates in force that no dossier with papers is about: neither linked nor made by a transaction of one.
-- Dossiers of imports and of linking itself hold files, not a certificate's papers.
FROM land_records_certificate c
JOIN land_records_certificatestate s ON s.certificate_id = c.id AND upper_inf(s.valid) AND s.status IN ('valid', 'changed')
WHERE (%(units)s::bigint[] IS NULL OR c.unit_id = ANY(%(units)s))
  AND NOT EXISTS (
      SELECT FROM dossiers_dossierlink l
      WHERE l.subject_kind = 'certificate' AND l.subject_id = c.id AND l.ended_at IS NULL)
  AND NOT EXISTS (
      SELECT FROM dossiers_ledgerentry e
      JOIN dossiers_transaction t ON t.id = e.transaction_id
      JOIN dossiers_dossier d ON d.id = t.dossier_id
      WHERE e.subject_kind = 'certificate' AND e.subject_id = c.id AND d.kind IN ('application', 'archive'))
  AND (%(after)s::bigint IS NULL OR c.id > %(after)s)
