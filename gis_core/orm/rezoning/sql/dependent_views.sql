-- Views over the given tables, directly or through other views; level 1 stands nearest the tables.
WITH RECURSIVE above AS (
    SELECT c.oid, 1 AS level
    FROM pg_depend d
    JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    JOIN pg_class c ON c.oid = r.ev_class AND c.relkind IN ('v', 'm')
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY (%(tables)s::oid[])
    UNION
    SELECT c.oid, above.level + 1
    FROM above
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = above.oid
    JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    JOIN pg_class c ON c.oid = r.ev_class AND c.relkind IN ('v', 'm') AND c.oid <> above.oid
)
SELECT format('%%I.%%I', n.nspname, c.relname) AS name,
       c.relkind = 'm' AS materialised,
       pg_get_viewdef(c.oid) AS body,
       pg_get_userbyid(c.relowner) AS owner,
       array_to_string(c.reloptions, ', ') AS options,
       obj_description(c.oid, 'pg_class') AS comment,
       max(above.level) AS level,
       (SELECT array_agg(format('GRANT %%s ON %%I.%%I TO %%s%%s', g.privilege_type, n.nspname, c.relname,
                                CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
                                CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END))
        FROM aclexplode(c.relacl) g WHERE g.grantee <> c.relowner) AS grants,
       (SELECT array_agg(pg_get_indexdef(i.indexrelid)) FROM pg_index i WHERE i.indrelid = c.oid) AS indexes
FROM above
JOIN pg_class c ON c.oid = above.oid
JOIN pg_namespace n ON n.oid = c.relnamespace
GROUP BY c.oid, n.nspname
ORDER BY level, name;
