-- Every geometry column of the database in the given system: what the models must account for.
SELECT n.nspname, c.relname, a.attname, a.attnum, c.oid, format_type(a.atttypid, a.atttypmod),
       pg_has_role(c.relowner, 'USAGE')
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.atttypid = 'public.geometry'::regtype AND NOT a.attisdropped
  AND public.postgis_typmod_srid(a.atttypmod) = %(srid)s
  AND n.nspname NOT LIKE 'pg\_%%'
ORDER BY n.nspname, c.relname, a.attname;
