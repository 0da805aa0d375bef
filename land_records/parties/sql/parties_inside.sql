-- How many parties lie in these units, counted up to `most`.
SELECT count(*) FROM (SELECT FROM land_records_partyunit WHERE unit_id = ANY (%(units)s::bigint[]) LIMIT %(most)s) AS inside
