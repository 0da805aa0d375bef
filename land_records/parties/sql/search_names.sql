-- Parties by the front of a name, the back of it, or both ends; in name order, so that the index streams and LIMIT ends.
-- {side} is folded_name or folded_back; %(other)s is what the other end must look like (null: anything).
SELECT found.party_id, upper_inf(found.valid)
FROM land_records_partyparticulars found
WHERE found.{side} LIKE %(pattern)s
  AND (%(other)s IS NULL OR found.folded_name LIKE %(other)s)
  AND (%(year)s IS NULL OR found.birth_year = %(year)s)
  AND (%(moment)s::timestamptz IS NULL OR found.valid @> %(moment)s::timestamptz)
  AND {within}
ORDER BY found.{side} USING ~<~
LIMIT %(limit)s
