-- How a row becomes canonical text: a JSON object, keys in byte order, no blanks, geometry as hex EWKB, times in UTC,
-- numbers as PostgreSQL writes them. It is hashed as stored, so a verifier needs no JSON library.

-- SQL text that turns one column of row "r" into JSON text.
CREATE FUNCTION history.value_sql(column_name text, type_oid oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN type_oid IN ('bool'::regtype, 'int2'::regtype, 'int4'::regtype, 'int8'::regtype,
                          'json'::regtype, 'jsonb'::regtype)
            THEN format('coalesce(r.%I::text, ''null'')', column_name)
        WHEN typname IN ('geometry', 'geography')
            THEN format('coalesce(''"'' || r.%I::text || ''"'', ''null'')', column_name)
        ELSE format('coalesce(to_json(r.%I)::text, ''null'')', column_name)
    END
    FROM pg_type WHERE oid = type_oid;
$$;

-- The same for a personal column: a commitment, sha256(salt, name, line feed, value); an empty column stays null.
CREATE FUNCTION history.commitment_sql(column_name text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT format(
        'CASE WHEN r.%1$I IS NULL THEN ''null'' ELSE ''"sha256:'' || '
        'encode(sha256(h.salt || convert_to(%2$L || chr(10) || r.%1$I::text, ''UTF8'')), ''hex'') || ''"'' END',
        column_name, column_name
    );
$$;

-- Names and types of the live columns: when this changes, the table has a new shape.
CREATE FUNCTION history.signature(relation oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT string_agg(attname || ' ' || (SELECT typname FROM pg_type WHERE oid = atttypid), ',' ORDER BY attname COLLATE "C")
    FROM pg_attribute WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped;
$$;

-- The object text over all kept columns; concat() takes at most 100 arguments, hence the groups.
CREATE FUNCTION history.content_sql(relation oid, personal text[], derived text[]) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    WITH part AS (
        SELECT row_number() OVER (ORDER BY attname COLLATE "C") AS n, attname::text AS name, atttypid
        FROM pg_attribute
        WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped AND attname <> ALL (derived)
    ), grouped AS (
        SELECT n / 40 AS bundle, string_agg(
            format('%L, %s', CASE WHEN n = 1 THEN '' ELSE ',' END || to_json(name) || ':',
                   CASE WHEN name = ANY (personal) THEN history.commitment_sql(name)
                        ELSE history.value_sql(name, atttypid) END),
            ', ' ORDER BY n) AS arguments
        FROM part GROUP BY n / 40
    )
    SELECT 'concat(''{'', ' || string_agg('concat(' || arguments || ')', ', ' ORDER BY bundle) || ', ''}'')' FROM grouped;
$$;

-- The primary key as text; several columns as a JSON array.
CREATE FUNCTION history.pk_sql(relation oid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    names text[];
BEGIN
    SELECT array_agg(format('r.%I', a.attname) ORDER BY k.place) INTO names
    FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k(attnum, place), pg_attribute a
    WHERE i.indrelid = relation AND i.indisprimary AND a.attrelid = relation AND a.attnum = k.attnum;
    IF names IS NULL THEN
        RAISE EXCEPTION 'history: % has no primary key', relation::regclass;
    END IF;
    IF cardinality(names) = 1 THEN
        RETURN names[1] || '::text';
    END IF;
    RETURN 'json_build_array(' || array_to_string(names, ', ') || ')::text';
END;
$$;

-- The statement that keeps rows of this shape. $1 xact, $2 table, $3 op, $4 version; {rows} is where they come from.
-- The inner SELECT gives each row its number and, only where personal columns exist, its salt.
CREATE FUNCTION history.insert_sql(pk text, content text, has_personal boolean) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN has_personal THEN
        'WITH made AS MATERIALIZED (SELECT h.seq, h.salt, ' || pk || ' AS pk, ' || content || ' AS content FROM '
        '(SELECT n AS whole, nextval(''history.row_seq'') AS seq, '
        'uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS salt FROM {rows} n) AS h, '
        'LATERAL (SELECT (h.whole).*) AS r), '
        'salted AS (INSERT INTO history.salt (seq, salt) SELECT seq, salt FROM made) '
        'INSERT INTO history.row (seq, xact, table_name, row_pk, op, schema_version, content, sha256) '
        'SELECT seq, $1, $2, pk, $3, $4, content, history.row_hash(seq, $2, pk, $3, $4, content) FROM made'
    ELSE
        'INSERT INTO history.row (seq, xact, table_name, row_pk, op, schema_version, content, sha256) '
        'SELECT seq, $1, $2, pk, $3, $4, content, history.row_hash(seq, $2, pk, $3, $4, content) FROM '
        '(SELECT nextval(''history.row_seq'') AS seq, ' || pk || ' AS pk, ' || content || ' AS content FROM {rows} r) AS made'
    END;
$$;

-- What sha256 of a history row covers.
CREATE FUNCTION history.row_hash(seq bigint, table_name text, row_pk text, op "char", version integer, content text)
RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT sha256(convert_to(
        seq::text || E'\n' || table_name || E'\n' || row_pk || E'\n' || op::text || E'\n' || version::text || E'\n'
        || content, 'UTF8'));
$$;

-- What the hash of a link covers; every part is text an outsider can write down.
CREATE FUNCTION history.link_hash(
    id bigint, xact bigint, rows bigint, digest bytea, at timestamptz, role text, previous bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT sha256(convert_to(
        id::text || E'\n' || xact::text || E'\n' || rows::text || E'\n' || encode(digest, 'hex') || E'\n'
        || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\n' || role || E'\n'
        || encode(previous, 'hex'), 'UTF8'));
$$;
