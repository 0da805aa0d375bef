-- Each kept party with everybody absorbed into it, at any depth.
WITH RECURSIVE family (root, id) AS (
    SELECT p.id, p.id FROM land_records_party p WHERE p.id = ANY (%s)
    UNION
    SELECT f.root, p.id FROM land_records_party p JOIN family f ON p.merged_into_id = f.id
)
SELECT root, id FROM family
