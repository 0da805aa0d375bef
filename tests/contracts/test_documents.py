"""What the documents promise exists, and what exists is in the documents."""

import re
from pathlib import Path

from reference import api as reference
from tests.contracts.test_house import PROJECT, python_files

COMMANDS = (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8")
FINDING = re.compile(r"[\"']((?:TOPO|LABEL|AREA|NUMBER|LANDUSE|TEXT|GEOM|CRS|READERS|SHEET|REGISTER|FILE|ZONE|PLAN"
                     r"|NEIGHBOUR|RESURVEY)(?:-[A-Z]+)+)[\"']")  # fmt: skip
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


def used_codes() -> dict[str, str]:
    """Finding codes written in the sources, each with one file that writes it."""
    return {
        code: path.name
        for path in python_files()
        if "sample" not in path.parts
        for code in FINDING.findall(path.read_text(encoding="utf-8"))
    }


def test_every_command_is_documented() -> None:
    there = {
        path.stem
        for path in PROJECT.glob("*/management/commands/*.py")
        if path.stem != "__init__" and not {"var", ".venv"} & set(path.parts)
    }
    assert there, "no commands found"
    assert not [name for name in sorted(there) if not re.search(rf"`{name}[\s`]", COMMANDS)]


def test_every_finding_the_sources_report_is_in_the_table_and_every_entry_is_reported() -> None:
    known = set(reference.finding_codes())
    assert not {code: file for code, file in used_codes().items() if code not in known}
    assert not known - set(used_codes())


def test_every_finding_is_said_in_both_languages() -> None:
    for code in reference.finding_codes():
        entry = reference.finding_text(code)
        assert entry.vi and entry.en and entry.vi != entry.en, code


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")]
    dead = [
        f"{page.relative_to(PROJECT)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / Path(target)).exists()
    ]
    assert not dead
