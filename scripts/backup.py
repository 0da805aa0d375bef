"""Backup and restore of the database: `python3 -m scripts.backup save FILE` · `… restore FILE DATABASE`.

The vault (stored files), the anchors and the secrets lie beside the database under THODIA_HOME and are copied as
ordinary files; docs/operations.md says how.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from scripts import places
from scripts.cluster import Cluster

MADE_BY_BOOTSTRAP = (" EXTENSION - ", " SCHEMA - ", " TABLE DATA public spatial_ref_sys ")
"""Entries of an archive that a bootstrapped database has already; coordinate systems must stand before parcels."""


def save(cluster: Cluster, database: str, archive: Path) -> None:
    """Write the whole database to `archive` (custom format, mode 0600); never over an existing file."""
    draft = archive.with_name(archive.name + ".draft")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _program(cluster, "pg_dump", "--format=custom", f"--file={draft}", database)
        os.link(draft, archive)
    finally:
        draft.unlink()


def restore(cluster: Cluster, archive: Path, database: str) -> None:
    """Make `database` and fill it from `archive`, all or nothing. Refuses a database that holds anything of ours."""
    cluster.bootstrap(database)
    if cluster.psql("-c", "SELECT to_regclass('public.django_migrations')", database=database):
        raise RuntimeError(f"database {database} is not empty: restore into a new name")
    contents = _program(cluster, "pg_restore", "--list", str(archive))
    wanted = [line for line in contents.splitlines() if not any(entry in line for entry in MADE_BY_BOOTSTRAP)]
    list_file = archive.with_name(f"{archive.name}.{os.getpid()}.list")
    list_file.write_text("\n".join(wanted), encoding="utf-8")
    try:
        _program(
            cluster, "pg_restore", "--exit-on-error", "--single-transaction", f"--use-list={list_file}",
            f"--dbname={database}", str(archive),
        )  # fmt: skip
    finally:
        list_file.unlink()
    cluster.psql("-c", "ANALYZE", database=database)


def _program(cluster: Cluster, name: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs as the cluster's superuser; answers its standard output."""
    done = subprocess.run(
        [str(places.POSTGRES_BIN / name), *arguments],
        env={
            **os.environ,
            "PGHOST": str(cluster.socket_folder),
            "PGPORT": str(cluster.port),
            "PGUSER": "postgres",
            "PGPASSWORD": (cluster.home / "secrets" / "db_superuser").read_text().strip(),
        },
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{name} failed: {done.stderr.strip()}")
    return done.stdout


def main() -> int:
    """The command line. Exit 0: done, 1: refused, 2: wrong use."""
    parser = argparse.ArgumentParser(prog="scripts.backup", description="Backup and restore of the database.")
    acts = parser.add_subparsers(dest="act", required=True)
    saving = acts.add_parser("save", help="write the database to a file")
    saving.add_argument("archive", type=Path)
    saving.add_argument("--database", default=os.environ.get("THODIA_DB_NAME", "thodia"))
    restoring = acts.add_parser("restore", help="make a new database from a file")
    restoring.add_argument("archive", type=Path)
    restoring.add_argument("database")
    options = parser.parse_args()
    cluster = Cluster(places.HOME)
    try:
        if options.act == "save":
            save(cluster, options.database, options.archive)
        else:
            restore(cluster, options.archive, options.database)
    except (RuntimeError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
