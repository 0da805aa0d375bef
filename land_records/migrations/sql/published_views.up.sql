-- What the public map may see: official and in force, no personal column. Parcels come from one narrow table without
-- a join, so that a tile costs what its statement costs.
CREATE VIEW published.parcel AS
SELECT version_id AS fid, parcel_code, unit_id, unit_code, unit_name, series, sheet, number, land_use, main_use, area,
       short_side_m AS w, 'official'::text AS standing, geom_3857
FROM public.land_records_mapparcel;

CREATE VIEW published.parcel_label AS
SELECT version_id AS fid, sheet, number, land_use, main_use, area, short_side_m AS w, label_3857 AS geom_3857
FROM public.land_records_mapparcel;

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
