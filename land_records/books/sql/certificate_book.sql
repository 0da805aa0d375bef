-- Certificates of a unit in the order they were signed: what each proves, by whom it was decided.
SELECT c.id, c.serial, c.register_no, c.issued_on, c.decision_no, c.decision_date, state.status,
       coalesce(proved.parties, '{}'), coalesce(proved.parcels, '{}'), proved.area
FROM land_records_certificate c
JOIN LATERAL (
    SELECT s.status FROM land_records_certificatestate s WHERE s.certificate_id = c.id AND upper_inf(s.valid)
) AS state ON state.status NOT IN ('draft', 'discarded')
LEFT JOIN LATERAL (
    -- what it proved last: rights linked now, or those linked when it ended
    SELECT array_agg(DISTINCT h.party_id) AS parties,
           array_agg(DISTINCT m.ordinal || '/' || p.number) FILTER (WHERE p.id IS NOT NULL) AS parcels,
           (SELECT sum(area) FROM (
                SELECT DISTINCT ON (s2.parcel_id) coalesce(v.area_certificate, v.area_labelled, v.area_computed) AS area
                FROM land_records_certificateright k2
                JOIN land_records_rightsubject s2 ON s2.right_id = k2.right_id AND s2.parcel_id IS NOT NULL
                JOIN land_records_parcelversion v ON v.parcel_id = s2.parcel_id
                WHERE k2.certificate_id = c.id AND (upper_inf(k2.valid) OR NOT EXISTS (
                    SELECT FROM land_records_certificateright k3 WHERE k3.certificate_id = c.id AND upper_inf(k3.valid)))
                ORDER BY s2.parcel_id, upper(v.valid) DESC NULLS FIRST) AS each) AS area
    FROM land_records_certificateright k
    JOIN land_records_rightholder h ON h.right_id = k.right_id
    JOIN land_records_rightsubject s ON s.right_id = k.right_id
    LEFT JOIN land_records_parcel p ON p.id = s.parcel_id
    LEFT JOIN land_records_mapsheet m ON m.id = p.sheet_id
    WHERE k.certificate_id = c.id AND (upper_inf(k.valid) OR NOT EXISTS (
        SELECT FROM land_records_certificateright later WHERE later.certificate_id = c.id AND upper_inf(later.valid)))
) AS proved ON true
WHERE c.unit_id = ANY(%(units)s)
  AND (%(begin)s::date IS NULL OR c.issued_on >= %(begin)s) AND (%(end)s::date IS NULL OR c.issued_on < %(end)s)
ORDER BY c.issued_on NULLS FIRST, c.id
LIMIT %(limit)s OFFSET %(offset)s
