-- Schema desk: what officers see of a batch on the map. `unit` lets pages narrow to the officer's units.
-- No text column: element texts may be personal.
CREATE VIEW desk.staged_face AS
SELECT f.id AS fid, b.unit_id AS unit, f.batch_id AS batch, f.outcome, f.sheet, f.number, f.land_use,
       f.area_labelled AS area, f.object_type, f.short_side_m AS w, f.geom_3857
FROM public.importers_stagedface f
JOIN public.importers_batch b ON b.id = f.batch_id;

CREATE VIEW desk.staged_line AS
SELECT e.id AS fid, b.unit_id AS unit, e.batch_id AS batch, e.level, e.form, e.use, e.reason, e.geom_3857
FROM public.importers_stagedelement e
JOIN public.importers_batch b ON b.id = e.batch_id
WHERE e.form <> '' AND e.geom_3857 IS NOT NULL;

CREATE VIEW desk.finding AS
SELECT f.id AS fid, b.unit_id AS unit, f.batch_id AS batch, f.code, f.severity, f.state, f.geom_3857
FROM public.importers_batchfinding f
JOIN public.importers_batch b ON b.id = f.batch_id
WHERE f.geom_3857 IS NOT NULL;

CREATE VIEW desk.staged_zone AS
SELECT z.id AS fid, b.unit_id AS unit, z.batch_id AS batch, z.plan_code, z.theme, z.code, z.name, z.role, z.geom_3857
FROM public.importers_stagedzone z
JOIN public.importers_batch b ON b.id = z.batch_id;

GRANT SELECT ON desk.staged_face, desk.staged_line, desk.finding, desk.staged_zone TO desk_reader;
