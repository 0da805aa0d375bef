-- Parcels in force without a certificate on a right in force, and without a dossier linked to them or to an act on them.
FROM land_records_parcel c
JOIN land_records_parcelversion v ON v.parcel_id = c.id AND upper_inf(v.valid) AND v.standing <> 'historic'
WHERE (%(units)s::bigint[] IS NULL OR c.unit_id = ANY(%(units)s))
  AND NOT EXISTS (
      SELECT FROM land_records_rightsubject r
      JOIN land_records_certificateright p ON p.right_id = r.right_id AND upper_inf(p.valid)
      WHERE r.parcel_id = c.id)
  AND NOT EXISTS (
      SELECT FROM dossiers_dossierlink l
      WHERE l.subject_kind = 'parcel' AND l.subject_id = c.id AND l.ended_at IS NULL)
  AND NOT EXISTS (
      SELECT FROM dossiers_ledgerentry e
      JOIN dossiers_transaction t ON t.id = e.transaction_id
      JOIN dossiers_dossier d ON d.id = t.dossier_id
      WHERE e.subject_kind = 'parcel' AND e.subject_id = c.id AND d.kind IN ('application', 'archive'))
  AND (%(after)s::bigint IS NULL OR c.id > %(after)s)
