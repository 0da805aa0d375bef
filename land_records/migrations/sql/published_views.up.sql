-- What the public map may see: official and in force, no personal column. Built for a bounding box in EPSG:3857:
-- the first table carries the index, the others are looked up by key.
CREATE VIEW published.parcel AS
SELECT v.id AS fid, p.code AS parcel_code, p.unit_id, u.code AS unit_code, u.full_name AS unit_name, s.name AS series,
       m.ordinal AS sheet, p.number, v.land_use, v.main_use,
       coalesce(v.area_certificate, v.area_labelled, v.area_computed)::double precision AS area,
       v.short_side_m AS w, v.standing, v.geom_3857
FROM public.land_records_parcelversion v
JOIN public.land_records_parcel p ON p.id = v.parcel_id
JOIN public.land_records_mapsheet m ON m.id = p.sheet_id
JOIN public.land_records_mapseries s ON s.id = m.series_id
JOIN public.reference_unit u ON u.id = p.unit_id
WHERE v.standing = 'official' AND upper_inf(v.valid);

CREATE VIEW published.parcel_label AS
SELECT v.id AS fid, m.ordinal AS sheet, p.number, v.land_use, v.main_use,
       coalesce(v.area_certificate, v.area_labelled, v.area_computed)::double precision AS area,
       v.short_side_m AS w, v.label_3857 AS geom_3857
FROM public.land_records_parcelversion v
JOIN public.land_records_parcel p ON p.id = v.parcel_id
JOIN public.land_records_mapsheet m ON m.id = p.sheet_id
WHERE v.standing = 'official' AND upper_inf(v.valid);

CREATE VIEW published.land_object AS
SELECT o.id AS fid, o.object_type, o.land_use, o.name, o.short_side_m AS w, o.geom_3857
FROM public.land_records_landobject o
WHERE upper_inf(o.valid);

CREATE VIEW published.sheet_frame AS
SELECT m.id AS fid, u.code AS unit_code, s.name AS series, m.ordinal AS sheet, m.title, m.frame_3857 AS geom_3857
FROM public.land_records_mapsheet m
JOIN public.land_records_mapseries s ON s.id = m.series_id
JOIN public.reference_unit u ON u.id = s.unit_id
WHERE m.frame IS NOT NULL AND s.status = 'in_use';

GRANT SELECT ON published.parcel, published.parcel_label, published.land_object, published.sheet_frame
    TO tiles_reader, desk_reader, thodia_app;
