"""A worker in a process of its own, as on a server: another user, `manage.py worker`, killed by its id only.

For a death at a chosen point the process is started through `main` below instead of manage.py: it replaces one
function of the programme by one that first says "here" and waits for ever. The programme itself knows no such switch.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django

from scripts import places

PROJECT = places.PROJECT
PATIENCE_S = 90.0
POINTS = {
    "read": "importers.intake.child:run_limited",
    "build": "importers.services.building:finish_faces",
    "stage": "gis_core.orm.copying:copy_pieces",
    "register": "land_records.cadastre.registration:check_fabric_now",
    "claim": "importers.services.pipeline:hold",
}
"""Step → the function inside it where the process waits. "claim": after the task row, before the batch's lock."""


def reachable_by_service_user() -> bool:
    """True when the worker's user can run this Python, and this Python itself again, as the reader's process needs."""
    again = "import subprocess, sys; subprocess.run([sys.executable, '-c', ''], check=True)"
    command = places.as_service([sys.executable, "-c", again])
    return subprocess.run(command, capture_output=True, cwd=PROJECT, check=False).returncode == 0


def environment(home: Path, database: str) -> dict[str, str]:
    return {
        **os.environ,
        "THODIA_HOME": str(home),
        "THODIA_DB_NAME": database,
        "THODIA_DB_ROLE": "thodia_app",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


class WorkerProcess:
    """A running worker and what it says."""

    def __init__(self, home: Path, database: str, *arguments: str, pause: str = "", marker: Path | None = None) -> None:
        """Start it; with `pause`, it writes `marker` when it comes to that point and waits there."""
        self.log = home / f"worker-{time.monotonic_ns()}.log"
        self.marker = marker
        as_other = places.is_root() and reachable_by_service_user()
        options = ["worker", "--interval", "0.1", *arguments]
        command = [sys.executable, "manage.py", *options]
        if pause or (places.is_root() and not as_other):
            command = [sys.executable, "-m", "tests.importers.services.worker_process", pause, str(marker), *options]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                places.as_service(command) if as_other else command,
                cwd=PROJECT,
                env=environment(home, database),
                stdout=log,
                stderr=log,
            )

    def wait_for(self, condition: Callable[[], Any], what: str, seconds: float = PATIENCE_S) -> Any:
        """Wait until `condition` holds while the process lives; its log is shown when it does not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            result = condition()
            if result:
                return result
            if self.process.poll() is not None:
                result = condition()
                if result:
                    return result
                raise AssertionError(f"worker ended ({self.process.returncode}) before {what}:\n{self.text()}")
            time.sleep(0.05)
        raise AssertionError(f"no {what} within {seconds:.0f} s:\n{self.text()}")

    def at_the_point(self) -> None:
        """Wait until it stands at the point asked for."""
        marker = self.marker
        assert marker is not None
        self.wait_for(marker.exists, "the point to die at")

    def go_on(self) -> None:
        """Let the process at the point go on as if nothing had happened."""
        assert self.marker is not None
        self.marker.with_suffix(".go").touch()

    def kill(self) -> None:
        """SIGKILL: no clean-up of any kind."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def ended(self, seconds: float = PATIENCE_S) -> int:
        """Its exit code, when it ends by itself."""
        return self.process.wait(seconds)

    def text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-6000:]


@contextmanager
def worker(home: Path, database: str, *arguments: str, pause: str = "") -> Iterator[WorkerProcess]:
    """A worker for the time of a `with` block."""
    marker = home / f"marker-{time.monotonic_ns()}" if pause else None
    running = WorkerProcess(home, database, *arguments, pause=pause, marker=marker)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.kill()


def _pause_at(point: str, marker: Path) -> None:
    module_name, _, function = POINTS[point].partition(":")
    module = import_module(module_name)
    original = getattr(module, function)

    def waits(*arguments: Any, **named: Any) -> Any:
        marker.touch()
        while not marker.with_suffix(".go").exists():
            time.sleep(0.02)
        return original(*arguments, **named)

    for user in list(sys.modules.values()):
        if getattr(user, function, None) is original:
            setattr(user, function, waits)


def main() -> None:
    """`python -m tests.importers.services.worker_process POINT MARKER worker …`."""
    point, marker, *arguments = sys.argv[1:]
    django.setup()
    command = import_module("importers.management.commands.worker")
    if os.geteuid() == 0:
        # this Python cannot be run by the service user: the rule is tested elsewhere, the work is what counts here
        command.os = SimpleNamespace(geteuid=lambda: 1, getpid=os.getpid)  # type: ignore[attr-defined]
    if point:
        _pause_at(point, Path(marker))
    management = import_module("django.core.management")
    management.execute_from_command_line(["manage.py", *arguments])


if __name__ == "__main__":
    main()
