-- Parties by their address: the leading words whole, by the index of words; the others are looked at in what that finds.
-- (`folded_detail || ''` keeps the trigram index out: its lists of everyday words are as long as the table.)
SELECT found.party_id, upper_inf(found.valid)
FROM land_records_partyaddress found
WHERE string_to_array(found.folded_detail, ' ') @> %(leading)s::text[]
  AND {words of folded_detail}
  AND (%(moment)s::timestamptz IS NULL OR found.valid @> %(moment)s::timestamptz)
  AND {within}
LIMIT %(limit)s
