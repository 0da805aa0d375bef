"""The parent's side: lay the files out, start the child, take its answer back.

The child gets a folder `in` it may read and a folder `out` it may write, a clean environment and no standard input.
It answers with `out/answer.json`, or with `out/error.json` when it refuses; both are results. A child that dies or
does not end is `ChildDied` or `ChildTimedOut`; whoever called says it in words people understand.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gis_core.errors import DomainError
from gis_core.process.limits import Limits

PROJECT = Path(__file__).resolve().parents[2]
UNPRIVILEGED_USER = "nobody"


class ChildDied(Exception):
    """The child ended without a result; `reason` is a signal's name, an exit code, or what it could still say."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ChildTimedOut(Exception):
    """The child took more than its `seconds` and was killed."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:g} s")
        self.seconds = seconds


def isolated(entry: str, job: Path) -> list[str]:
    """The command that runs `package.module:function` on a job file.

    Isolated mode (-I) takes neither the environment's nor the current folder's modules.
    """
    module, function = entry.split(":")
    code = (
        "import sys; sys.path[:0] = [sys.argv.pop(1)]; "
        f"from {module} import {function}; sys.exit({function}(sys.argv[1:]))"
    )
    return [sys.executable, "-I", "-X", "utf8", "-c", code, str(PROJECT), str(job)]


def unprivileged_user() -> str | None:
    """The user a child must become: somebody else when we are root, nobody else otherwise."""
    return UNPRIVILEGED_USER if os.geteuid() == 0 else None


def lay(source: Path, target: Path) -> None:
    """Put a file where the child can read it; as root as a copy, otherwise as a link."""
    if os.geteuid() == 0:
        shutil.copyfile(source, target)
        target.chmod(0o644)
    else:
        target.symlink_to(source.resolve())


def open_to_child(work: Path, out: Path, given: Path) -> None:
    """Let the unprivileged child reach the folders; as the service user the child is ourselves."""
    if os.geteuid() == 0:
        work.chmod(0o755)
        out.chmod(0o777)
        given.chmod(0o777)


@contextlib.contextmanager
def answered(
    entry: str, *, files: Mapping[str, Path], job: Mapping[str, Any], limits: Limits
) -> Iterator[tuple[dict[str, Any], Path]]:
    """Run `entry` on files under the clean names given; yields its answer and the folder of what it wrote.

    The folder is removed afterwards. Raises DomainError with the child's code when it refuses, ChildDied,
    ChildTimedOut.
    """
    with tempfile.TemporaryDirectory(prefix="thodia-child-") as folder:
        work = Path(folder)
        given, out = work / "in", work / "out"
        given.mkdir(mode=0o755)
        out.mkdir()
        for name, source in files.items():
            lay(source, given / name)
        open_to_child(work, out, given)
        paper = work / "job.json"
        facts = {**job, "in": str(given), "out": str(out), "limits": asdict(limits), "user": unprivileged_user()}
        paper.write_text(json.dumps(facts), "utf-8")
        run_limited(isolated(entry, paper), out, limits)
        yield _answer(out), out


def _answer(out: Path) -> dict[str, Any]:
    refusal = out / "error.json"
    if refusal.exists():
        told = json.loads(refusal.read_text("utf-8"))
        if "reason" in told:
            raise ChildDied(str(told["reason"]))
        hint = told.get("hint") or {}
        raise DomainError(
            str(told["message_vi"]),
            str(told["message_en"]),
            hint_vi=str(hint.get("vi", "")),
            hint_en=str(hint.get("en", "")),
            code=str(told["code"]),
        )
    if not (out / "answer.json").exists():
        raise ChildDied("no answer")
    answer: dict[str, Any] = json.loads((out / "answer.json").read_text("utf-8"))
    return answer


def run_limited(command: list[str], out: Path, limits: Limits) -> None:
    """Run a child with a clean environment; kill its whole group when time is up or it has ended.

    Raises ChildTimedOut or ChildDied; a process that ends by itself with code 0 is fine.
    """
    environment = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "TMPDIR": str(out),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "GDAL_NUM_THREADS": "1",
        "CPL_DEBUG": "OFF",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with (out / "stderr.txt").open("wb") as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
            cwd=out,
            start_new_session=True,
            close_fds=True,
        )
        try:
            code = process.wait(timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            _kill_group(process.pid)
            process.wait()
            raise ChildTimedOut(limits.wall_seconds) from None
        except BaseException:
            _kill_group(process.pid)
            process.wait()
            raise
    _kill_group(process.pid)
    if code == -signal.SIGXCPU:
        raise ChildTimedOut(limits.cpu_seconds)
    if code != 0:
        raise ChildDied(signal.Signals(-code).name if code < 0 else f"exit {code}")


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
