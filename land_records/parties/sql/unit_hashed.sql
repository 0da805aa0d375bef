-- Hashed: under OR the planner makes a hash of the subquery instead of joining.
(found.party_id IS NULL OR found.party_id IN (SELECT u.party_id FROM land_records_partyunit u WHERE u.unit_id = ANY (%(units)s::bigint[])))
