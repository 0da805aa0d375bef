"""A whole installation for one journey: a committed database, a home, the web server and the worker as processes.

Both processes run as the service user when the tests are run by root, exactly as `./run` starts them.
"""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from scripts import places
from tests.importers.entrance import Entrance
from tests.importers.services.worker_process import environment, reachable_by_service_user, worker

PASSWORD = "một mật khẩu chỉ để thử"
START_S = 40.0


@dataclass(frozen=True)
class Installation:
    """Where it answers, and its people (all with PASSWORD)."""

    address: str
    entrance: Entrance

    def command(self, *arguments: str) -> Any:
        """The JSON answer of a manage.py command against this installation."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments, "--json"],
            cwd=places.PROJECT,
            env=environment(self.entrance.home, self.entrance.database),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}:\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _web(entrance: Entrance) -> Iterator[str]:
    """The site on a free loopback port; static files straight from the sources."""
    port = _free_port()
    command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload", "--insecure", "-v", "0"]
    as_other = places.is_root() and reachable_by_service_user()
    log = entrance.home / "web.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            places.as_service(command) if as_other else command,
            cwd=places.PROJECT,
            env=environment(entrance.home, entrance.database),
            stdout=output,
            stderr=output,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _answers(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _answers(address: str, process: "subprocess.Popen[bytes]", log: Any) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/tro-giup/", timeout=5):  # noqa: S310 - our own loopback server
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the web server did not come up:\n{log.read_text(errors='replace')[-4000:]}")


@contextmanager
def installation(entrance: Entrance) -> Iterator[Installation]:
    """Web and worker over the entrance's database, for the time of a `with` block."""
    for user in (entrance.officer, entrance.approver):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    with worker(entrance.home, entrance.database) as hand, _web(entrance) as address:
        yield Installation(address, entrance)
        print(f"worker said:\n{hand.text()}")  # pytest shows it only when something failed
