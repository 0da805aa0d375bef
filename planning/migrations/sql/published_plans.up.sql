-- What the public sees: plans in force, and drafts from the day they are shown for comment.
CREATE VIEW published.plan AS
SELECT plan.id AS fid, plan.code AS plan_code, plan.name AS plan_name, plan.theme, plan.decision_number,
       plan.decision_date, plan.valid_to,
       CASE WHEN plan.status = 'draft' THEN 'draft'
            WHEN plan.valid_to < (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN 'out_of_date'
            ELSE 'in_force' END AS status,
       plan.coverage_3857
FROM public.planning_plan plan
WHERE (plan.status = 'in_force' AND plan.valid_from <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
   OR (plan.status = 'draft' AND plan.public_from <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);

CREATE VIEW published.plan_coverage AS
SELECT plan.fid, plan.plan_code, plan.plan_name AS name, plan.theme, plan.decision_number, plan.decision_date,
       plan.status, plan.coverage_3857 AS geom_3857
FROM published.plan plan;

CREATE VIEW published.plan_zone AS
SELECT zone.id AS fid, plan.plan_code, zone.theme, zone.code AS zone_code, zone.name, zone.planned_use,
       plan.decision_number, plan.decision_date, plan.status, zone.differs, zone.width_m AS w, zone.geom_3857
FROM public.planning_zone zone JOIN published.plan plan ON plan.fid = zone.plan_id;

CREATE VIEW published.plan_hatch AS
SELECT zone.id AS fid, plan.plan_code, zone.theme, zone.code AS zone_code, zone.planned_use, plan.status,
       zone.hatch_3857 AS geom_3857
FROM public.planning_zone zone JOIN published.plan plan ON plan.fid = zone.plan_id
WHERE zone.differs;

CREATE VIEW published.plan_label AS
SELECT zone.id AS fid, plan.plan_code, zone.theme, zone.code AS zone_code, zone.name, zone.planned_use, plan.status,
       zone.width_m AS w, zone.label_3857 AS geom_3857
FROM public.planning_zone zone JOIN published.plan plan ON plan.fid = zone.plan_id
WHERE zone.differs IS NOT FALSE;

CREATE VIEW published.plan_raster AS
SELECT raster.id AS fid, plan.plan_code, raster.title, plan.decision_number, plan.decision_date, plan.status,
       raster.cog, raster.minzoom, raster.maxzoom, raster.bounds_3857 AS geom_3857
FROM public.planning_planraster raster JOIN published.plan plan ON plan.fid = raster.plan_id;
