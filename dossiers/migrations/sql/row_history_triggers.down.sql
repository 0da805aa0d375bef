DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT table_name FROM history.tracked WHERE to_regclass(table_name) IS NOT NULL LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS history_insert ON %s', name::regclass);
        EXECUTE format('DROP TRIGGER IF EXISTS history_update ON %s', name::regclass);
        EXECUTE format('DROP TRIGGER IF EXISTS history_delete ON %s', name::regclass);
        EXECUTE format('DROP TRIGGER IF EXISTS history_key ON %s', name::regclass);
        EXECUTE format('DROP TRIGGER IF EXISTS history_truncate ON %s', name::regclass);
    END LOOP;
END;
$$;
DROP TRIGGER seal_begins ON history.open;
DROP TRIGGER seal_goes_on ON history.open;
DROP FUNCTION history.erase_personal(text, text);
DROP FUNCTION history.track(text, text[], text[]);
DROP FUNCTION history.record_standing(text);
DROP FUNCTION history.refuse();
DROP FUNCTION history.record();
DROP FUNCTION history.current_shape(oid, text);
DROP FUNCTION history.seal();
DROP FUNCTION history.current_xact();
