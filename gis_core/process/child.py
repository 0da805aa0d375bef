"""The child's side: drop privileges, limit oneself, do the work, leave the answer. Imports nothing heavy, no Django."""

import json
import os
import pwd
import resource
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gis_core.errors import DomainError


def serve(arguments: list[str], work: Callable[[dict[str, Any], Path, Path], dict[str, Any]]) -> int:
    """Do the job of a job file: `work(job, in_folder, out_folder)` gives the answer; 0 also for a refusal.

    Whatever the work loads late by nature must have been imported before: afterwards the child may no longer read it.
    A fault tells its type and place, never its text, which may quote the file.
    """
    job = json.loads(Path(arguments[0]).read_text("utf-8"))
    out = Path(job["out"])
    drop_privileges(job.get("user"))
    limit(job["limits"])
    try:
        write_json(out / "answer.json", work(job, Path(job["in"]), out))
    except DomainError as refusal:
        write_json(out / "error.json", refusal.as_answer())
    except MemoryError:
        write_json(out / "error.json", {"reason": "out of memory"})
    except Exception as fault:
        write_json(out / "error.json", {"reason": place_of(fault)})
    return 0


def place_of(fault: Exception) -> str:
    """Type of a fault and where it happened."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} in {Path(last.filename).name}:{last.lineno}"


def drop_privileges(user: str | None) -> None:
    """Become an unprivileged user when started as root (tests, the first set-up); a service user stays itself."""
    if user is None or os.geteuid() != 0:
        return
    entry = pwd.getpwnam(user)
    os.setgroups([])
    os.setresgid(entry.pw_gid, entry.pw_gid, entry.pw_gid)
    os.setresuid(entry.pw_uid, entry.pw_uid, entry.pw_uid)


def limit(limits: dict[str, Any]) -> None:
    """Set the ceilings of processor time, output, memory; no core files."""
    cpu = int(limits["cpu_seconds"])
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["output_bytes"], limits["output_bytes"]))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"], limits["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Leave a JSON file."""
    path.write_text(json.dumps(value, ensure_ascii=False, default=str), "utf-8")
