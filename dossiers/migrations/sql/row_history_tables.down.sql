DROP TABLE history.open, history.link, history.salt, history.row, history.schema_version, history.tracked;
DROP SEQUENCE history.row_seq, history.xact_seq;
