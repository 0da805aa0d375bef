-- Plans and zones are legal rows: every change is kept. Columns filled by triggers from others are left out.
SELECT history.track('public.planning_plan', '{}', '{coverage_3857}');
SELECT history.track('public.planning_zone', '{}', '{geom_3857,hatch_3857,label_3857}');
SELECT history.track('public.planning_planraster');
