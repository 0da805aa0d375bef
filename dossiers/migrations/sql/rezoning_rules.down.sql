-- What was kept stays kept; the triggers go with the table.
SELECT 1;
