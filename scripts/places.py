"""Where things stand on this machine: the project, THODIA_HOME, PostgreSQL's programs."""

import os
import pwd
import shutil
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("THODIA_HOME") or PROJECT / "var").resolve()
POSTGRES_BIN = Path("/usr/lib/postgresql/15/bin")
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
ROLES = ("thodia_owner", "thodia_app", "tiles_reader", "desk_reader")
SERVICE_USER = "thodia"
"""The unprivileged system user that runs PostgreSQL, web and worker when the command is called by root."""


def is_root() -> bool:
    """True when called by root, as in a container."""
    return os.geteuid() == 0


def as_service(command: list[str]) -> list[str]:
    """The command, run as SERVICE_USER when we are root; unchanged otherwise."""
    if not is_root():
        return command
    setpriv = shutil.which("setpriv") or "/usr/bin/setpriv"
    return [setpriv, f"--reuid={SERVICE_USER}", f"--regid={SERVICE_USER}", "--init-groups", "--no-new-privs", *command]


def service_ids() -> tuple[int, int] | None:
    """uid and gid of SERVICE_USER when we are root, None otherwise."""
    if not is_root():
        return None
    entry = pwd.getpwnam(SERVICE_USER)
    return entry.pw_uid, entry.pw_gid


def own(path: Path) -> None:
    """Hand a path to the service user when we are root."""
    ids = service_ids()
    if ids:
        os.chown(path, *ids)


def private_folder(path: Path) -> Path:
    """Make a folder only its owner may enter (mode 0700), owned by the service user."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    own(path)
    return path


def write_private(path: Path, content: str) -> None:
    """Write a file mode 0600, owned by the service user."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
    own(path)
