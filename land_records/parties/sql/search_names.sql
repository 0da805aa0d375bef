-- Parties by the front of a name, the back of it, or both ends; in name order, so that the index streams and LIMIT ends.
-- {side} is folded_name or folded_back; %(other)s is what the other end must look like (null: anything).
SELECT v.party_id, upper_inf(v.valid)
FROM land_records_partyparticulars v
WHERE v.{side} LIKE %(pattern)s
  AND (%(other)s IS NULL OR v.folded_name LIKE %(other)s)
  AND (%(year)s IS NULL OR v.birth_year = %(year)s)
  AND (%(moment)s::timestamptz IS NULL OR v.valid @> %(moment)s::timestamptz)
  AND (%(units)s::bigint[] IS NULL OR EXISTS (
       SELECT FROM land_records_partyunit u WHERE u.party_id = v.party_id AND u.unit_id = ANY (%(units)s::bigint[])))
ORDER BY v.{side} USING ~<~
LIMIT %(limit)s
