DROP TRIGGER land_records_note_changed ON public.land_records_parcelversion;
DROP TRIGGER land_records_note_new ON public.land_records_parcelversion;
DROP TABLE public.land_records_fabric_change;
DROP FUNCTION public.land_records_refuse_overlap();
DROP FUNCTION public.land_records_name_of(bigint);
DROP FUNCTION public.land_records_note_changed();
DROP FUNCTION public.land_records_note_new();
DROP FUNCTION public.land_records_hold_fabric();
DROP FUNCTION public.land_records_overlap_tolerance_m();
