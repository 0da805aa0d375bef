-- The old version ends when the new one begins; two acts at one moment follow each other by a microsecond.
UPDATE land_records_parcelversion closed
SET valid = tstzrange(lower(closed.valid), greatest(%(at)s, lower(closed.valid) + interval '1 microsecond')),
    closed_by_id = changed.transaction_id
FROM unnest(%(ids)s::bigint[], %(transactions)s::bigint[]) AS changed(id, transaction_id)
WHERE closed.id = changed.id
