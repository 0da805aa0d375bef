COPY planning_zone (plan_id, code, name, theme, planned_use, article, differs,
                    geom, hatch_geom, label_point, width_m, transaction_id)
FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (code, name, theme, planned_use, article))
