-- Archived dossiers that no standing link ties to a certificate.
FROM dossiers_dossier c
WHERE c.kind = 'archive'
  AND (%(units)s::bigint[] IS NULL OR c.unit_id = ANY(%(units)s))
  AND NOT EXISTS (
      SELECT FROM dossiers_dossierlink l
      WHERE l.dossier_id = c.id AND l.subject_kind = 'certificate' AND l.ended_at IS NULL)
  AND (%(after)s::bigint IS NULL OR c.id > %(after)s)
