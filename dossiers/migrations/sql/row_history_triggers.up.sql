-- Recording, sealing, tracking. Trigger functions run as the owner (SECURITY DEFINER); nobody may call them directly.

-- The number of the running transaction; the first call opens it and queues its seal for COMMIT.
CREATE FUNCTION history.current_xact() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    running bigint;
BEGIN
    SELECT xact INTO running FROM history.open WHERE xid = pg_current_xact_id();
    IF NOT FOUND THEN
        INSERT INTO history.open (xid, xact, first_seq, patience)
        VALUES (pg_current_xact_id(), nextval('history.xact_seq'), nextval('history.row_seq'), 2)
        RETURNING xact INTO running;
    END IF;
    RETURN running;
END;
$$;

-- At COMMIT: step back twice behind every deferred trigger already queued (the overlap check works there), then
-- make the link. The chain's lock is taken last and held only for one INSERT.
CREATE FUNCTION history.seal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    sealed_rows bigint;
    sealed_digest bytea;
    head history.link;
    link_time timestamptz;
BEGIN
    IF NEW.patience > 0 THEN
        UPDATE history.open SET patience = patience - 1 WHERE xid = NEW.xid;
        RETURN NULL;
    END IF;
    SELECT count(*), sha256(string_agg(r.sha256, ''::bytea ORDER BY r.sha256)) INTO sealed_rows, sealed_digest
    FROM history.row r WHERE r.seq >= NEW.first_seq AND r.xact = NEW.xact;
    DELETE FROM history.open WHERE xid = NEW.xid;
    IF sealed_rows = 0 THEN
        RETURN NULL;  -- a savepoint took every row back
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('history.link'));
    SELECT * INTO head FROM history.link ORDER BY id DESC LIMIT 1;
    link_time := clock_timestamp();
    INSERT INTO history.link (id, xact, rows, digest, at, role, previous, hash)
    VALUES (head.id + 1, NEW.xact, sealed_rows, sealed_digest, link_time, session_user, head.hash,
            history.link_hash(head.id + 1, NEW.xact, sealed_rows, sealed_digest, link_time, session_user, head.hash))
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        -- a snapshot older than the chain's head (REPEATABLE READ): the whole transaction may simply be repeated
        RAISE EXCEPTION 'history: the chain has moved on, repeat the transaction' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NULL;
END;
$$;

CREATE CONSTRAINT TRIGGER seal_begins AFTER INSERT ON history.open
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION history.seal();
CREATE CONSTRAINT TRIGGER seal_goes_on AFTER UPDATE ON history.open
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION history.seal();

-- The newest shape of a table; a column added by a migration makes a new one here.
CREATE FUNCTION history.current_shape(relation oid, name text) RETURNS history.schema_version
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    shape history.schema_version;
    wish history.tracked;
    live text := history.signature(relation);
BEGIN
    SELECT * INTO wish FROM history.tracked WHERE table_name = name;
    SELECT * INTO shape FROM history.schema_version WHERE table_name = name ORDER BY version DESC LIMIT 1;
    IF shape.signature = live AND shape.personal = wish.personal AND shape.derived = wish.derived THEN
        RETURN shape;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('history.schema_version'), hashtext(name));
    SELECT * INTO shape FROM history.schema_version WHERE table_name = name ORDER BY version DESC LIMIT 1;
    IF shape.signature = live AND shape.personal = wish.personal AND shape.derived = wish.derived THEN
        RETURN shape;
    END IF;
    INSERT INTO history.schema_version (
        table_name, version, signature, columns, types, personal, derived, pk_sql, content_sql, insert_sql)
    SELECT name, coalesce(shape.version, 0) + 1, live, kept.columns, kept.types, wish.personal, wish.derived,
           history.pk_sql(relation), content,
           history.insert_sql(history.pk_sql(relation), content, kept.columns && wish.personal)
    FROM history.content_sql(relation, wish.personal, wish.derived) AS content,
         (SELECT array_agg(attname::text ORDER BY attname COLLATE "C") AS columns,
                 array_agg(format_type(atttypid, NULL) ORDER BY attname COLLATE "C") AS types
          FROM pg_attribute
          WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped AND attname <> ALL (wish.derived)) AS kept
    RETURNING * INTO shape;
    RETURN shape;
END;
$$;

-- Statement trigger of every tracked table: one set-based INSERT over the transition table.
CREATE FUNCTION history.record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'iso_8601'
SET extra_float_digits = 1 SET bytea_output = 'hex'
AS $$
DECLARE
    name text := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
    shape history.schema_version;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF NOT EXISTS (SELECT FROM old_rows) THEN
            RETURN NULL;
        END IF;
    ELSIF NOT EXISTS (SELECT FROM new_rows) THEN
        RETURN NULL;
    END IF;
    shape := history.current_shape(TG_RELID, name);
    EXECUTE replace(shape.insert_sql, '{rows}', CASE TG_OP WHEN 'DELETE' THEN 'old_rows' ELSE 'new_rows' END)
    USING history.current_xact(), name, left(TG_OP, 1)::"char", shape.version;
    RETURN NULL;
