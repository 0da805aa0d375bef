-- {parties} made-up people with names as unequal as real ones, papers, addresses, over 120 units; set-based, as owner.
CREATE TEMP TABLE family AS SELECT n - 1 AS n, w FROM unnest(ARRAY[
    'nguyen','nguyen','nguyen','nguyen','nguyen','nguyen','nguyen','nguyen','tran','tran','tran','le','le','pham','huynh',
    'phan','vu','dang','bui','do']) WITH ORDINALITY AS t(w, n);
CREATE TEMP TABLE middle AS SELECT n - 1 AS n, w FROM unnest(ARRAY[
    'van','van','van','van','thi','thi','thi','thi','minh','quoc','ngoc','thanh','huu','duc','xuan','kim']) WITH ORDINALITY AS t(w, n);
CREATE TEMP TABLE given AS SELECT n - 1 AS n, w FROM unnest(ARRAY[
    'an','binh','chau','dung','dao','giang','ha','hai','hanh','hoa','hong','hung','huong','khanh','lan','linh','loan','long',
    'mai','minh','nam','nga','ngoc','nhung','phuc','phuong','quang','quynh','son','tam','thanh','thao','thu','thuy','trang',
    'trung','tuan','tuyet','van','yen']) WITH ORDINALITY AS t(w, n);
INSERT INTO land_records_party (kind, user_kind, created_by_id, created_at)
SELECT 'person', 'CNV', {actor}, now() FROM generate_series(1, {parties});
CREATE TEMP TABLE made AS
SELECT p.id, f.w || ' ' || m.w || ' ' || CASE WHEN h % 3 = 0 THEN x.w || ' ' ELSE '' END || g.w AS front,
       g.w || ' ' || CASE WHEN h % 3 = 0 THEN x.w || ' ' ELSE '' END || m.w || ' ' || f.w AS back,
       1930 + h % 75 AS year, h
FROM (SELECT id, abs(hashint8(id)) AS h FROM land_records_party) p
JOIN family f ON f.n = h % 20 JOIN middle m ON m.n = (h / 20) % 16
JOIN given x ON x.n = (h / 320) % 40 JOIN given g ON g.n = (h / 12800) % 40;
INSERT INTO land_records_partyparticulars (
    party_id, name, folded_name, folded_back, birth_year, nationality, valid, recorded_by_id, recorded_at, wife_first, cause)
SELECT id, initcap(front), front, back, year, 'VNM', tstzrange(now(), NULL), {actor}, now(), false, 'registered' FROM made;
INSERT INTO land_records_identitypaper (party_id, kind, sealed, blind_index, key_id, valid, recorded_by_id, recorded_at)
SELECT id, 'cccd', sha256(id::text::bytea) || sha256('x'), sha256('n' || id::text::bytea), 'bench', tstzrange(now(), NULL),
       {actor}, now() FROM made;
INSERT INTO land_records_partyaddress (
    party_id, purpose, detail, folded_detail, valid, recorded_by_id, recorded_at)
SELECT id, 'residence', d, d, tstzrange(now(), NULL), {actor}, now()
FROM made, LATERAL (SELECT format('so %s duong so %s khu pho %s', h % 400, (h / 400) % 90, (h / 36000) % 12) AS d) s;
INSERT INTO land_records_partyunit (party_id, unit_id, since, recorded_by_id)
SELECT m.id, u.id, now(), {actor} FROM made m JOIN (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM reference_unit ORDER BY id LIMIT 120) u ON u.n = (m.h / 7) % 120;
ANALYZE land_records_party, land_records_partyparticulars, land_records_identitypaper, land_records_partyaddress,
    land_records_partyunit
