"""`manage.py bench NAME`: run one benchmark of `tests/benchmarks` and tell what it measured."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

PREFIX = "test_bench_"


class Command(BaseCommand):
    """A thin door: the benchmark makes its own databases and never touches the installation's register."""

    help = "Run a benchmark (tests/benchmarks/test_bench_NAME.py); without NAME list them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The stable names of the command contract."""
        parser.add_argument("name", nargs="?", default="")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when the goals were reached, 1 when not."""
        folder = Path(settings.BASE_DIR) / "tests" / "benchmarks"
        names = sorted(path.stem.removeprefix(PREFIX) for path in folder.glob(f"{PREFIX}*.py"))
        if not options["name"]:
            self.stdout.write(json.dumps({"ok": True, "benchmarks": names}) if options["json"] else "\n".join(names))
            return
        if options["name"] not in names:
            raise CommandError(f"No benchmark “{options['name']}”; there are: {', '.join(names)}", returncode=2)
        with tempfile.TemporaryDirectory(prefix="thodia-bench-") as scratch:
            figures = Path(scratch) / "figures.json"
            done = _run(folder / f"{PREFIX}{options['name']}.py", figures, quiet=options["json"])
            measured = json.loads(figures.read_text("utf-8")) if figures.exists() else None
        if options["json"]:
            answer = {"ok": done.returncode == 0, "benchmark": options["name"], "measured": measured}
            if measured is None:
                answer["printed"] = done.stdout.splitlines()
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if done.returncode:
            sys.exit(1)


def _run(path: Path, figures: Path, *, quiet: bool) -> "subprocess.CompletedProcess[str]":
    """The benchmark in a process of its own: it needs the test settings and a throwaway cluster."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("THODIA_DB_", "DJANGO_"))}
    kept.pop("THODIA_HOME", None)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", str(path)],
        cwd=settings.BASE_DIR,
        env={**kept, "THODIA_BENCH_FIGURES": str(figures)},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
