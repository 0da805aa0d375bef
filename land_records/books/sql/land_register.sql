-- One line per purpose of every use right in force at a moment on the parcels of a unit (sổ địa chính, part II).
SELECT r.id, lower(r.valid), m.ordinal, p.number, p.id,
       coalesce(use.area_m2, v.area_certificate, v.area_labelled, v.area_computed), use.code, use.term, use.until,
       r.origin, d.code,
       (SELECT string_agg(c.register_no, ', ' ORDER BY c.id) FROM land_records_certificateright k
        JOIN land_records_certificate c ON c.id = k.certificate_id AND c.register_no <> ''
        WHERE k.right_id = r.id AND k.valid @> %(moment)s),
       (SELECT array_agg(h.party_id ORDER BY h.id) FROM land_records_rightholder h WHERE h.right_id = r.id),
       (SELECT count(*) FROM land_records_restriction x
        WHERE (x.right_id = r.id OR x.parcel_id = p.id) AND x.valid @> %(moment)s)
FROM land_records_parcel p
JOIN land_records_mapsheet m ON m.id = p.sheet_id
JOIN land_records_rightsubject s ON s.parcel_id = p.id
JOIN land_records_right r ON r.id = s.right_id AND r.kind IN ('land_use', 'management') AND r.valid @> %(moment)s
JOIN land_records_parcelversion v ON v.parcel_id = p.id AND v.valid @> %(moment)s
JOIN dossiers_transaction t ON t.id = r.transaction_id
JOIN dossiers_dossier d ON d.id = t.dossier_id
LEFT JOIN land_records_rightpurpose use ON use.right_id = r.id AND use.parcel_id = p.id
WHERE p.unit_id = ANY(%(units)s) AND (%(sheet)s::text IS NULL OR m.ordinal = %(sheet)s)
ORDER BY length(m.ordinal), m.ordinal, p.number, r.id, use.position
LIMIT %(limit)s OFFSET %(offset)s
