"""A private PostgreSQL 15 cluster: unix socket in a folder of its own, free loopback port, random passwords."""

import base64
import json
import os
import secrets
import socket
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scripts import places

SPEED_NOT_SAFETY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For test clusters only: their data may be lost."""

MEMORY = {
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "work_mem": "48MB",
    "maintenance_work_mem": "384MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "max_connections": "120",
    "jit": "off",
}


def new_identity_keys() -> str:
    """A key ring for identity numbers with one key (land_records/parties/keys.py reads it)."""
    name = f"k{secrets.token_hex(4)}"
    parts = {part: base64.b64encode(secrets.token_bytes(32)).decode() for part in ("seal", "index")}
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return json.dumps({"active": name, "keys": {name: {**parts, "made": made}}}, indent=1)


@dataclass(frozen=True)
class Cluster:
    """One cluster under `home`: data in `pg`, socket in `run`, passwords in `secrets`."""

    home: Path
    throwaway: bool = False

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "pg"

    @property
    def socket_folder(self) -> Path:
        """Where the unix socket lies (its path must stay under 100 characters)."""
        return self.home / "run"

    @property
    def port(self) -> int:
        """The port chosen when the cluster was made or last started."""
        return int((self.home / "pg.port").read_text())

    def environment(self) -> dict[str, str]:
        """What Django needs to reach this cluster."""
        return {
            "THODIA_HOME": str(self.home),
            "THODIA_DB_HOST": str(self.socket_folder),
            "THODIA_DB_PORT": str(self.port),
        }

    def ensure(self) -> None:
        """Make the cluster when it is missing, start it when it is down."""
        places.private_folder(self.home)
        places.private_folder(self.home / "secrets")
        for name in ("django_key", "db_superuser", "qr_signing_key", *(f"db_{role}" for role in places.ROLES)):
            path = self.home / "secrets" / name
            if not path.exists():
                # Django asks for at least 50 characters
                places.write_private(path, secrets.token_urlsafe(48))
        identity_keys = self.home / "secrets" / "identity_keys.json"
        if not identity_keys.exists():
            places.write_private(identity_keys, new_identity_keys())
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if not self.running():
            self._start()

    def _initialise(self) -> None:
        places.private_folder(self.data)
        subprocess.run(
            places.as_service(
                [
                    str(places.POSTGRES_BIN / "initdb"), "-D", str(self.data), "-U", "postgres",
                    "--auth=scram-sha-256", f"--pwfile={self.home / 'secrets' / 'db_superuser'}",
                    "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
                ]
            ),
            check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        # loopback is never `trust`: socket and TCP both ask for the password
        places.write_private(
            self.data / "pg_hba.conf",
            "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n",
        )

    def _start(self) -> None:
        places.private_folder(self.socket_folder)
        port = self._choose_port()
        settings = dict(MEMORY)
        if self.throwaway:
            settings |= SPEED_NOT_SAFETY | {"shared_buffers": "384MB"}
        settings |= {
            "listen_addresses": "'127.0.0.1'",
            "port": str(port),
            "unix_socket_directories": f"'{self.socket_folder}'",
            "password_encryption": "scram-sha-256",
            "log_timezone": "'UTC'",
            "timezone": "'UTC'",
        }
        places.write_private(
            self.data / "thodia.conf", "".join(f"{key} = {value}\n" for key, value in settings.items())
        )
        main = self.data / "postgresql.conf"
        if "thodia.conf" not in main.read_text():
            with main.open("a") as file:
                file.write("include 'thodia.conf'\n")
        subprocess.run(
            places.as_service(
                [
                    str(places.POSTGRES_BIN / "pg_ctl"), "-D", str(self.data), "-l", str(self.home / "pg.log"),
                    "-w", "-t", "60", "start",
                ]
            ),
            check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def _choose_port(self) -> int:
        recorded = self.home / "pg.port"
        if recorded.exists() and _is_free(int(recorded.read_text())):
            return int(recorded.read_text())
        port = free_port(5433)
        places.write_private(recorded, str(port))
        return port

    def running(self) -> bool:
        """True when this cluster's postmaster is up."""
        status = subprocess.run(
            places.as_service([str(places.POSTGRES_BIN / "pg_ctl"), "-D", str(self.data), "status"]),
            capture_output=True,
            check=False,
        )
        return status.returncode == 0

    def stop(self) -> None:
        """Stop the cluster, if it is up."""
        if (self.data / "PG_VERSION").exists() and self.running():
            subprocess.run(
                places.as_service(
                    [str(places.POSTGRES_BIN / "pg_ctl"), "-D", str(self.data), "-m", "fast", "-w", "stop"]
                ),
                check=True,
                stdout=subprocess.DEVNULL,
            )

    def psql(self, *arguments: str, database: str = "postgres") -> str:
        """Run psql as superuser and return what it prints."""
        done = subprocess.run(
            [
                str(places.POSTGRES_BIN / "psql"), "-h", str(self.socket_folder), "-p", str(self.port),
                "-U", "postgres", "-d", database, "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", *arguments,
            ],
            env={**os.environ, "PGPASSWORD": self._secret("db_superuser")},
            check=False,
            capture_output=True,
            text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"psql failed: {done.stderr.strip()}")
        return done.stdout.strip()

    def _secret(self, name: str) -> str:
        return (self.home / "secrets" / name).read_text().strip()

    def bootstrap(self, database: str) -> None:
        """Roles, one database owned by thodia_owner, extensions, coordinate systems, privileges. Idempotent."""
        passwords = [part for role in places.ROLES for part in ("-v", f"pw_{role}={self._secret(f'db_{role}')}")]
        self.psql(*passwords, "-f", str(places.PROJECT / "scripts" / "bootstrap_roles.sql"))
        if not self.psql("-c", f"SELECT 1 FROM pg_database WHERE datname = '{database}'"):
            self.psql("-c", f'CREATE DATABASE "{database}" OWNER thodia_owner')
        self.psql("-f", str(places.PROJECT / "scripts" / "bootstrap_database.sql"), database=database)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(first: int) -> int:
    """The first free loopback port from `first` on."""
    for port in range(first, first + 400):
        if _is_free(port):
            return port
    raise RuntimeError(f"no free loopback port between {first} and {first + 400}")
