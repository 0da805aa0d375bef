-- Parcels touched by approved acts of a unit in a time: what stood before, by which act it changed. A parcel is touched
-- when a version of it or a right on it was closed by the act, or a restriction on that right was opened or closed.
WITH decided AS (
    SELECT a.id AS act_id, a.kind, t.id AS transaction_id, t.approved_at, d.code AS dossier
    FROM land_records_registeract a
    JOIN dossiers_transaction t ON t.id = a.transaction_id AND t.status = 'approved'
    JOIN dossiers_dossier d ON d.id = a.dossier_id
    WHERE a.unit_id = ANY(%(units)s) AND t.approved_at >= %(begin)s AND t.approved_at < %(end)s
), closed_right AS (
    SELECT d.act_id, r.id AS right_id FROM decided d JOIN land_records_right r ON r.closed_by_id = d.transaction_id
), opened_right AS (
    SELECT d.act_id, r.id AS right_id FROM decided d JOIN land_records_right r ON r.transaction_id = d.transaction_id
), charged_right AS (
    SELECT d.act_id, x.right_id FROM decided d
    JOIN land_records_restriction x ON d.transaction_id IN (x.transaction_id, x.closed_by_id)
    WHERE x.right_id IS NOT NULL
), touched AS (
    SELECT d.act_id, v.parcel_id FROM decided d
    JOIN land_records_parcelversion v ON v.closed_by_id = d.transaction_id
    WHERE NOT EXISTS (SELECT FROM land_records_parcelversion after WHERE after.parcel_id = v.parcel_id
                      AND after.transaction_id = d.transaction_id AND after.cause = 'neighbour_vertex')
    UNION
    SELECT c.act_id, s.parcel_id FROM closed_right c JOIN land_records_rightsubject s USING (right_id)
    WHERE s.parcel_id IS NOT NULL
    UNION
    SELECT c.act_id, s.parcel_id FROM charged_right c JOIN land_records_rightsubject s USING (right_id)
    WHERE s.parcel_id IS NOT NULL
    UNION
    SELECT o.act_id, s.parcel_id FROM opened_right o JOIN land_records_rightsubject s USING (right_id)
    JOIN land_records_registeract a ON a.id = o.act_id AND a.kind = 'first_registration'
    WHERE s.parcel_id IS NOT NULL
)
SELECT d.act_id, d.kind, d.approved_at, d.dossier, p.id, m.ordinal, p.number, u.full_name,
       before.land_use, coalesce(before.area_certificate, before.area_labelled, before.area_computed),
       coalesce((SELECT array_agg(DISTINCT h.party_id ORDER BY h.party_id)
                 FROM land_records_rightsubject s
                 JOIN land_records_right r ON r.id = s.right_id AND r.kind IN ('land_use', 'management')
                  AND (r.closed_by_id = d.transaction_id
                       OR r.transaction_id <> d.transaction_id AND r.valid @> d.approved_at)
                 JOIN land_records_rightholder h ON h.right_id = r.id
                 WHERE s.parcel_id = p.id), '{}')
FROM touched t
JOIN decided d USING (act_id)
JOIN land_records_parcel p ON p.id = t.parcel_id
JOIN land_records_mapsheet m ON m.id = p.sheet_id
JOIN reference_unit u ON u.id = p.unit_id
JOIN LATERAL (
    SELECT v.* FROM land_records_parcelversion v
    WHERE v.parcel_id = p.id AND (v.closed_by_id = d.transaction_id OR lower(v.valid) <= d.approved_at)
    ORDER BY v.closed_by_id = d.transaction_id DESC NULLS LAST, lower(v.valid) DESC LIMIT 1
) AS before ON true
ORDER BY d.approved_at, d.act_id, length(m.ordinal), m.ordinal, p.number
LIMIT %(limit)s
