DROP VIEW published.land_object_name;
-- What was kept stays kept; only the recording ends.
DROP TRIGGER history_insert ON public.land_records_objectname;
DROP TRIGGER history_update ON public.land_records_objectname;
DROP TRIGGER history_delete ON public.land_records_objectname;
DROP TRIGGER history_key ON public.land_records_objectname;
DROP TRIGGER history_truncate ON public.land_records_objectname;
DROP TRIGGER land_records_object_name_3857 ON public.land_records_objectname;
DROP FUNCTION public.land_records_object_name_3857();
