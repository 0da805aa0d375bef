"""Template and clone databases: a clone costs about 0.15 s and may be committed to."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from tests.environment import HOME, cluster

PROJECT = Path(__file__).resolve().parent.parent
_GROUND = ("*/migrations/**/*.py", "*/migrations/**/*.sql", "reference/data/**/*", "scripts/bootstrap*.sql")


def ground_digest() -> str:
    """Changes whenever a migration, its SQL, reference data or the bootstrap changes."""
    digest = hashlib.sha256()
    for pattern in _GROUND:
        for path in sorted(PROJECT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(PROJECT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Only one process of this machine inside at a time."""
    with (HOME / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def exists(name: str) -> bool:
    """True when the database is there."""
    return bool(cluster.psql("-c", f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def migrated_template() -> str:
    """Name of a database with every migration applied and reference data loaded; made once per change."""
    name = f"template_{ground_digest()}"
    with alone("template"):
        if not exists(name):
            building = f"{name}_building"
            drop(building)
            cluster.bootstrap(building)
            manage("migrate", "-v", "0", database=building, role="thodia_owner")
            cluster.psql("-c", f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


def manage(*arguments: str, database: str, role: str = "thodia_app") -> str:
    """Run manage.py in a process of its own against one database."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={**os.environ, "THODIA_DB_NAME": database, "THODIA_DB_ROLE": role},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def clone(template: str, name: str) -> None:
    """Copy a database file by file; the template must have no connection."""
    with alone("clone"):
        drop(name)
        cluster.psql("-c", f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER thodia_owner STRATEGY FILE_COPY')


def drop(name: str) -> None:
    """Remove a database and whoever is connected to it."""
    cluster.psql("-c", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def point_connections_at(name: str) -> None:
    """Let every Django connection of this process use database `name`."""
    for connection in connections.all(initialized_only=False):
        connection.close()
        connection.settings_dict["NAME"] = name
    os.environ["THODIA_DB_NAME"] = name
