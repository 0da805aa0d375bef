-- Parties by their address: all words somewhere in it, by trigrams.
SELECT found.party_id, upper_inf(found.valid)
FROM land_records_partyaddress found
WHERE {words in folded_detail}
  AND (%(moment)s::timestamptz IS NULL OR found.valid @> %(moment)s::timestamptz)
  AND {within}
LIMIT %(limit)s
