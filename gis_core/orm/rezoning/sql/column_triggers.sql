-- Triggers that name the column (UPDATE OF, WHEN): PostgreSQL refuses to alter a column under them.
SELECT DISTINCT t.tgname, pg_get_triggerdef(t.oid)
FROM pg_trigger t
LEFT JOIN pg_depend d ON d.classid = 'pg_trigger'::regclass AND d.objid = t.oid
                     AND d.refclassid = 'pg_class'::regclass AND d.refobjid = t.tgrelid
WHERE t.tgrelid = %(table)s::oid AND NOT t.tgisinternal
  AND (d.refobjsubid = %(column)s OR %(column)s = ANY (t.tgattr))
ORDER BY t.tgname;
