-- Units of today with their generalised border, for the public map. `formerly` names the units they were made of.
CREATE VIEW published.unit AS
SELECT u.id AS fid,
       u.code,
       u.full_name AS name,
       u.kind,
       coalesce(old.names, '') AS formerly,
       b.geom_3857
FROM public.reference_unit u
JOIN public.reference_unitboundary b ON b.unit_id = u.id
LEFT JOIN LATERAL (
    SELECT string_agg(f.full_name, ', ' ORDER BY f.full_name) AS names
    FROM public.reference_unitsuccession s
    JOIN public.reference_unit f ON f.id = s.from_unit_id
    WHERE s.to_unit_id = u.id
) old ON true
WHERE u.valid_to IS NULL;
GRANT SELECT ON published.unit TO tiles_reader, desk_reader, thodia_app;
