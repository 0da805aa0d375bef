-- The day of the youngest approval that put a parcel into the register (in the register's time zone).
SELECT (max(t.approved_at) AT TIME ZONE %(zone)s)::date
FROM dossiers_transaction t
WHERE t.status = 'approved'
  AND EXISTS (SELECT FROM land_records_parcelversion v WHERE v.transaction_id = t.id)
