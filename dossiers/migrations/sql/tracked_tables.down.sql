-- Nothing of its own: the triggers go with the history schema's functions (row_history_triggers.down.sql).
SELECT 1;
