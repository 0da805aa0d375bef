DROP VIEW desk.staged_zone;
DROP VIEW desk.finding;
DROP VIEW desk.staged_line;
DROP VIEW desk.staged_face;
