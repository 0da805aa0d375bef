-- Asked party and the one it was found to be.
SELECT p.id, CASE WHEN p.merged_into_id IS NULL THEN p.id ELSE public.land_records_party_root(p.id) END
FROM land_records_party p
WHERE p.id = ANY (%s)
