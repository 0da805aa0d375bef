"""The house itself: short files, honest names, imports at the top, no machine in the text."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = (
    "config", "web", "importers", "tiles", "land_records", "planning", "dossiers", "accounts", "reference", "gis_core",
    "scripts",
)  # fmt: skip
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
MACHINE = re.compile(r"""(?:^|[\s"'`(=:])/(?:work|opt|root)/|/tmp/td|pypi-more""")


@cache
def tracked() -> tuple[Path, ...]:
    """Files of the project as git knows them, new ones included."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    return tuple(PROJECT / name for name in listed if name and (PROJECT / name).is_file())


def python_files() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.relative_to(PROJECT).parts[0] in ROOMS and "migrations" not in path.parts
    ]


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("path", [p for p in tracked() if p.suffix == ".py"], ids=name_of)
def test_files_stay_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE, f"{name_of(path)} has {lines} lines: split it into two that can be told in a sentence"


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_functions_stay_short_and_import_at_the_top(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        assert length <= LONGEST_FUNCTION, f"{name_of(path)}:{node.lineno} {node.name} has {length} lines"
        if node.name == "ready" and path.name == "apps.py":
            continue
        hidden = [inner.lineno for inner in ast.walk(node) if isinstance(inner, ast.Import | ast.ImportFrom)]
        assert not hidden, f"{name_of(path)}:{hidden[0]} imports inside {node.name}"


def test_no_file_is_named_after_nothing() -> None:
    wrong = [name_of(path) for path in tracked() if path.stem in FORBIDDEN_NAMES]
    assert not wrong


def test_every_app_has_one_front_door() -> None:
    for app in ("reference", "accounts", "dossiers", "land_records", "planning", "importers", "tiles"):
        tree = ast.parse((PROJECT / app / "api.py").read_text(encoding="utf-8"))
        names = [
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        ]
        assert "__all__" in names, f"{app}/api.py lists no __all__"


def test_the_text_knows_no_machine() -> None:
    suffixes = {".py", ".md", ".toml", ".html", ".js", ".css", ".sql", ".json", ".csv", ".cfg", ".txt", ".sh", ".lock"}
    wrong = [
        f"{name_of(path)}:{number}"
        for path in tracked()
        if (path.suffix in suffixes or path.name in {"run", "test"}) and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if MACHINE.search(line)
    ]
    assert not wrong


def test_the_lock_files_name_no_registry() -> None:
    assert "resolved" not in (PROJECT / "package-lock.json").read_text(encoding="utf-8")
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert not re.search(r"^psycopg==", lock, re.MULTILINE), "psycopg 3 would silently take psycopg2's place in Django"


def test_sql_statements_longer_than_three_lines_live_in_sql_files() -> None:
    statement = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|WITH)\b")
    wrong = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and statement.match(node.value):
                if len(node.value.strip().splitlines()) > 3:
                    wrong.append(f"{name_of(path)}:{node.lineno}")
    assert not wrong
