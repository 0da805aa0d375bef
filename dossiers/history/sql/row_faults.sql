-- History rows whose content no longer has their hash.
SELECT table_name, row_pk, seq
FROM history.row
WHERE sha256 <> history.row_hash(seq, table_name, row_pk, op, schema_version, content)
LIMIT %(limit)s
