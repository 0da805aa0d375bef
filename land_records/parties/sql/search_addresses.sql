-- Parties by their address: all words somewhere in it, by trigrams.
SELECT a.party_id, upper_inf(a.valid)
FROM land_records_partyaddress a
WHERE a.folded_detail LIKE ALL (%(patterns)s)
  AND (%(moment)s::timestamptz IS NULL OR a.valid @> %(moment)s::timestamptz)
  AND (%(units)s::bigint[] IS NULL OR EXISTS (
       SELECT FROM land_records_partyunit u WHERE u.party_id = a.party_id AND u.unit_id = ANY (%(units)s::bigint[])))
LIMIT %(limit)s
