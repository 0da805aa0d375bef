-- The papers before this one, this one, and those after it.
WITH RECURSIVE before (id) AS (
  SELECT %(id)s::bigint
  UNION
  SELECT step.earlier_id FROM land_records_certificatesuccession step JOIN before ON step.later_id = before.id
), after (id) AS (
  SELECT %(id)s::bigint
  UNION
  SELECT step.later_id FROM land_records_certificatesuccession step JOIN after ON step.earlier_id = after.id
)
SELECT id FROM before UNION SELECT id FROM after ORDER BY id
