"""Every refusal of the house: a permanent code, a status, a sentence in both languages."""

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

from gis_core.errors import DomainError
from tests.contracts.kept import kept
from tests.contracts.test_house import name_of, python_files
from web.errors import STATUS_OF

CODE = re.compile(r"[a-z]+(_[a-z0-9]+)*")
FAULTS = {"answer_mixed", "fault"}
"""The only codes that say the house itself is wrong (500)."""


@cache
def classes() -> dict[str, type[DomainError]]:
    """Every refusal class, by name; all modules that define one are imported first."""
    for path in python_files():
        if re.search(r"^class \w+\(\w*(?:Error|Refused|Unreadable\w*)\)", path.read_text("utf-8"), re.MULTILINE):
            if "migrations" not in path.parts and path.parts[-2] != "commands":
                import_module(".".join(Path(name_of(path)).with_suffix("").parts))
    waiting: list[type[DomainError]] = [DomainError]
    found: dict[str, type[DomainError]] = {}
    while waiting:
        kind = waiting.pop()
        found[kind.__name__] = kind
        waiting += kind.__subclasses__()
    return {name: kind for name, kind in found.items() if not kind.__module__.startswith("tests")}


@cache
def calls() -> tuple[tuple[str, ast.Call], ...]:
    """Places that make a refusal: (file:line, call)."""
    return tuple(
        (f"{name_of(path)}:{node.lineno}", node)
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _called(node) in classes()
    )


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _text(node: ast.expr) -> str | None:
    """The fixed words of a text; None for a text that is made elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
        return "".join(str(part) for part in parts)
    return None


def codes() -> set[str]:
    own = {kind.code for kind in classes().values()}
    given = {
        word.value.value
        for _, call in calls()
        for word in call.keywords
        if word.arg == "code" and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str)
    }
    return own | given


def test_codes_once_released_stay() -> None:
    """New codes may come (THODIA_KEEP=1 adds them to the list); a known one neither goes nor changes its status."""
    assert all(CODE.fullmatch(code) for code in codes())
    now = {f"{code} {STATUS_OF.get(code, 400)}" for code in codes()}
    kept("error_codes.txt", "\n".join(sorted(now)) + "\n")
    gone = set(kept("error_codes.txt").split("\n")) - now - {""}
    assert not gone


def test_only_faults_are_our_own() -> None:
    assert {code for code in codes() if STATUS_OF.get(code, 400) >= 500} <= FAULTS


def test_every_refusal_says_it_in_both_languages() -> None:
    wrong = []
    for place, call in calls():
        said = [_text(argument) for argument in call.args[:2]]
        if len(said) < 2 or None in said:
            continue
        vietnamese, english = said
        if vietnamese == english or not all(text and re.search(r"[.:?”…)]$", text) for text in said):
            wrong.append(place)
        hints = {word.arg for word in call.keywords} & {"hint_vi", "hint_en"}
        if len(hints) == 1:
            wrong.append(f"{place} (hint in one language)")
    assert not wrong
