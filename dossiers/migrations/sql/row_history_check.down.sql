DROP FUNCTION history.live_faults(text);
DROP FUNCTION history.equal_sql(history.schema_version, oid);
