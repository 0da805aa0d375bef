-- Scans of plans the public may see, newest decision first.
SELECT fid, title, plan_code, status FROM published.plan_raster ORDER BY decision_date DESC NULLS LAST, fid LIMIT 12
