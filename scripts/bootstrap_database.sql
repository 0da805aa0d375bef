-- One database, run as superuser inside it. Idempotent: extensions, schemas, coordinate systems, privileges.
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pgcrypto;
\ir bootstrap_srs.sql

CREATE SCHEMA IF NOT EXISTS published AUTHORIZATION thodia_owner;
CREATE SCHEMA IF NOT EXISTS desk AUTHORIZATION thodia_owner;
CREATE SCHEMA IF NOT EXISTS history AUTHORIZATION thodia_owner;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO thodia_owner;
GRANT USAGE ON SCHEMA public TO thodia_app, tiles_reader, desk_reader;
GRANT SELECT ON public.spatial_ref_sys TO thodia_owner, thodia_app, tiles_reader, desk_reader;
GRANT USAGE ON SCHEMA published TO tiles_reader, desk_reader, thodia_app;
GRANT USAGE ON SCHEMA desk TO desk_reader, thodia_app;
GRANT USAGE ON SCHEMA history TO thodia_app;

-- What migrations (thodia_owner) create later: the application may read and write rows, never TRUNCATE.
ALTER DEFAULT PRIVILEGES FOR ROLE thodia_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO thodia_app;
ALTER DEFAULT PRIVILEGES FOR ROLE thodia_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO thodia_app;
ALTER DEFAULT PRIVILEGES FOR ROLE thodia_owner IN SCHEMA published GRANT SELECT ON TABLES TO tiles_reader, desk_reader, thodia_app;
ALTER DEFAULT PRIVILEGES FOR ROLE thodia_owner IN SCHEMA desk GRANT SELECT ON TABLES TO desk_reader, thodia_app;
