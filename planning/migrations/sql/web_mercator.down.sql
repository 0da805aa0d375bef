DROP TRIGGER planning_zone_web_mercator ON public.planning_zone;
DROP FUNCTION public.planning_zone_web_mercator();
DROP TRIGGER planning_plan_web_mercator ON public.planning_plan;
DROP FUNCTION public.planning_plan_web_mercator();
