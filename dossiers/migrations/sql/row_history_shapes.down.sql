DROP FUNCTION history.link_hash(bigint, bigint, bigint, bytea, timestamptz, text, bytea);
DROP FUNCTION history.row_hash(bigint, text, text, "char", integer, text);
DROP FUNCTION history.insert_sql(text, text, boolean);
DROP FUNCTION history.pk_sql(oid);
DROP FUNCTION history.content_sql(oid, text[], text[]);
DROP FUNCTION history.signature(oid);
DROP FUNCTION history.commitment_sql(text);
DROP FUNCTION history.value_sql(text, oid);
