-- Row history: every row of every tracked table, as canonical text with its SHA-256, and a chain over transactions.
-- Written only by trigger functions that run as the owner; thodia_app may read.

CREATE SEQUENCE history.row_seq;
CREATE SEQUENCE history.xact_seq;

-- What is tracked, by wish of the migrations.
CREATE TABLE history.tracked (
    table_name text PRIMARY KEY,
    personal text[] NOT NULL,
    derived text[] NOT NULL
);

-- One row per shape a tracked table has had. The SQL that made the content stays with it: the content of an old
-- version can be computed again although the generator may change in later releases.
CREATE TABLE history.schema_version (
    table_name text NOT NULL REFERENCES history.tracked,
    version integer NOT NULL,
    signature text NOT NULL,
    columns text[] NOT NULL,
    types text[] NOT NULL,
    personal text[] NOT NULL,
    derived text[] NOT NULL,
    pk_sql text NOT NULL,
    content_sql text NOT NULL,
    insert_sql text NOT NULL,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (table_name, version)
);

-- op: I inserted, U updated, D deleted (content as it was), S standing when tracking of this shape began.
-- sha256 covers seq, table_name, row_pk, op, schema_version and content, joined by line feeds.
CREATE TABLE history.row (
    seq bigint PRIMARY KEY,
    xact bigint NOT NULL,
    schema_version integer NOT NULL,
    op "char" NOT NULL CHECK (op IN ('I', 'U', 'D', 'S')),
    table_name text NOT NULL,
    row_pk text NOT NULL,
    content text COMPRESSION lz4 NOT NULL,
    sha256 bytea NOT NULL
);
CREATE INDEX row_of_table ON history.row (table_name, row_pk, seq);

-- Salts of the commitments that stand for personal values; without its salt a commitment tells nothing.
CREATE TABLE history.salt (
    seq bigint PRIMARY KEY,
    salt bytea NOT NULL
);

-- One link per database transaction. digest: over the transaction's row hashes, sorted.
-- hash covers id, xact, rows, digest, at, role and previous, joined by line feeds (bytes in lower-case hex).
CREATE TABLE history.link (
    id bigint PRIMARY KEY,
    xact bigint NOT NULL UNIQUE,
    rows bigint NOT NULL,
    digest bytea NOT NULL,
    at timestamptz NOT NULL,
    role text NOT NULL,
    previous bytea NOT NULL UNIQUE,
    hash bytea NOT NULL
);

-- Transactions that have written and are not sealed yet. No committed state ever shows a row here.
-- xact is our own identity: PostgreSQL's xid begins anew in the cluster a backup is restored into.
CREATE TABLE history.open (
    xid xid8 PRIMARY KEY,
    xact bigint NOT NULL,
    first_seq bigint NOT NULL,
    patience integer NOT NULL
);
