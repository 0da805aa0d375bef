-- Compare a tracked table with what history last kept of each row. Runs with the caller's rights and changes nothing.

-- True/false SQL: does live row "r" equal the kept content "l" of this shape? A shape whose columns all still exist
-- with their types is recomputed exactly; otherwise the columns both shapes share are compared one by one.
CREATE FUNCTION history.equal_sql(shape history.schema_version, relation oid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    wish history.tracked;
    shared text[];
BEGIN
    SELECT array_agg(kept.name ORDER BY kept.name) INTO shared
    FROM unnest(shape.columns, shape.types) AS kept(name, type)
    JOIN pg_attribute a ON a.attrelid = relation AND a.attname = kept.name AND NOT a.attisdropped
                       AND format_type(a.atttypid, NULL) = kept.type;
    IF cardinality(shared) = cardinality(shape.columns) THEN
        RETURN format('(%s) = l.content', shape.content_sql);
    END IF;
    SELECT * INTO wish FROM history.tracked WHERE table_name = shape.table_name;
    RETURN (
        SELECT format('(l.content::jsonb - %L::text[]) = ((%s)::jsonb - %L::text[])',
            array(SELECT unnest(shape.columns) EXCEPT SELECT unnest(comparable)),
            history.content_sql(relation, wish.personal, wish.derived),
            array(SELECT attname::text FROM pg_attribute WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped
                  EXCEPT SELECT unnest(comparable)))
        FROM (SELECT array(
            SELECT c FROM unnest(shared) AS c
            WHERE (c = ANY (wish.personal)) = (c = ANY (shape.personal)) AND c <> ALL (wish.derived)) AS comparable) AS s);
END;
$$;

-- Faults of one tracked table: row_missing, row_differs, row_without_history, salt_missing, triggers_off, table_missing,
-- table_unreadable (the caller's role may not read it).
CREATE FUNCTION history.live_faults(checked_table text) RETURNS TABLE (row_pk text, reason text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'iso_8601'
SET extra_float_digits = 1 SET bytea_output = 'hex'
AS $$
DECLARE
    relation oid := to_regclass(checked_table);
    equal text;
    has_personal boolean;
BEGIN
    IF relation IS NULL THEN
        RETURN QUERY SELECT checked_table, 'table_missing'::text;
        RETURN;
    END IF;
    IF NOT has_table_privilege(relation, 'SELECT') THEN
        RETURN QUERY SELECT checked_table, 'table_unreadable'::text;
        RETURN;
    END IF;
    IF (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = relation AND t.tgenabled IN ('O', 'A')
        AND t.tgname IN ('history_insert', 'history_update', 'history_delete', 'history_key', 'history_truncate')) < 5 THEN
        RETURN QUERY SELECT checked_table, 'triggers_off'::text;
    END IF;
    SELECT 'CASE l.schema_version ' || string_agg(
               format('WHEN %s THEN %s', v.version, history.equal_sql(v, relation)), ' ' ORDER BY v.version) || ' END',
           bool_or(v.personal && v.columns)
    INTO equal, has_personal FROM history.schema_version v WHERE v.table_name = checked_table;
    RETURN QUERY EXECUTE format(
        'WITH newest AS (SELECT max(seq) AS seq FROM history.row WHERE table_name = $1 GROUP BY row_pk),
              last AS (SELECT k.row_pk, k.seq, k.op, k.schema_version, k.content FROM newest JOIN history.row k USING (seq))
         SELECT coalesce(l.row_pk, %1$s),
                CASE WHEN l.row_pk IS NULL OR (l.op = ''D'' AND %1$s IS NOT NULL) THEN ''row_without_history''
                     WHEN %1$s IS NULL THEN ''row_missing''
                     WHEN %4$s THEN ''salt_missing''
                     ELSE ''row_differs'' END
         FROM last l FULL JOIN %2$s r ON %1$s = l.row_pk %5$s
         WHERE CASE WHEN l.row_pk IS NULL THEN true
                    WHEN l.op = ''D'' THEN %1$s IS NOT NULL
                    WHEN %1$s IS NULL THEN true
                    ELSE (%3$s) IS NOT TRUE END',
        history.pk_sql(relation), relation::regclass, equal,
        CASE WHEN has_personal THEN 'h.seq IS NULL' ELSE 'false' END,
        CASE WHEN has_personal THEN 'LEFT JOIN history.salt h ON h.seq = l.seq' ELSE '' END)
    USING checked_table;
END;
$$;

REVOKE ALL ON FUNCTION history.equal_sql(history.schema_version, oid), history.live_faults(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION history.equal_sql(history.schema_version, oid), history.live_faults(text),
    history.content_sql(oid, text[], text[]), history.value_sql(text, oid), history.commitment_sql(text),
    history.pk_sql(oid) TO thodia_app;
