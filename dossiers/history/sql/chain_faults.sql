-- Links out of order, not fitting the one before, or not having the hash of what they say.
SELECT id::text, reason
FROM (
    SELECT id, CASE
        WHEN id <> coalesce(lag(id) OVER chain + 1, 0) THEN 'link_gap'
        WHEN previous <> lag(hash) OVER chain THEN 'link_previous'
        WHEN hash <> history.link_hash(id, xact, rows, digest, at, role, previous) THEN 'link_hash'
    END AS reason
    FROM history.link WINDOW chain AS (ORDER BY id)
) AS judged
WHERE reason IS NOT NULL
ORDER BY id
LIMIT %(limit)s
