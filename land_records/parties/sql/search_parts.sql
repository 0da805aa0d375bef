-- Parties whose name has all the words somewhere, by trigrams.
SELECT found.party_id, upper_inf(found.valid)
FROM land_records_partyparticulars found
WHERE found.folded_name LIKE ALL (%(patterns)s)
  AND (%(year)s IS NULL OR found.birth_year = %(year)s)
  AND (%(moment)s::timestamptz IS NULL OR found.valid @> %(moment)s::timestamptz)
  AND {within}
LIMIT %(limit)s
