-- Every step of parentage reachable from a parcel, upwards from it and downwards from it, never back and forth:
-- a sister's children are no relatives of the asked parcel. UNION removes repeats, so a loop could not run for ever.
WITH RECURSIVE upwards AS (
    SELECT parent_id, child_id FROM land_records_parcellineage WHERE child_id = %(parcel)s
    UNION
    SELECT l.parent_id, l.child_id FROM land_records_parcellineage l JOIN upwards u ON l.child_id = u.parent_id
), downwards AS (
    SELECT parent_id, child_id FROM land_records_parcellineage WHERE parent_id = %(parcel)s
    UNION
    SELECT l.parent_id, l.child_id FROM land_records_parcellineage l JOIN downwards d ON l.parent_id = d.child_id
)
SELECT l.parent_id, l.child_id, l.kind, l.parent_share, l.at, l.transaction_id
FROM land_records_parcellineage l
JOIN (SELECT * FROM upwards UNION SELECT * FROM downwards) AS known USING (parent_id, child_id)
ORDER BY l.at, l.parent_id, l.child_id
