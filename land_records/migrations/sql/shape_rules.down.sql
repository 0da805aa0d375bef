GRANT UPDATE, DELETE ON public.land_records_parcelversion, public.land_records_parcellanduse,
    public.land_records_parcel, public.land_records_landobject TO thodia_app;
GRANT DELETE ON public.land_records_mapseries, public.land_records_mapsheet TO thodia_app;
DROP INDEX public.land_records_object_map;
DROP INDEX public.land_records_object_shape;
DROP INDEX public.land_records_version_fabric;
DROP TRIGGER land_records_sheet_3857 ON public.land_records_mapsheet;
DROP TRIGGER land_records_object_3857 ON public.land_records_landobject;
DROP FUNCTION public.land_records_sheet_3857();
DROP FUNCTION public.land_records_object_3857();
ALTER TABLE public.land_records_mapsheet DROP CONSTRAINT land_records_sheet_frame_valid;
ALTER TABLE public.land_records_landobject
    DROP CONSTRAINT land_records_object_shape_valid,
    DROP CONSTRAINT land_records_object_time;
ALTER TABLE public.land_records_parcelversion
    DROP CONSTRAINT land_records_version_shape_valid,
    DROP CONSTRAINT land_records_version_time,
    DROP CONSTRAINT land_records_version_closed_by_an_act,
    DROP CONSTRAINT land_records_version_one_at_a_time;
