-- Sổ mục kê: one line per parcel of a unit at a moment, sheet by sheet. Papers are the certificate's area and the
-- purposes of the use rights in force.
SELECT parcel.id, sheet.ordinal, parcel.number, v.area_computed, v.land_use, v.area_certificate,
       (SELECT string_agg(DISTINCT purpose.code, '+' ORDER BY purpose.code)
        FROM land_records_rightsubject s
        JOIN land_records_right r ON r.id = s.right_id AND r.kind IN ('land_use', 'management') AND r.valid @> %(moment)s
        JOIN land_records_rightpurpose purpose ON purpose.right_id = r.id AND purpose.parcel_id = parcel.id
        WHERE s.parcel_id = parcel.id),
       (SELECT array_agg(DISTINCT h.party_id ORDER BY h.party_id)
        FROM land_records_rightsubject s
        JOIN land_records_right r ON r.id = s.right_id AND r.kind IN ('land_use', 'management') AND r.valid @> %(moment)s
        JOIN land_records_rightholder h ON h.right_id = r.id
        WHERE s.parcel_id = parcel.id),
       v.standing
FROM land_records_parcel parcel
JOIN land_records_mapsheet sheet ON sheet.id = parcel.sheet_id
JOIN land_records_mapseries series ON series.id = sheet.series_id
JOIN land_records_parcelversion v ON v.parcel_id = parcel.id AND v.valid @> %(moment)s
WHERE parcel.unit_id = ANY(%(units)s) AND (%(sheet)s::text IS NULL OR sheet.ordinal = %(sheet)s)
ORDER BY length(sheet.ordinal), sheet.ordinal, series.id, parcel.number
LIMIT %(limit)s OFFSET %(offset)s
