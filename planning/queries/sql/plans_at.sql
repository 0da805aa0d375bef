-- Plans that speak, on a day, about the ground given: in force that day, or a draft open to the public that day.
-- Coverage comes clipped to the ground's surroundings: the whole commune's outline is never carried.
SELECT plan.id, plan.code, plan.name, plan.level, plan.decision_number, plan.decision_date, plan.issuer,
       plan.valid_from, plan.valid_to, plan.line_accuracy_m, plan.themes,
       CASE WHEN plan.ended_on > %(on)s THEN 'in_force' ELSE plan.status END AS status,
       ST_AsBinary(ST_ClipByBox2D(plan.coverage, ST_Expand(ground.geom, 1)::box2d)) AS coverage
FROM planning_plan plan
CROSS JOIN (SELECT ST_GeomFromWKB(%(ground)s, %(srid)s) AS geom) ground
WHERE plan.coverage && ground.geom
  AND ((plan.status <> 'draft' AND plan.valid_from <= %(on)s AND (plan.ended_on IS NULL OR plan.ended_on > %(on)s))
       OR (plan.status = 'draft' AND plan.public_from <= %(on)s))
ORDER BY plan.valid_from DESC NULLS LAST, plan.decision_date DESC NULLS LAST, plan.id DESC
