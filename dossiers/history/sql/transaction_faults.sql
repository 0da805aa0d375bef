-- Transactions whose rows are not the ones their link was made over.
SELECT coalesce(l.id::text, 'xact ' || kept.xact),
       CASE WHEN l.id IS NULL THEN 'rows_without_link'
            WHEN kept.xact IS NULL THEN 'link_without_rows'
            WHEN kept.rows <> l.rows THEN 'link_row_count'
            ELSE 'link_digest' END
FROM (
    SELECT xact, count(*) AS rows, sha256(string_agg(sha256, ''::bytea ORDER BY sha256)) AS digest
    FROM history.row GROUP BY xact
) AS kept
FULL JOIN (SELECT * FROM history.link WHERE id > 0) AS l ON l.xact = kept.xact
WHERE l.id IS NULL OR kept.xact IS NULL OR kept.rows <> l.rows OR kept.digest <> l.digest
LIMIT %(limit)s
