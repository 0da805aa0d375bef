-- Pairs that may be one party, by three kinds of evidence; a pair whose citizen's cards differ is two people.
-- A name with its year, or an address, that more than so many parties share makes no pairs: it tells nothing.
WITH living AS MATERIALIZED (
    SELECT p.id, p.kind, v.folded_name, v.birth_year
    FROM land_records_party p
    JOIN land_records_partyparticulars v ON v.party_id = p.id AND upper_inf(v.valid) AND v.erased_at IS NULL
    WHERE p.merged_into_id IS NULL AND p.kind IN ('person', 'organisation', 'foreign_invested', 'community')
), card AS MATERIALIZED (
    SELECT CASE WHEN p.merged_into_id IS NULL THEN p.id ELSE public.land_records_party_root(p.id) END AS party_id,
           i.kind, i.blind_index, i.key_id
    FROM land_records_identitypaper i JOIN land_records_party p ON p.id = i.party_id
    WHERE upper_inf(i.valid) AND i.sealed IS NOT NULL
), named AS MATERIALIZED (
    SELECT kind, folded_name, birth_year, count(*) AS bearers
    FROM living WHERE birth_year IS NOT NULL OR kind <> 'person'
    GROUP BY kind, folded_name, birth_year HAVING count(*) > 1
), place AS MATERIALIZED (
    SELECT folded_detail FROM land_records_partyaddress WHERE upper_inf(valid) AND folded_detail IS NOT NULL
    GROUP BY folded_detail HAVING count(*) BETWEEN 2 AND %(most)s
), found (one, two, code, score) AS (
    SELECT DISTINCT least(a.party_id, b.party_id), greatest(a.party_id, b.party_id), 'same_number', 1.0::numeric
    FROM card a JOIN card b ON b.blind_index = a.blind_index AND b.party_id > a.party_id
    UNION ALL
    SELECT a.id, b.id, CASE a.kind WHEN 'person' THEN 'same_name_and_year' ELSE 'same_name' END, 1.0
    FROM named n
    JOIN living a ON a.kind = n.kind AND a.folded_name = n.folded_name AND a.birth_year IS NOT DISTINCT FROM n.birth_year
    JOIN living b ON b.kind = n.kind AND b.folded_name = n.folded_name AND b.birth_year IS NOT DISTINCT FROM n.birth_year
                  AND b.id > a.id
    WHERE n.bearers <= %(most)s
    UNION ALL
    SELECT a.id, b.id, 'similar_name_same_address', round(public.similarity(a.folded_name, b.folded_name)::numeric, 2)
    FROM place
    JOIN land_records_partyaddress x ON x.folded_detail = place.folded_detail
    JOIN land_records_partyaddress y ON y.folded_detail = x.folded_detail AND y.party_id > x.party_id
                                     AND upper_inf(y.valid)
    JOIN living a ON a.id = x.party_id
    JOIN living b ON b.id = y.party_id AND b.kind = a.kind
    WHERE upper_inf(x.valid) AND public.similarity(a.folded_name, b.folded_name) >= %(similar)s
      AND (a.birth_year IS NULL OR b.birth_year IS NULL OR a.birth_year = b.birth_year)
), paired AS (
    SELECT one, two, jsonb_object_agg(code, score) AS evidence FROM found GROUP BY one, two
), plausible AS (
    SELECT one, two, evidence FROM paired q
    WHERE evidence ? 'same_number' OR NOT EXISTS (
        SELECT FROM card a JOIN card b ON b.kind = a.kind AND b.key_id = a.key_id AND b.blind_index <> a.blind_index
        WHERE a.party_id = q.one AND b.party_id = q.two AND a.kind IN ('cccd', 'business_code'))
), written AS (
    INSERT INTO land_records_partyduplicate (first_id, second_id, evidence, status, proposed_at)
    SELECT one, two, evidence, 'open', %(at)s FROM plausible
    ON CONFLICT (first_id, second_id) DO UPDATE SET evidence = EXCLUDED.evidence
        WHERE land_records_partyduplicate.status = 'open'
          AND land_records_partyduplicate.evidence IS DISTINCT FROM EXCLUDED.evidence
    RETURNING (xmax = 0) AS fresh
)
SELECT (SELECT count(*) FROM written WHERE fresh),
       (SELECT count(*) FROM named WHERE bearers > %(most)s)
