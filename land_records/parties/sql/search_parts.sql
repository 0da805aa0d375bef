-- Parties whose name has all the words somewhere, by trigrams.
SELECT v.party_id, upper_inf(v.valid)
FROM land_records_partyparticulars v
WHERE v.folded_name LIKE ALL (%(patterns)s)
  AND (%(year)s IS NULL OR v.birth_year = %(year)s)
  AND (%(moment)s::timestamptz IS NULL OR v.valid @> %(moment)s::timestamptz)
  AND (%(units)s::bigint[] IS NULL OR EXISTS (
       SELECT FROM land_records_partyunit u WHERE u.party_id = v.party_id AND u.unit_id = ANY (%(units)s::bigint[])))
LIMIT %(limit)s
