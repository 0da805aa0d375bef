-- Ordinary columns filled by triggers, never GENERATED: a restore loads rows before the EPSG rows exist.
CREATE FUNCTION public.planning_plan_web_mercator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.coverage_3857 := public.ST_Transform(NEW.coverage, 3857);
    RETURN NEW;
END $$;
CREATE TRIGGER planning_plan_web_mercator BEFORE INSERT OR UPDATE OF coverage ON public.planning_plan
    FOR EACH ROW EXECUTE FUNCTION public.planning_plan_web_mercator();

CREATE FUNCTION public.planning_zone_web_mercator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.geom_3857 := public.ST_Transform(NEW.geom, 3857);
    NEW.hatch_3857 := public.ST_Transform(NEW.hatch_geom, 3857);
    NEW.label_3857 := public.ST_Transform(NEW.label_point, 3857);
    RETURN NEW;
END $$;
CREATE TRIGGER planning_zone_web_mercator BEFORE INSERT OR UPDATE OF geom, hatch_geom, label_point
    ON public.planning_zone FOR EACH ROW EXECUTE FUNCTION public.planning_zone_web_mercator();
