-- Every row of every legal table enters the history (DESIGN 5.8). No column here is personal; the web map's copies
-- of shapes follow from the kept ones.
SELECT history.track('public.land_records_mapseries');
SELECT history.track('public.land_records_mapsheet', '{}', ARRAY['frame_3857']);
SELECT history.track('public.land_records_parcel');
SELECT history.track('public.land_records_parcelversion');
SELECT history.track('public.land_records_parcellanduse');
SELECT history.track('public.land_records_landobject', '{}', ARRAY['geom_3857']);
