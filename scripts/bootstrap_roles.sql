-- Cluster-wide: the four roles. Idempotent; passwords come as psql variables (never written here).
SELECT format('CREATE ROLE %I LOGIN', r) FROM unnest(ARRAY['thodia_owner','thodia_app','tiles_reader','desk_reader']) r
WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = r)
\gexec
ALTER ROLE thodia_owner LOGIN NOSUPERUSER CREATEDB PASSWORD :'pw_thodia_owner';
ALTER ROLE thodia_app   LOGIN NOSUPERUSER NOCREATEDB PASSWORD :'pw_thodia_app';
ALTER ROLE tiles_reader LOGIN NOSUPERUSER NOCREATEDB PASSWORD :'pw_tiles_reader';
ALTER ROLE desk_reader  LOGIN NOSUPERUSER NOCREATEDB PASSWORD :'pw_desk_reader';
ALTER ROLE tiles_reader SET default_transaction_read_only = on;
ALTER ROLE desk_reader  SET default_transaction_read_only = on;
ALTER ROLE tiles_reader SET statement_timeout = '15s';
ALTER ROLE desk_reader  SET statement_timeout = '30s';
