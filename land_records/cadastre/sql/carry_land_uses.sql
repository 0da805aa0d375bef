INSERT INTO land_records_parcellanduse (version_id, position, code, area_m2)
SELECT pair.new, use.position, use.code, use.area_m2
FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS pair(old, new)
JOIN land_records_parcellanduse use ON use.version_id = pair.old
