-- Parties whose name has all the words somewhere, by trigrams.
SELECT found.party_id, upper_inf(found.valid)
FROM land_records_partyparticulars found
WHERE {words in folded_name}
  AND (%(year)s IS NULL OR found.birth_year = %(year)s)
  AND (%(moment)s::timestamptz IS NULL OR found.valid @> %(moment)s::timestamptz)
  AND {within}
LIMIT %(limit)s