END;
$$;

CREATE FUNCTION history.refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'history: % on %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END;
$$;

-- Every standing row, recorded in today's shape (op S): from here on each of its columns can be proved.
CREATE FUNCTION history.record_standing(tracked_table text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'iso_8601'
SET extra_float_digits = 1 SET bytea_output = 'hex'
AS $$
DECLARE
    shape history.schema_version := history.current_shape(tracked_table::regclass, tracked_table);
    filled boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', tracked_table::regclass) INTO filled;
    IF filled THEN
        EXECUTE replace(shape.insert_sql, '{rows}', tracked_table::regclass::text)
        USING history.current_xact(), tracked_table, 'S'::"char", shape.version;
    END IF;
END;
$$;

-- Begin to track a table, or tell that its shape or its lists have changed. `tracked_table` with its schema.
-- personal_columns enter as salted commitments; derived_columns (computed from others by the database) are left out.
-- Call it again in every migration that alters a tracked table.
CREATE FUNCTION history.track(
    tracked_table text, personal_columns text[] DEFAULT '{}', derived_columns text[] DEFAULT '{}'
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    name text := (SELECT nspname || '.' || relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE c.oid = tracked_table::regclass);
    key_columns text := (SELECT string_agg(format('%I', a.attname), ', ') FROM pg_index i, pg_attribute a
                         WHERE i.indrelid = tracked_table::regclass AND i.indisprimary AND a.attrelid = i.indrelid
                           AND a.attnum = ANY (i.indkey));
    last_version integer;
    unknown text;
BEGIN
    SELECT string_agg(c, ', ') INTO unknown FROM unnest(personal_columns || derived_columns) AS c
    WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = name::regclass AND attname = c AND NOT attisdropped);
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'history.track: % has no column %', name, unknown;
    END IF;
    last_version := (SELECT max(version) FROM history.schema_version WHERE table_name = name);
    INSERT INTO history.tracked (table_name, personal, derived) VALUES (name, personal_columns, derived_columns)
    ON CONFLICT (table_name) DO UPDATE SET personal = EXCLUDED.personal, derived = EXCLUDED.derived;
    IF (history.current_shape(name::regclass, name)).version IS DISTINCT FROM last_version THEN
        PERFORM history.record_standing(name);
    END IF;
    EXECUTE format('CREATE OR REPLACE TRIGGER history_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION history.record()', name::regclass);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_update AFTER UPDATE ON %s
                    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION history.record()', name::regclass);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION history.record()', name::regclass);
    -- a row keeps its primary key for life: history finds it by that
    EXECUTE format('CREATE OR REPLACE TRIGGER history_key BEFORE UPDATE OF %s ON %s
                    FOR EACH STATEMENT EXECUTE FUNCTION history.refuse()', key_columns, name::regclass);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_truncate BEFORE TRUNCATE ON %s
                    FOR EACH STATEMENT EXECUTE FUNCTION history.refuse()', name::regclass);
END;
$$;

-- Destroy the salts of one row's past: its personal values, already emptied in the table itself, can then never be
-- guessed from their commitments. The chain stays whole.
CREATE FUNCTION history.erase_personal(tracked_table text, erased_pk text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    erased bigint;
BEGIN
    IF (SELECT content LIKE '%"sha256:%' AND op <> 'D' FROM history.row
        WHERE table_name = tracked_table AND row_pk = erased_pk ORDER BY seq DESC LIMIT 1) THEN
        RAISE EXCEPTION 'history: row % of % still holds personal values; empty them first', erased_pk, tracked_table;
    END IF;
    DELETE FROM history.salt s USING history.row r
    WHERE r.seq = s.seq AND r.table_name = tracked_table AND r.row_pk = erased_pk;
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN erased;
END;
$$;

-- The chain begins with a link of random bytes: its hash is the identity of this chain, copies of the database share it.
INSERT INTO history.link (id, xact, rows, digest, at, role, previous, hash)
SELECT 0, 0, 0, sha256(''::bytea), moment, session_user, seed,
       history.link_hash(0, 0, 0, sha256(''::bytea), moment, session_user, seed)
FROM (SELECT clock_timestamp() AS moment, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) AS seed) AS s;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA history FROM PUBLIC;
GRANT EXECUTE ON FUNCTION history.row_hash(bigint, text, text, "char", integer, text) TO thodia_app;
GRANT EXECUTE ON FUNCTION history.link_hash(bigint, bigint, bigint, bytea, timestamptz, text, bytea) TO thodia_app;
GRANT EXECUTE ON FUNCTION history.signature(oid) TO thodia_app;
REVOKE ALL ON ALL TABLES IN SCHEMA history FROM PUBLIC, thodia_app;
GRANT SELECT ON history.tracked, history.schema_version, history.row, history.salt, history.link TO thodia_app;
