-- A register of :parcels square parcels of 20 m in sheets of 1,000, each with a holder, a use right and a certificate.
-- Filled with triggers off (session_replication_role): what is measured afterwards runs with every trigger on.
SET session_replication_role = replica;
SET synchronous_commit = off;

INSERT INTO land_records_mapseries (id, unit_id, name, survey_method, year, scale, numbering_scheme, srid, status)
VALUES (900001, :unit, 'Bộ bản đồ triệu thửa', 'đo mới', 2024, 1000, 'tt25_2014', 9218, 'in_use');
INSERT INTO land_records_mapsheet (id, series_id, ordinal, grid_id, title)
SELECT 9000000 + s, 900001, s::text, '', '' FROM generate_series(1, :parcels / 1000) AS s;

CREATE TEMP TABLE square AS
SELECT n, 10000000 + n AS id, 9000001 + n / 1000 AS sheet_id, n % 1000 + 1 AS number,
       440000 + (n / 1000) % 100 * 640 + n % 32 * 20 AS east, 1180000 + (n / 100000) * 660 + n % 1000 / 32 * 20 AS north
FROM generate_series(0, :parcels - 1) AS n;

INSERT INTO land_records_parcel (id, sheet_id, number, code, code_algorithm, unit_id, unit_since, unit_how)
SELECT id, sheet_id, number, 'z' || lpad(translate(n::text, '0123456789', '0123456789'), 11, '0'), 'made-up', :unit,
       NULL, 'series'
FROM square;
INSERT INTO land_records_parcelversion (id, parcel_id, geom, official_srid, area_certificate, area_labelled,
    area_computed, land_use, main_use, standing, valid, transaction_id, cause, label_point, short_side_m)
SELECT id, id, ST_Multi(ST_MakeEnvelope(east, north, east + 20, north + 20, 9218)), 9218, NULL, 400.0, 400.0,
       'ODT', 'ODT', 'official', tstzrange('2026-01-05 08:00+07', NULL), :act, 'registered',
       ST_SetSRID(ST_MakePoint(east + 10, north + 10), 9218), 20
FROM square;
INSERT INTO land_records_parcellanduse (version_id, position, code, area_m2) SELECT id, 1, 'ODT', 400.0 FROM square;
INSERT INTO land_records_mapparcel (version_id, parcel_id, parcel_code, unit_id, unit_code, unit_name, series, sheet,
    number, land_use, main_use, area, short_side_m, geom_3857, label_3857)
SELECT v.id, p.id, p.code, p.unit_id, '22945', 'Phường Phan Thiết', 'Bộ bản đồ triệu thửa', m.ordinal, p.number, 'ODT',
       'ODT', 400, 20, ST_Transform(v.geom, 3857), ST_Transform(v.label_point, 3857)
FROM land_records_parcelversion v JOIN land_records_parcel p ON p.id = v.parcel_id
JOIN land_records_mapsheet m ON m.id = p.sheet_id WHERE m.series_id = 900001;

INSERT INTO land_records_party (id, kind, user_kind, created_by_id, created_at)
SELECT id, 'person', 'CNV', :person, '2026-01-05' FROM square;
INSERT INTO land_records_partyparticulars (party_id, name, folded_name, folded_back, wife_first, cause, birth_year,
    valid, recorded_by_id, recorded_at)
SELECT id, family || ' ' || middle || ' ' || given, lower(unaccent(family || ' ' || middle || ' ' || given)),
       lower(unaccent(given || ' ' || middle || ' ' || family)), false, 'registered', 1940 + n % 60,
       tstzrange('2026-01-05 08:00+07', NULL), :person, '2026-01-05'
FROM (
    SELECT id, n,
           (ARRAY['Nguyễn','Trần','Lê','Phạm','Hoàng','Huỳnh','Phan','Vũ','Võ','Đặng','Bùi','Đỗ','Hồ','Ngô'])[n % 14 + 1] AS family,
           (ARRAY['Văn','Thị','Hữu','Đức','Minh','Ngọc','Thanh','Quốc','Kim','Xuân','Thu'])[n / 14 % 11 + 1] AS middle,
           (ARRAY['An','Bình','Cường','Dũng','Hạnh','Hòa','Hùng','Lan','Linh','Mai','Nam','Nga','Phúc','Quỳnh','Sơn','Tâm','Thảo','Tuấn','Vân','Yến'])[n / 154 % 20 + 1]
               || CASE WHEN n % 7 = 0 THEN ' ' || (n / 3080)::text ELSE '' END AS given
    FROM square) AS named;
INSERT INTO land_records_partyunit (party_id, unit_id, since, recorded_by_id)
SELECT id, :unit, '2026-01-05', :person FROM square;

INSERT INTO land_records_right (id, kind, form, origin, received_by, unit_id, began_on, valid, transaction_id, cause,
    closed_cause)
SELECT id, 'land_use', 'sole', 'CNQ-CTT', '', :unit, '2005-05-05', tstzrange('2026-01-05 08:00+07', NULL), :act, 'DK', ''
FROM square;
INSERT INTO land_records_rightsubject (right_id, parcel_id) SELECT id, id FROM square;
INSERT INTO land_records_rightholder (right_id, party_id, represents) SELECT id, id, false FROM square;
INSERT INTO land_records_rightpurpose (right_id, parcel_id, position, code, area_m2, term)
SELECT id, id, 1, 'ODT', 400.0, 'long' FROM square;
INSERT INTO land_records_certificate (id, form, kind_code, serial, serial_raw, register_no, register_no_raw, code,
    bar_code, token, unit_id, issued_on, issuer, signer, decision_no, remarks, from_archive, transaction_id, created_at)
SELECT id, 'tt23_2014', '11', 'BT' || lpad(n::text, 8, '0'), 'BT ' || lpad(n::text, 8, '0'), 'CS ' || n, 'CS ' || n, '',
       '', md5(n::text)::varchar(26), :unit, '2015-06-01', '', '', '', '', true, :act, '2026-01-05'
FROM square;
INSERT INTO land_records_certificatestate (certificate_id, status, valid, transaction_id)
SELECT id, 'valid', tstzrange('2026-01-05 08:00+07', NULL), :act FROM square;
INSERT INTO land_records_certificateright (certificate_id, right_id, valid, transaction_id)
SELECT id, id, tstzrange('2026-01-05 08:00+07', NULL), :act FROM square;

SELECT setval(pg_get_serial_sequence(t, 'id'), 20000000) FROM unnest(ARRAY['land_records_parcel',
    'land_records_parcelversion', 'land_records_right', 'land_records_party', 'land_records_certificate']) AS t;
SET session_replication_role = DEFAULT;
ANALYZE;
