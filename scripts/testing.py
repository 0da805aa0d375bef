"""`./test`: set-up, linters, types, contracts, Django's own checks, the test suite with its time budget."""

import argparse
import os
import subprocess
import sys
import time

from scripts import cluster as clusters
from scripts import machine, places
from scripts.machine import say

BUDGET_S = 13 * 60
"""The whole of ./test on two cores, without downloads."""


def main() -> None:
    """Run every check; the first that fails ends it with its output."""
    parser = argparse.ArgumentParser(prog="./test", description=__doc__)
    parser.add_argument("--long", action="store_true", help="also fuzzing, million-row sets, all kill points")
    parser.add_argument("--only", help="only the tests below this path, no linters")
    options = parser.parse_args()
    machine.ensure(for_tests=True)
    home = places.HOME / "test"
    places.private_folder(places.HOME)
    cluster = clusters.Cluster(home, throwaway=True)
    cluster.ensure()
    started = time.monotonic()
    environment = {
        **os.environ,
        **cluster.environment(),
        "THODIA_TEST_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        failed = [name for name, command in _checks(options) if not _passes(name, command, environment)]
    finally:
        cluster.stop()
    spent = time.monotonic() - started
    say(f"\n./test took {spent / 60:.1f} minutes (budget {BUDGET_S / 60:.0f}).")
    if spent > BUDGET_S and not options.long and not options.only:
        failed.append("time budget")
    if failed:
        sys.exit(f"FAILED: {', '.join(failed)}")
    say("All checks passed.")


def _checks(options: argparse.Namespace) -> list[tuple[str, list[str]]]:
    binary = places.VENV / "bin"
    python = str(places.PYTHON)
    pytest = [
        python, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "-p", "tests.budget",
        "-m", "long or not long" if options.long else "not long", "--durations=15",
        *([] if options.long else ["--ignore=tests/benchmarks"]),
    ]  # fmt: skip
    if options.only:
        return [("tests", [*pytest, options.only])]
    return [
        ("ruff", [str(binary / "ruff"), "check", "."]),
        ("format", [str(binary / "ruff"), "format", "--check", "."]),
        ("import contracts", [str(binary / "lint-imports")]),
        ("types", [str(binary / "mypy"), "."]),
        (
            "psycopg 3 absent",
            [python, "-c", "import importlib.util as u, sys; sys.exit(u.find_spec('psycopg') is not None)"],
        ),
        ("django checks", [python, "manage.py", "check", "--fail-level", "WARNING"]),
        ("migrations complete", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("deploy checks", [python, "-m", "scripts.deploy_check"]),
        ("tests", pytest),
    ]


def _passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    started = time.monotonic()
    say(f"— {name}")
    done = subprocess.run(command, cwd=places.PROJECT, env=environment, check=False)
    say(f"  {name}: {'ok' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - started:.0f} s)")
    return done.returncode == 0


if __name__ == "__main__":
    main()
