"""`./run`: set up, start, load the demonstration commune through the real import, serve."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from scripts import cluster as clusters
from scripts import machine, places
from scripts.machine import say

DATABASE = "thodia"
DEMO_PARCELS = "1200"


def main() -> None:
    """Read the command line and do what it says."""
    if len(sys.argv) > 1 and sys.argv[1] == "manage":
        sys.exit(manage_command(sys.argv[2:]))
    parser = argparse.ArgumentParser(prog="./run", description=__doc__)
    parser.add_argument("--no-serve", action="store_true", help="set up, leave the database running, stop there")
    parser.add_argument("--stop", action="store_true", help="stop the servers and the database")
    parser.add_argument("--port", type=int, default=8000, help="first port to try for the web server")
    parser.add_argument("--empty", action="store_true", help="do not load the demonstration commune")
    options = parser.parse_args()
    if options.stop:
        stop()
        return
    set_up(demonstration=not options.empty)
    if options.no_serve:
        say("Database is running. ./run starts the web server, ./run --stop stops everything.")
        return
    serve(options.port)


def set_up(*, demonstration: bool) -> clusters.Cluster:
    """Machine, cluster, schema, demonstration data; quick when all is there."""
    machine.ensure()
    cluster = started_cluster()
    _migrate(cluster)
    _static_files(cluster)
    if demonstration:
        _demonstration(cluster)
    return cluster


def started_cluster() -> clusters.Cluster:
    """The private cluster, running, with its database bootstrapped."""
    cluster = clusters.Cluster(places.HOME)
    if not (cluster.data / "PG_VERSION").exists():
        say("• Private PostgreSQL cluster")
    cluster.ensure()
    stamp = places.HOME / "bootstrap.stamp"
    wanted = machine._digest(*sorted((places.PROJECT / "scripts").glob("bootstrap*.sql")))
    if not stamp.exists() or stamp.read_text() != wanted:
        cluster.bootstrap(DATABASE)
        places.write_private(stamp, wanted)
    return cluster


def environment(cluster: clusters.Cluster, role: str = "thodia_app") -> dict[str, str]:
    """What a Django process of this installation needs."""
    return {
        **os.environ,
        **cluster.environment(),
        "THODIA_DB_NAME": DATABASE,
        "THODIA_DB_ROLE": role,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.dev"),
        "PYTHONUNBUFFERED": "1",
        "HOME": str(places.HOME),
    }


def django(cluster: clusters.Cluster, *arguments: str, role: str = "thodia_app", quiet: bool = False) -> str:
    """Run a manage.py command as the service user and return what it prints; its failure ends the set-up."""
    done = subprocess.run(
        places.as_service([str(places.PYTHON), "manage.py", *arguments]),
        cwd=places.PROJECT,
        env=environment(cluster, role),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr or ''}")
    return done.stdout


def _ground_files() -> list[Path]:
    patterns = ("*/migrations/**/*.py", "*/migrations/**/*.sql", "reference/data/**/*", "requirements.lock")
    found = {path for pattern in patterns for path in places.PROJECT.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not {"__pycache__", ".venv"} & set(path.parts))


def _migrate(cluster: clusters.Cluster) -> None:
    stamp = places.HOME / "migrate.stamp"
    wanted = machine._digest(*_ground_files())
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("• Database schema")
    django(cluster, "migrate", "-v", "0", role="thodia_owner")
    places.write_private(stamp, wanted)


def _static_files(cluster: clusters.Cluster) -> None:
    sources = [path for path in (places.PROJECT / "web" / "static").rglob("*") if path.is_file()]
    stamp = places.HOME / "static.stamp"
    wanted = machine._digest(*sorted(sources), places.PROJECT / "package-lock.json")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("• Static files")
    django(cluster, "collectstatic", "--noinput", "-v", "0")
    places.write_private(stamp, wanted)


def _demonstration(cluster: clusters.Cluster) -> None:
    """Make the sample commune and import it as an officer would: upload, submit, approval by a second person."""
    stamp = places.HOME / "demo.stamp"
    if stamp.exists():
        return
    say("• Demonstration commune: made, then imported through the real pipeline")
    folder = places.private_folder(places.HOME / "demo")
    started = time.monotonic()
    users = django(cluster, "create_demo_users", "--new-passwords")
    say(users.rstrip())
    output = django(cluster, "load_demo", str(folder), "--parcels", DEMO_PARCELS)
    say(output.rstrip())
    places.write_private(stamp, f"{time.monotonic() - started:.0f} s")


def serve(first_port: int) -> None:
    """Web server and worker in the foreground; Ctrl-C stops everything this command started."""
    cluster = clusters.Cluster(places.HOME)
    port = clusters.free_port(first_port)
    if port != first_port:
        say(f"Port {first_port} is taken; using {port}.")
    web = [
        str(places.VENV / "bin" / "gunicorn"), "config.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--threads", "4", "--worker-class", "gthread", "--timeout", "120", "--log-level", "warning",
        "--worker-tmp-dir", "/dev/shm",
    ]  # fmt: skip
    work = [str(places.PYTHON), "manage.py", "worker"]
    processes = [
        subprocess.Popen(
            places.as_service(command), cwd=places.PROJECT, env=environment(cluster), start_new_session=True
        )
        for command in (web, work)
    ]
    places.write_private(places.HOME / "servers.json", json.dumps([process.pid for process in processes]))
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        _wait_until_up(port, processes)
        say("")
        print(
            f"Thổ Địa: http://127.0.0.1:{port}/   (cán bộ / officers: http://127.0.0.1:{port}/ban-lam-viec/)",
            flush=True,
        )
        say("Ctrl-C stops.")
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        say("A server stopped; stopping the rest.")
    except KeyboardInterrupt:
        say("\nStopping …")
    finally:
        _end(processes)
        cluster.stop()


def _interrupted(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            _signal_group(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + 15
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _signal_group(process.pid, signal.SIGKILL)
    (places.HOME / "servers.json").unlink(missing_ok=True)


def _signal_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        pass


def _wait_until_up(port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    for _ in range(240):
        if any(process.poll() is not None for process in processes):
            raise SystemExit("The web server or the worker did not start; its message stands above.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("The web server did not answer within a minute.")


def stop() -> None:
    """Stop servers and database of this installation, wherever they were started."""
    record = places.HOME / "servers.json"
    if record.exists():
        for pid in json.loads(record.read_text()):
            _signal_group(pid, signal.SIGTERM)
        record.unlink(missing_ok=True)
        time.sleep(1)
    clusters.Cluster(places.HOME).stop()
    say("Stopped.")


def manage_command(arguments: list[str]) -> int:
    """Any manage.py command in this environment; the database is started when it is down.

    It runs as the caller, so that it can read and write the caller's files; what it left in THODIA_HOME is
    handed to the service user afterwards. `migrate` and its kin run as the schema's owner.
    """
    machine.ensure()
    cluster = started_cluster()
    owner = bool(arguments) and arguments[0] in {"migrate", "makemigrations", "sqlmigrate", "showmigrations", "flush"}
    code = subprocess.run(
        [str(places.PYTHON), str(places.PROJECT / "manage.py"), *arguments],
        env=environment(cluster, "thodia_owner" if owner else "thodia_app"),
        check=False,
    ).returncode
    _hand_over()
    return code


def _hand_over() -> None:
    ids = places.service_ids()
    if not ids:
        return
    for name in ("vault", "work", "anchors", "rasters", "tiles", "demo"):
        for folder, _, files in os.walk(places.HOME / name):
            for path in (folder, *(os.path.join(folder, file) for file in files)):  # noqa: PTH118
                if os.stat(path).st_uid != ids[0]:  # noqa: PTH116
                    os.chown(path, *ids)


if __name__ == "__main__":
    main()
