-- The old version ends when the new one begins; two acts at one moment follow each other by a microsecond.
UPDATE land_records_parcelversion
SET valid = tstzrange(lower(valid), greatest(%(at)s, lower(valid) + interval '1 microsecond')),
    closed_by_id = %(transaction)s
WHERE id = ANY(%(ids)s)
